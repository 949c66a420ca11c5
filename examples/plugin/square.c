#include "plugin.h"

static int apply(int n) { return n * n; }
static const Plugin me = {PLUGIN_VERSION, "the square", apply};
EXPORT const Plugin *plugin(void) { return &me; }
