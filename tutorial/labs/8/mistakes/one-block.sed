# hint: One block a page
# loses: 1 3 4 5 6 7
s/i < places->count \&\& ((u32)(places->at\[i\] >> 8) \& ~0xfffu) == page/i < places->count/
