// main.c - asks for its own resources: strings, raw data, the version block, the icon, the manifest.
#include "../win.h"

typedef unsigned short u16;
typedef const void *RESOURCE; // a data entry of the resource tree

IMPORT RESOURCE WINAPI FindResourceA(HMODULE image, const char *name, const char *type);
IMPORT RESOURCE WINAPI FindResourceExA(HMODULE image, const char *type, const char *name, u16 language);
IMPORT const void *WINAPI LoadResource(HMODULE image, RESOURCE entry);
IMPORT const void *WINAPI LockResource(const void *data);
IMPORT DWORD WINAPI SizeofResource(HMODULE image, RESOURCE entry);
IMPORT int WINAPI LoadStringA(HMODULE image, unsigned id, char *text, int size);

#define NUMBER(n) ((const char *)(SIZE_T)(n)) // a number stands in place of the pointer to a name
enum { RT_STRING = 6, RT_RCDATA = 10, RT_GROUP_ICON = 14, RT_VERSION = 16, RT_MANIFEST = 24 };
enum { GERMAN = 0x407 };

static const char *find(const char *name, int type, DWORD *size) {
    RESOURCE entry = FindResourceA(0, name, NUMBER(type));
    if (!entry) return 0;
    *size = SizeofResource(0, entry);
    return LockResource(LoadResource(0, entry));
}

static void say_string(unsigned id) {
    char text[100];
    int length = LoadStringA(0, id, text, sizeof text);
    say("string %d: %s\n", (int)id, length ? text : "(not there)");
}

// The first string of the block that begins with string 0: skip 0, which has no characters; 1 follows. UTF-16.
static void say_in_german(void) {
    const u16 *at = LockResource(LoadResource(0, FindResourceExA(0, NUMBER(RT_STRING), NUMBER(1), GERMAN)));
    char text[100];
    int length = at[1];
    for (int i = 0; i < length; i++) text[i] = (char)at[2 + i];
    text[length] = 0;
    say("string 1 in German: %s\n", text);
}

void start(void) {
    DWORD size = 0;
    say_string(1);
    say_string(2);
    say_string(37);
    say_string(38);
    say_in_german();

    const char *poem = find("Poem", RT_RCDATA, &size); // names have no case
    char text[100];
    for (DWORD i = 0; i < size; i++) text[i] = poem[i];
    text[size] = 0;
    say("%s", text);

    const u16 *version = (const u16 *)find(NUMBER(1), RT_VERSION, &size) + 20; // behind the block's head and name
    say("version %d.%d.%d.%d\n", version[5], version[4], version[7], version[6]);

    const u16 *group = (const u16 *)find(NUMBER(1), RT_GROUP_ICON, &size);
    say("icon 1: %d picture, %d pixels wide\n", group[2], group[3] & 255);

    const char *manifest = find(NUMBER(1), RT_MANIFEST, &size);
    say("manifest: %d bytes, beginning with '%s'\n", (int)size, manifest && manifest[0] == '<' ? "<" : "?");
    say("resource 99: %s\n", find(NUMBER(99), RT_RCDATA, &size) ? "found" : "not found");
    ExitProcess(0);
}
