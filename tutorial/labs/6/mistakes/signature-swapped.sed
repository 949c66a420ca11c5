# hint: Sig2 is FFFFh
# loses: 1 7
s/\.sig2 = put16(0xffff)/.sig1 = put16(0xffff)/
