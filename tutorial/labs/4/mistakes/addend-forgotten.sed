# hint: which is added
s/bytes_behind)) + addend32(place);/bytes_behind));/
