#include "plugin.h"

static int apply(int n) { return 2 * n; }
static const Plugin me = {PLUGIN_VERSION, "the double", apply};
EXPORT const Plugin *plugin(void) { return &me; }
