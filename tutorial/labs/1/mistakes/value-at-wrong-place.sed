# hint: the 4 bytes at 8
# loses: 7
s/\.value = load32(rec + 8)/.value = load32(rec + 10)/
