// stdio.h - stands in for the header of Microsoft's SDK, which is not to be had here. It has what this project uses.
int printf(const char *format, ...);
