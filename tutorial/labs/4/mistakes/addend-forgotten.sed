# hint: which is added
# loses: 3
s/bytes_behind)) + addend32(place);/bytes_behind));/
