# hint: rip stands behind the field
s/place_rva + 4 + bytes_behind/place_rva + bytes_behind/
