# hint: another size is a mismatch
s/if (now->size != first->size) report_mismatch.*//
