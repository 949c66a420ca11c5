# dump-image-fields.sh - what mydump shows of images made by lld-link and GNU ld (headers, sections, imports, exports, base
# relocations, TLS, functions) is what pefile and llvm-readobj read.
. tests/common.sh
need_pefile

# An EXE and a DLL of each linker, so that nothing here depends on mylink.
put $t/k.def <<<'LIBRARY KERNEL32.dll
EXPORTS
GetStdHandle
WriteFile
ordinal @7 NONAME'
"$(tool llvm-dlltool)" -m i386:x86-64 -d $t/k.def -l $t/k.lib
c_msvc $t/a.obj -O0 -fasynchronous-unwind-tables <<<'__declspec(dllimport) int GetStdHandle(int); __declspec(dllimport) int WriteFile(int); __declspec(dllimport) int ordinal(void);
__declspec(dllexport) int one(int x) { return GetStdHandle(x) + ordinal(); } __declspec(dllexport) int two(int x) { return WriteFile(one(x)); }
__declspec(dllexport) int *pointer = (int *)one; int start(void) { return two(1); }'
put $t/a.def <<<'LIBRARY a.dll
EXPORTS
fwd=KERNEL32.Sleep
three=one @30
four=two @31 NONAME'
"$(tool lld-link)" /dll /noentry /out:$t/lld.dll /def:$t/a.def $t/a.obj $t/k.lib
"$(tool lld-link)" /entry:start /subsystem:console /out:$t/lld.exe $t/a.obj $t/k.lib
put $t/b.c <<<'#include <stdio.h>
__thread int local = 5; __declspec(dllexport) int one(int x) { return x + local; } int main(void) { printf("%d\n", one(3)); return 0; }'
x86_64-w64-mingw32-gcc -o $t/ld.exe $t/b.c
x86_64-w64-mingw32-gcc -shared -o $t/ld.dll $t/b.c
if have i686-w64-mingw32-gcc; then i686-w64-mingw32-gcc -o $t/ld32.exe $t/b.c; fi

put $t/peer.py <<'PYTHON'
import sys, pefile
pe = pefile.PE(sys.argv[1])
o, f = pe.OPTIONAL_HEADER, pe.FILE_HEADER
name = lambda b: b.rstrip(b"\0").decode()
for what, value in [("entry point", o.AddressOfEntryPoint), ("image base", o.ImageBase), ("size of image", o.SizeOfImage),
                    ("size of headers", o.SizeOfHeaders), ("checksum", o.CheckSum), ("DLL characteristics", o.DllCharacteristics),
                    ("number of sections", f.NumberOfSections), ("characteristics", f.Characteristics), ("size of code", o.SizeOfCode),
                    ("base of code", o.BaseOfCode), ("size of stack reserve", o.SizeOfStackReserve), ("file alignment", o.FileAlignment)]:
    print(what, "%X" % value)
for d in o.DATA_DIRECTORY: print("directory", "%X %X" % (d.VirtualAddress, d.Size))
for s in pe.sections: print("section", "%X %X %X %X %08X" % (s.Misc_VirtualSize, s.VirtualAddress, s.SizeOfRawData, s.PointerToRawData, s.Characteristics))
for dll in getattr(pe, "DIRECTORY_ENTRY_IMPORT", []):
    print("dll", name(dll.dll), "%X %X" % (o.ImageBase + dll.struct.FirstThunk, o.ImageBase + dll.struct.OriginalFirstThunk))
    for i in dll.imports: print("import", "Ordinal %d" % i.ordinal if i.import_by_ordinal else "%X %s" % (i.hint, name(i.name)))
table = getattr(pe, "DIRECTORY_ENTRY_EXPORT", None)
for e in sorted(table.symbols if table else [], key=lambda e: (e.ordinal, e.name or b"")):
    if e.address: print("export", e.ordinal, name(e.name) if e.name else "[NONAME]", "to " + name(e.forwarder) if e.forwarder else "%08X" % e.address)
for block in getattr(pe, "DIRECTORY_ENTRY_BASERELOC", []):
    for r in block.entries:
        if r.type: print("reloc", "%X" % (r.rva), {3: "HIGHLOW", 10: "DIR64"}[r.type])
tls = getattr(pe, "DIRECTORY_ENTRY_TLS", None)
if tls: print("tls", "%X %X %X" % (tls.struct.StartAddressOfRawData, tls.struct.AddressOfIndex, tls.struct.AddressOfCallBacks))
PYTHON

ours() {
    mydump /headers /imports /exports /relocations /tls "$1" | awk '
        / (entry point|image base|size of image|size of headers|checksum|DLL characteristics|number of sections|size of code|base of code|size of stack reserve|file alignment)( \(|$)/ {
            line = $0; sub(/ \(.*/, "", line); split(line, w, " "); value = w[1]; sub(/^ *[0-9A-F]+ /, "", line); print line, value }
        / characteristics$/ && !/DLL/ && !seen++ { print "characteristics", $1 }
        / RVA \[size\] of / { line = $0; gsub(/[][]/, " ", line); split(line, w, " "); print "directory", w[1], w[2] }
        / virtual size$/ { vs = $1 } / virtual address / { va = $1 } / size of raw data$/ { rs = $1 } / file pointer to raw data/ { rp = $1 }
        /^ *[0-9A-F]+ flags$/ { print "section", vs, va, rs, rp, $1 }
        /^    [^ ]+$/ { dll = $1 } / Import Address Table$/ { iat = $1 } / Import Name Table$/ { print "dll", dll, iat, $1; importing = 1 }
        /^  Section contains|^SECTION|^BASE/ { importing = 0 }
        importing && /^ +Ordinal +[0-9]+$/ { print "import Ordinal", $2 }
        importing && /^ +[0-9A-F]+ [^ ]+$/ { print "import", $1, $2 }
        / ordinal hint RVA/ { exporting = 1; next } /^  Section|^SECTION|^  Summary|^BASE/ { exporting = 0 }
        exporting && /forwarded to/ { sub(/\)/, "", $6); print "export", $1, $3, "to " $6; next }
        exporting && NF == 4 { print "export", $1, $4, $3 } exporting && NF == 3 { print "export", $1, $3, $2 }
        / SizeOfBlock$/ { page = $1 } / (DIR64|HIGHLOW) / { print "reloc", page, $1, $2 }
        / Start of raw data$/ { raw = $1 } / Address of index$/ { index_va = $1 } / Address of callbacks$/ { print "tls", raw, index_va, $1 }' |
        sed -E 's/^(tls|dll [^ ]+) /\1 /; s/ 0+([0-9A-F])/ \1/g' | $python -c '
import sys
for line in sys.stdin:
    w = line.split()
    print("reloc %X %s" % (int(w[1], 16) + int(w[2], 16), w[3]) if w[0] == "reloc" else line.rstrip())'
}
peer() { $python $t/peer.py "$1" | sed -E 's/ 0+([0-9A-F])/ \1/g'; }
# Headers come first in one and sections in the other: the lines are compared as a set.
for image in $t/*.exe $t/*.dll; do
    peer $image | sort >$t/peer
    ours $image | sort >$t/ours
    diff $t/peer $t/ours >&2 || fail "$image (< pefile, > mydump)"
    [ "$(wc -l <$t/peer)" -gt 35 ] || fail 'too little was compared'
done
grep -q '^import' $t/peer

# Functions, from llvm-readobj.
for image in $t/lld.exe $t/ld.exe; do
    "$(tool llvm-readobj)" --unwind $image | sed -En 's/^ +StartAddress: .*\(0x([0-9A-F]+)\)$/\1/p; s/^ +StartAddress: 0x([0-9A-F]+)$/\1/p' >$t/peer
    base=$(mydump /headers $image | sed -En 's/^ +([0-9A-F]+) image base.*/\1/p')
    mydump /pdata $image | awk '/^  [0-9A-F]+ [0-9A-F]+ [0-9A-F]+ [0-9A-F]+( |$)/ { print $2 }' | while read -r rva; do printf '%X\n' $((0x$base + 0x$rva)); done >$t/ours
    [ -s $t/ours ] && diff $t/peer $t/ours >&2 || fail "functions of $image"
done

expect_line '    KERNEL32.dll' mydump /dependents $t/lld.exe
expect_line 'File Type: DLL' mydump $t/lld.dll
# The subsystem's name, for each number that there is.
at=$($python -c "import pefile; pe = pefile.PE('$t/lld.exe'); print(pe.OPTIONAL_HEADER.get_file_offset() + 68)")
while read -r number name; do
    cp $t/lld.exe $t/other.exe
    poke $t/other.exe $at "$number 00"
    mydump /headers $t/other.exe >$t/headers # whole: a reader that leaves early is an error
    grep -qxE " +$(printf %X "0x$number") subsystem \($name\)" $t/headers || { grep subsystem $t/headers >&2; fail "no $name"; }
done <<'END'
01 Native
02 Windows GUI
03 Windows CUI
07 Posix CUI
09 Windows CE GUI
0a EFI Application
0b EFI Boot Service Driver
0c EFI Runtime Driver
0d EFI ROM
0e Xbox
10 Windows Boot Application
0f unknown
END
