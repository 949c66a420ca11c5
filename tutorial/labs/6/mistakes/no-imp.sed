# hint: found under __imp_
s/buffer_put_str(&imp, STR("__imp_"));//
