# hint: stay right wherever the image lies
# loses: 3 4 6 7
s/if (!type) continue;/if (!type) type = 10;/
