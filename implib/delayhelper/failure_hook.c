// failure_hook.c - the hook of programs that define none; see notify_hook.c.
#include "delayhlp.h"

const PfnDliHook __pfnDliFailureHook2 = 0;
