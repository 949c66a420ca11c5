# hint: auxiliary record is no symbol
s/\.aux_count = rest\[3\],/.aux_count = 0,/
