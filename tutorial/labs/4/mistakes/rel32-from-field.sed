# hint: rip stands behind the field
# loses: 1 2 3 4
s/place_rva + 4 + bytes_behind/place_rva + bytes_behind/
