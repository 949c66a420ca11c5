# hint: no base
s/= v->target_rva + addend32/= (i64)v->target_va + addend32/
