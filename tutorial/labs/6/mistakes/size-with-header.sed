# hint: not the header
s/\.data_size = put32((u32)size)/.data_size = put32((u32)size + 20)/
