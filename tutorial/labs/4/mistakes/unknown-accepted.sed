# hint: RELOC_UNKNOWN_TYPE
# loses: 10
s/default: return RELOC_UNKNOWN_TYPE;/default: return RELOC_OK;/
