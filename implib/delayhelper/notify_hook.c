// notify_hook.c - the hook of programs that define none. An object of its own in delayimp.lib: it is pulled in only when the
// program has no __pfnDliNotifyHook2.
#include "delayhlp.h"

const PfnDliHook __pfnDliNotifyHook2 = 0;
