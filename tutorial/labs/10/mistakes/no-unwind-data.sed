# hint: pass through the tail
# loses: 11
/^static void put_dll(/,/^}/s/put_unwind(d, tail);//
