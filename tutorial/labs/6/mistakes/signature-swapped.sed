# hint: Sig2 is FFFFh
s/\.sig2 = put16(0xffff)/.sig1 = put16(0xffff)/
