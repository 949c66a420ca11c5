# hint: type 10, DIR64
s/(places->at\[i\] & 0xff) << 12/3u << 12/
