# hint: Two exports may name one symbol
# loses: 8
s/if (i == 0 || !str_eq(symbols\[i\].name, symbols\[i - 1\].name))/if (i \&\& str_eq(symbols[i].name, symbols[i - 1].name)) continue;/
