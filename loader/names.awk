# names.awk - makes the C table of the names in implib/defs, for the built-in DLLs of myload.
#
#   awk -f loader/names.awk implib/defs/kernel32.def implib/defs/kernel32.64.def ... > builtin_names.c
#
#   LIBRARY KERNEL32.dll                  ->  static const BuiltinName names_1[] = {
#   EXPORTS                                     {"Sleep", 0, 0, false, 0},
#     Sleep = _Sleep@4                          {"HeapAlloc", 0, 0, false, "NTDLL.RtlAllocateHeap"},
#     HeapAlloc = NTDLL.RtlAllocateHeap         {"_iob", 0, 0, true, 0},
#     _iob DATA                               };
#
# The third field is 64 or 32 for names from lists of some machines only (kernel32.64.def, kernel32.x86.def).
#
# Only what GetProcAddress can see is taken. What stands behind `=` is the symbol in x86 objects unless it has a dot:
# then it is a forwarder. Lists of API sets (api-ms-*) are left out: another DLL stands behind those names.

function quoted(s) { gsub(/\\/, "\\\\", s); gsub(/"/, "\\\"", s); return "\"" s "\"" }

FNR == 1 {
    in_exports = 0
    file = FILENAME; sub(/.*\//, "", file)
    bits = file ~ /\.64\.def$/ ? 64 : file ~ /\.x86\.def$/ ? 32 : 0
    sub(/(\.64|\.x86)?\.def$/, "", file)
    skip = file ~ /^api-ms-/
    if (!skip && !(file in seen)) { seen[file] = 1; files[++file_count] = file; library[file] = file ".dll" }
}
skip { next }

{ sub(/\r$/, ""); sub(/;.*/, "") }

toupper($1) == "LIBRARY" && $2 != "" {
    name = tolower($2); gsub(/"/, "", name)
    library[file] = name ~ /\./ ? name : name ".dll"
    next
}
toupper($1) == "EXPORTS" { in_exports = 1; $1 = "" }
!in_exports || NF == 0 { next }

{
    gsub(/[ \t]*=[ \t]*/, " = ")
    name = $1; ordinal = 0; data = "false"; forward = "0"; noname = 0
    for (i = 2; i <= NF; i++) {
        word = toupper($i)
        if (word == "DATA" || word == "CONSTANT") data = "true"
        else if (word == "NONAME") noname = 1
        else if ($i ~ /^@[0-9]+$/) ordinal = substr($i, 2)
        else if ($i == "=") { i++; if ($i ~ /\./) forward = quoted($i) }
    }
    line = sprintf("    {%s, %d, %d, %s, %s},\n", noname ? "0" : quoted(name), ordinal, bits, data, forward)
    table[file] = table[file] line
    count[file]++
}

END {
    print "// Made by loader/names.awk from implib/defs; not to be edited."
    print "#include \"loader/loader.h\"\n"
    for (i = 1; i <= file_count; i++)
        if (count[files[i]]) printf "static const BuiltinName names_%d[] = {\n%s};\n", i, table[files[i]]
    print "const BuiltinNames builtin_names[] = {"
    for (i = 1; i <= file_count; i++)
        if (count[files[i]]) { n++; printf "    {%s, names_%d, %d},\n", quoted(library[files[i]]), i, count[files[i]] }
    print "    {0, 0, 0},\n};"
    printf "const u32 builtin_names_count = %d;\n", n
}
