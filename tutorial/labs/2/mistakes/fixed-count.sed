# hint: grows while you walk
/^static bool search_library(/,/^}/{s/bool gave = false;/bool gave = false; u32 end = link->undefined.count;/;s/lib->searched < link->undefined.count/lib->searched < end/;s/^    return gave;/    lib->searched = link->undefined.count; return gave;/}
