#include "plugin.h"

EXPORT int something_else(void) { return 0; } // a DLL, but no plug-in
