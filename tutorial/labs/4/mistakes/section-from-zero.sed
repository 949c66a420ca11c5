# hint: number of the output section
# loses: 8
s/v->target_section_num)/v->target_section_num - 1)/
