# lib-of-dll.sh - the import library of a finished DLL: functions, data, forwarders; x86 names; what has no name is left out and said.
. tests/common.sh
nm=$(tool llvm-nm)
lld=$(tool lld-link)
cd $t
symbols() { $nm --print-armap $1 2>/dev/null | sed -n '/^Archive map/,/^$/s/ in .*//p' | grep -v -e NULL -e DESCRIPTOR | tr '\n' ' '; }
mkobj d.obj 'section .text' 'symbol answer func' 'bytes b8 2a 00 00 00 c3' 'symbol hidden func' 'bytes c3' 'section .data' 'symbol value' 'bytes 07 00 00 00'
printf 'EXPORTS\nanswer\nvalue DATA\nquit=kernel32.ExitProcess\nhidden @9 NONAME\nDllGetClassObject=hidden PRIVATE\n' >d.def
mylink /nologo /dll /noentry /noimplib /def:d.def /out:d.dll d.obj
expect 'd.dll : note: 1 exports have an ordinal but no name and are left out' eval "$MYLIB d.dll /out:d.lib 2>&1"
expect '__imp_answer __imp_quit __imp_value answer quit ' symbols d.lib
asm main.obj <<'EOT'
default rel
extern answer, __imp_value, quit
global start
section .text
start:
    sub rsp, 40
    call answer
    mov rcx, [__imp_value]
    mov ecx, [rcx]
    add ecx, eax
    call quit
EOT
mylink /nologo /entry:start /subsystem:console /out:my.exe main.obj d.lib
$lld /nologo /entry:start /subsystem:console /out:lld.exe main.obj d.lib
for exe in my.exe lld.exe; do run_both -x 49 $exe ''; done
# A copy of the DLL under another name: the DLL's own name counts, and /NAME overrides it.
cp d.dll copy.dll
expect $'copy.dll : note: the DLL calls itself \'d.dll\', and so does the library' eval "$MYLIB copy.dll /out:c.lib 2>&1 | grep calls"
mylib /nologo copy.dll /name:copy.dll /out:c.lib 2>/dev/null
expect copy.dll eval "$MYLIB /list c.lib | sort -u"
# x86: a plain export is a C function to all who can tell.
mkobj e.obj 'machine x86' 'section .text' 'symbol _plain' 'bytes c3' 'symbol _std@4' 'bytes c3'
mylink /nologo /dll /noentry /noimplib /export:plain /export:_std@4 /out:e.dll e.obj
mylib e.dll /out:e.lib
expect '__imp__plain __imp__std@4 _plain _std@4 ' symbols e.lib
# Nothing to import.
mylink /nologo /dll /noentry /noimplib /out:none.dll d.obj
expect_fail 'none.dll : fatal error LNK1136: the image exports nothing' mylib none.dll /out:n.lib
expect_fail "e.dll : fatal error LNK1112: module machine type 'x86' conflicts with target machine type 'x64'" mylib /machine:x64 e.dll /out:n.lib
expect_fail 'd.dll : fatal error LNK1136: invalid or corrupt file: it is an image (EXE or DLL); give it alone to make its import library' mylib d.obj d.dll /out:n.lib
head -c 300 d.dll >cut.dll
expect_fail 'cut.dll : fatal error' mylib cut.dll /out:n.lib
