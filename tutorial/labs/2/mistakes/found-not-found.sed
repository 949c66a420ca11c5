# hint: pull the member
s/if (number == UINT32_MAX) continue;/if (number != UINT32_MAX) continue;/
