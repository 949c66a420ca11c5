# hint: SECREL counts from
s/= v->target_section_off + addend32/= v->target_rva + addend32/
