// start.c - the place where Windows starts the program, for builds without a run-time library: those that use Microsoft's ABI without
// its SDK. mingw-w64 brings start-up code of its own.
int main(void);
__declspec(dllimport) void exit(int code);

void mainCRTStartup(void) { exit(main()); }
