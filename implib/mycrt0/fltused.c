// fltused.c - "this object computes with floating point". An object that does refers to _fltused, and that is all: in old
// run-time libraries the reference pulled in the code that prints and reads such numbers. Nobody reads its value.
int _fltused = 0x9875;
