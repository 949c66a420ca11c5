// greet.h - what the DLL offers. CMake defines greet_EXPORTS while it compiles the DLL, the other two build files do the same.
#ifdef greet_EXPORTS
#define GREET_API __declspec(dllexport)
#else
#define GREET_API __declspec(dllimport)
#endif

GREET_API extern int greetings; // how many there have been
GREET_API int greet(const char *name);
