# hint: stay right wherever the image lies
# loses: 3 6
s/if (!type) continue;/if (!type) type = 10;/
