# hint: grows while you walk
# loses: 3
/^static bool search_library(/,/^}/s/bool gave = false;/bool gave = false; u32 end = link->undefined.count;/
/^static bool search_library(/,/^}/s/lib->searched < link->undefined.count/lib->searched < end/
/^static bool search_library(/,/^}/s/^    return gave;/    lib->searched = link->undefined.count; return gave;/
