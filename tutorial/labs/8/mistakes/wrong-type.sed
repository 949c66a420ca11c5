# hint: type 10, DIR64
# loses: 2 6
s/(places->at\[i\] & 0xff) << 12/3u << 12/
