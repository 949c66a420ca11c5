# hint: Compute in 64 bits
# loses: 9
s/if (!fits_i32(\*value)) return RELOC_OUT_OF_RANGE;//
