# hint: storage class 1 byte at 16
# loses: 9 10
s/\.storage_class = rest\[2\],/.storage_class = rest[1],/
