# hint: another size is a mismatch
# loses: 4
s/if (now->size != first->size) report_mismatch.*//
