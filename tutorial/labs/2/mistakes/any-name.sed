# hint: A library gives what is asked for
# loses: 2 5 6 7
/^static bool search_library(/,/^}/s/    return gave;/    for (u32 i = 0; i < lib->archive.symbol_count; i++) gave |= pull_member(link, lib, lib->archive.symbols[i].member_off, NULL) != NULL;\n    return gave;/
