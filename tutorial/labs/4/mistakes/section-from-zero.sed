# hint: number of the output section
s/v->target_section_num)/v->target_section_num - 1)/
