# hint: zero word
# loses: 6
s/buffer_align(&b, 4, 0);//
