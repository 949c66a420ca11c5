# hint: pull the member
# loses: 1 2 3 4 5 6 7 8
s/if (number == UINT32_MAX) continue;/if (number != UINT32_MAX) continue;/
