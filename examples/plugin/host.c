// host.c - loads every DLL of the folder `plugins`. It was finished before they were written.
#include "plugin.h"

typedef struct { // WIN32_FIND_DATAA
    DWORD attributes, times[6], size_high, size_low, reserved[2];
    char name[260], short_name[14];
} FindData;
IMPORT HANDLE WINAPI FindFirstFileA(const char *pattern, FindData *found);
IMPORT BOOL WINAPI FindNextFileA(HANDLE search, FindData *found);
IMPORT BOOL WINAPI FindClose(HANDLE search);

static void join(char *to, const char *folder, const char *name) {
    while (*folder) *to++ = *folder++;
    while ((*to++ = *name++)) {}
}

static void use(const char *file) {
    char path[300];
    join(path, "plugins\\", file);
    HMODULE dll = LoadLibraryA(path);
    if (!dll) {
        say("%s: cannot be loaded\n", file);
        return;
    }
    PluginEntry *entry = (PluginEntry *)GetProcAddress(dll, "plugin");
    const Plugin *plugin = entry ? entry() : 0;
    if (!plugin)
        say("%s: not a plug-in, it does not export `plugin`\n", file);
    else if (plugin->version != PLUGIN_VERSION)
        say("%s: made for version %d, this is %d\n", file, plugin->version, PLUGIN_VERSION);
    else
        say("%s: %s of 12 is %d\n", file, plugin->name, plugin->apply(12));
    FreeLibrary(dll);
}

void main(void) {
    FindData found;
    HANDLE search = FindFirstFileA("plugins\\*.dll", &found);
    if (search == (HANDLE)-1) {
        say("no plug-ins\n");
        ExitProcess(1);
    }
    do use(found.name);
    while (FindNextFileA(search, &found));
    FindClose(search);
    ExitProcess(0);
}
