# hint: image base plus RVA, in 8 bytes
# loses: 5
s/load64(place) + v->target_va/load64(place) + v->target_rva/
