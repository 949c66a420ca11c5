#include "plugin.h"

static int apply(int n) { return n + 1; }
static const Plugin me = {1, "the successor", apply}; // made for an older host
EXPORT const Plugin *plugin(void) { return &me; }
