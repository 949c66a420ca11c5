# hint: SECREL counts from
# loses: 8
s/= v->target_section_off + addend32/= v->target_rva + addend32/
