# hint: not the header
# loses: 2 7
s/\.data_size = put32((u32)size)/.data_size = put32((u32)size + 20)/
