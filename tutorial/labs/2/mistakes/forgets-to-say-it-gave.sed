# hint: until a whole round gives nothing
s/gave |= pull_member(\(.*\)) != NULL;/(void)pull_member(\1);/
