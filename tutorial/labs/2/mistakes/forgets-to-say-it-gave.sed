# hint: until a whole round gives nothing
# loses: 4
s/gave |= pull_member(\(.*\)) != NULL;/(void)pull_member(\1);/
