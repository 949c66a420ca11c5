# hint: no base
# loses: 6
s/= v->target_rva + addend32/= (i64)v->target_va + addend32/
