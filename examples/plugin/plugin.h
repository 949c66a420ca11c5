// plugin.h - what the host and its plug-ins have agreed on.
#ifndef PLUGIN_H
#define PLUGIN_H

#include "../win.h"

enum { PLUGIN_VERSION = 2 };

typedef struct {
    int version; // of this agreement
    const char *name;
    int (*apply)(int n);
} Plugin;

typedef const Plugin *PluginEntry(void); // every plug-in exports one function, `plugin`

#endif
