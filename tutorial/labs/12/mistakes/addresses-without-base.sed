# hint: image base plus RVA
# loses: 5 6
# file: linker/reloc_x64.c
s/load64(place) + v->target_va/load64(place) + v->target_rva/
