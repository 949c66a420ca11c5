# hint: zero word
s/buffer_align(&b, 4, 0);//
