# message-wrong-files.sh - a file that is something else than what its place asks for, is damaged, or cannot be read: what it is, and what to do.
. tests/common.sh
cd "$t"
mkobj a.obj 'section .text' 'symbol start func' 'bytes c3'
mylib /nologo /out:a.lib a.obj
mylink /entry:start /subsystem:console /out:"$t/a.exe" a.obj
fails() { expect_fail "$1" "$MYLINK" /explain /entry:start /subsystem:console /out:x.exe a.obj "${@:2}"; }
corrupt='fatal error LNK1107: invalid or corrupt file: cannot read at 0x0: it'
echo 'some text, no object' >text.obj
fails "text.obj : $corrupt is neither an object nor a library
  do:    mylink reads COFF objects (.obj, .o), libraries (.lib, .a), DLLs and resources (.res)" text.obj
hex elf.o '7f 45 4c 46 02 01 01 00 00 00 00 00 00 00 00 00'
fails "elf.o : $corrupt is an ELF file, made for Linux
  do:    compile it for Windows: nasm -f win64, clang --target=x86_64-pc-windows-msvc" elf.o
echo '1 ICON "a.ico"' >a.rc
fails "a.rc : $corrupt is a resource script
  do:    compile it first: windres in.rc out.res, or llvm-rc" a.rc
printf 'LIBRARY a\n' >a.def
fails "a.def : $corrupt is a module-definition file
  do:    pass it with /DEF:" a.def
# In a library. The linker leaves out what is no object (Rust's libraries have metadata), and says so when a name is missed for it.
cat >archive.py <<'END'
# archive.py OUT MEMBER: a library whose index says that MEMBER defines f
import struct, sys
data = open(sys.argv[2], "rb").read()
def header(name, size): return b"%-16s%-12s%-6s%-6s%-8s%-10d`\n" % (name, b"0", b"0", b"0", b"0", size)
index = struct.pack(">II", 1, 8 + 60 + 10) + b"f\0"
open(sys.argv[1], "wb").write(b"!<arch>\n" + header(b"/", len(index)) + index + header(sys.argv[2].encode() + b"/", len(data)) + data)
END
mkobj user.obj 'section .text' 'symbol start func' 'ref REL32 f' 'bytes c3'
in_library() { # MESSAGE FILE
    $python archive.py x.lib "$2"
    expect_fail "$1" "$MYLINK" /explain /entry:start /subsystem:console /out:x.exe user.obj x.lib
}
in_library '  why:   x.lib(elf.o) should have it, but is an ELF file, made for Linux
  do:    compile the library for Windows: clang --target=x86_64-pc-windows-msvc, or x86_64-w64-mingw32-gcc' elf.o
in_library '  why:   x.lib(text.obj) should have it, but is no object that defines it: the library'"'"'s index is wrong
  do:    make the library again' text.obj
# Import records that are none. [PE: Import Header]
record='00 00 ff ff 00 00 64 86 00 00 00 00 08 00 00 00 00 00 04 00 66 00 64 2e 64 6c 6c 00'
hex inner "$record"
$python archive.py x.lib inner
mylink /entry:start /subsystem:console /out:"$t/x.exe" user.obj x.lib
rm x.exe
hex inner "${record/04 00 66/3c 00 66}"
in_library 'x.lib(inner) : fatal error LNK1107: import record: name type 7 is not known' inner
hex inner "${record/04 00 66/07 00 66}"
in_library 'x.lib(inner) : fatal error LNK1107: import record: type 3 is none of code, data and const' inner
# mydump looks at whatever it is given.
for kind in 'text.obj=not an object (it begins with '"'some'"')
  where: file offset 0x0
  do:    it is no library, image or .res file either; was another file meant?' 'elf.o=this is an ELF file, as Linux uses them, not a Windows object
  where: file offset 0x0
  do:    compile for Windows: nasm -f win64, clang --target=x86_64-pc-windows-msvc, x86_64-w64-mingw32-gcc' 'bitcode=this is LLVM bitcode (clang -flto), not an object of machine code
  where: file offset 0x0
  do:    recompile without -flto'; do
    hex bitcode '42 43 c0 de 35 14 00 00'
    expect_fail "${kind%%=*} : fatal error LNK1107: invalid or corrupt file: ${kind#*=}" mydump "${kind%%=*}"
done
# Which file it is stands above what is wrong with it, where both streams are one.
both=$("$MYDUMP" text.obj 2>&1) || true
case $both in *'Dump of file text.obj'*'text.obj : fatal error LNK1107'*) ;; *) fail "the error comes first: $both" ;; esac
# Objects that are damaged.
mkobj cut.obj 'section .data' 'symbol d' 'bytes 01 02 03 04' 'set section..data.raw_off=size-3'
fails "  do:    the object looks truncated: build it again" cut.obj
mkobj odd.obj 'section .data' 'symbol d' 'bytes 01 02 03 04' 'set section..data.raw_off=0'
fails "  do:    the file is damaged, or the tool that wrote it has a defect: build the object again" odd.obj
mkobj vax.obj 'section .data' 'symbol d' 'bytes 01 02 03 04' 'set header.machine=0x200'
expect_fail "vax.obj : fatal error LNK1113: invalid machine type 0x200
  where: file offset 0x0
  why:   mylink knows objects for x64 (0x8664), x86 (0x14c) and ARM64 (0xaa64)" mydump vax.obj
# What is no regular file, or not the file that it was. (pipes: nobody writes, and nobody waits)
ln -s /dev/null null.obj
fails "LNK1104: cannot read file 'null.obj': it is a device" null.obj
mkfifo pipe.obj
fails "cannot read file 'pipe.obj': it is a pipe; an input must be a regular file" pipe.obj
: >empty.obj
fails "cannot read file 'empty.obj': it is empty" empty.obj
truncate -s 5G huge.obj
fails "cannot read file 'huge.obj': it is larger than 4 GB, which none of its offsets could reach" huge.obj
