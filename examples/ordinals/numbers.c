// numbers.c - four functions; numbers.def decides which have names and which numbers they get.
int first(void) { return 1; }
int second(void) { return 2; }
int third(void) { return 3; }
int fourth(void) { return 4; }
