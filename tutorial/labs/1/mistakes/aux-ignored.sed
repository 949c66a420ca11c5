# hint: auxiliary record is no symbol
# loses: 10
s/\.aux_count = rest\[3\],/.aux_count = 0,/
