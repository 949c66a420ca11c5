# loader-base-moves.sh - which images can be moved: with .reloc they are patched, with neither .reloc nor RELOCS_STRIPPED there is
# nothing to patch, and with RELOCS_STRIPPED they are refused when their base is taken.
. tests/common.sh
need_pefile
c_msvc $t/twin.obj <<'END'
static int value = 5;
static int *volatile pointer = &value; // an absolute address
__declspec(dllexport) int FUNCTION(void) { return *pointer; }
END
c_msvc $t/plain.obj <<'END'
__declspec(dllexport) int plain(int x) { return x + 1; } // no absolute address at all
END
c_msvc $t/main.obj <<'END'
__declspec(dllimport) void *LoadLibraryA(const char *), *GetProcAddress(void *, const char *), exit(int);
__declspec(dllimport) unsigned GetLastError(void);
int printf(const char *, ...);
typedef int F(int);
void start(void) {
    void *first = LoadLibraryA("first.dll"), *second = LoadLibraryA("second.dll");
    printf("%d", ((F *)GetProcAddress(first, "FUNCTION"))(1));
    if (!second) printf(", second refused");
    else printf(", %s %d", first != second ? "moved" : "same", ((F *)GetProcAddress(second, "FUNCTION"))(1));
    exit(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib msvcrt.lib
image_checks=off
build() { mylink /nologo /dll /noentry /base:0x230000000 /noimplib /out:"$@"; }
build $t/first.dll $t/twin.obj
build $t/second.dll $t/twin.obj
run_both $t/main.exe '5, moved 5'
"$MYLOAD" --trace $t/main.exe >$t/out 2>$t/trace
grep -qx '\[rebase\] second.dll: moved from 0x230000000 to 0x230010000: 1 address patched on 1 page' $t/trace || fail 'the trace does not tell'
grep -qx '\[rebase\] second.dll: preferred base 0x230000000 is taken: first.dll is there; loaded at 0x230010000' $t/trace || fail 'the trace does not say who was there'

build $t/second.dll /fixed $t/twin.obj
run_both $t/main.exe '5, second refused'

build $t/second.dll /export:FUNCTION=plain $t/plain.obj # has no .reloc, and no flag that forbids to move it
expect_field $t/second.dll 'directory("BASERELOC").Size' 0x0
run_both $t/main.exe '5, moved 2'

# A base in the kernel's part of the address space, as a damaged header may have it, is like one that is taken.
poke $t/second.dll "$($python -c 'import sys, pefile; print(pefile.PE(sys.argv[1]).OPTIONAL_HEADER.get_field_absolute_offset("ImageBase"))' $t/second.dll)" \
    '00 00 00 00 00 80 ff ff' # ImageBase
run_both $t/main.exe '5, moved 2'
"$MYLOAD" --trace $t/main.exe >$t/out 2>$t/trace
grep -qx '\[rebase\] second.dll: preferred base 0xffff800000000000 is taken: .*; loaded at 0x[0-9a-f]*' $t/trace || fail 'the trace does not tell'

# The program itself.
mylink /nologo /entry:start /subsystem:console /fixed /out:$t/fixed.exe $t/main.obj kernel32.lib msvcrt.lib
code=0
"$MYLOAD" --base=0x150000000 $t/fixed.exe >$t/out 2>&1 || code=$?
[ $code = 24 ] || fail "exit code $code" # 0xC0000018
cat >$t/want <<'END'
fixed.exe : error: The application was unable to start correctly (0xc0000018). fixed.exe must be loaded at 0x140000000
  why:   --base asks for another address, and the image was linked without base relocations (RELOCS_STRIPPED)
  do:    link it without /FIXED, or with another /BASE
END
diff $t/want $t/out || fail 'wrong message'
