# hint: storage class 1 byte at 16
s/\.storage_class = rest\[2\],/.storage_class = rest[1],/
