# hint: a signed number
# loses: 8
s/: num16 >= 0xff00 ? (i16)num16/: num16 >= 0xffff ? (i32)num16/
