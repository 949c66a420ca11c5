# hint: One block a page
s/i < places->count \&\& ((u32)(places->at\[i\] >> 8) \& ~0xfffu) == page/i < places->count/
