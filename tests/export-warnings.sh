# export-warnings.sh - exports that work but should not be made that way.
. tests/common.sh
c_msvc $t/d.obj <<'END'
int DllCanUnloadNow(void) { return 1; }
int DllInstall(void) { return 1; }
int entry(void *self, unsigned reason, void *reserved) { return 1; }
END
mkobj $t/x.obj 'section .text flags=code,r,x' 'symbol ??_GThing@@UEAAPEAXI@Z func' 'bytes c3'
says() { # LINE OPTION...
    local line=$1 out
    shift
    out=$(mylink /nologo /dll /entry:entry "$@" /out:$t/d.dll $t/d.obj $t/x.obj 2>&1)
    if [ "$line" = nothing ]; then [ -z "$out" ] || fail "$* says: $out"; else
    grep -qxF -e "$line" <<<"$out" || fail "no '$line' but: $out"; fi
}
says "LINK : warning LNK4104: export of symbol 'DllCanUnloadNow' should be PRIVATE" /export:DllCanUnloadNow
says nothing /export:DllCanUnloadNow,PRIVATE
says "LINK : warning LNK4222: exported symbol 'DllInstall' should not be assigned an ordinal" /export:DllInstall,@3,PRIVATE
says "LINK : warning LNK4102: export of deleting destructor '??_GThing@@UEAAPEAXI@Z'; image may not run correctly" '/export:??_GThing@@UEAAPEAXI@Z'
says "LINK : warning LNK4216: exported entry point entry" /export:entry
printf 'LIBRARY other.dll\nEXPORTS\nDllInstall PRIVATE\n' >$t/o.def
says "$t/o.def : warning LNK4070: /OUT:other.dll directive in .EXP differs from output filename 'd.dll'; ignoring directive" /def:$t/o.def
