# hint: stay right wherever the image lies
s/if (!type) continue;/if (!type) type = 10;/
