# hint: RELOC_UNKNOWN_TYPE
s/default: return RELOC_UNKNOWN_TYPE;/default: return RELOC_OK;/
