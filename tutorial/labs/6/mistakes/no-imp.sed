# hint: found under __imp_
# loses: 1 2 3 4 5 6 7
s/buffer_put_str(&imp, STR("__imp_"));//
