# manual-options.sh - tutorial/manual/options.md is what the option tables say (`make manual` writes it); every option of the
# documentation of LIB, DUMPBIN and EDITBIN is in it.
. tests/common.sh
same "$BIN/man/options.md" tutorial/manual/options.md
part() { sed -n "/^## $1\$/,/^## /p" tutorial/manual/options.md; }
lists() { # PART OPTION...
    part "$1" >"$t/part"
    for name in "${@:2}"; do grep -qE "^\| \`/$name(\[|:|\`)" "$t/part" || fail "$1: no /$name"; done
}
lists 'mylib, mylink .LIB' DEF ERRORREPORT EXPORT EXTRACT INCLUDE LIBPATH LINKREPRO LINKREPROTARGET LIST LTCG MACHINE NAME NODEFAULTLIB NOLOGO OUT REMOVE SUBSYSTEM VERBOSE WX
lists 'mydump, mylink .DUMP' ALL ARCHIVEMEMBERS CLRHEADER DEPENDENTS DIRECTIVES DISASM ERRORREPORT EXPORTS FPO HEADERS IMPORTS LINENUMBERS \
    LINKERMEMBER LOADCONFIG NOLOGO NOPDB OUT PDATA PDBPATH RANGE RAWDATA RELOCATIONS SECTION SUMMARY SYMBOLS TLS UNWINDINFO
lists 'mylink .EDIT' ALLOWBIND ALLOWISOLATION APPCONTAINER BIND DYNAMICBASE ERRORREPORT HEAP HIGHENTROPYVA INTEGRITYCHECK LARGEADDRESSAWARE NOLOGO \
    NXCOMPAT REBASE RELEASE SECTION STACK SUBSYSTEM SWAPRUN TSAWARE VERSION
part mylink >"$t/part"
grep -v '^#' tests/link-options.txt | while read -r name; do
    grep -qE "^\| \`/$name(\[|:|\`).* \| (implemented|accepted, no effect|refused) \| " "$t/part" || fail "mylink: no /$name, or without a class"
done
