# message-symbols.sh - why names clash, are missing or do not go together, and what to do: the lines under link.exe's words.
# not under valgrind: where the program is decides which libraries it finds
. tests/common.sh
cd "$t"
exe() { shows "$1" "$MYLINK" /explain /nologo /entry:start /subsystem:console /out:x.exe "${@:2}"; }
mkobj a.obj 'section .text' 'symbol start func' 'bytes c3' 'section .data$v comdat=same_size' 'symbol v' 'bytes 01'
mkobj b.obj 'section .data$v comdat=same_size' 'symbol v' 'bytes 01 02'
exe 'b.obj : error LNK2005: v already defined in a.obj; the copies differ in size
  why:   the object asked for copies of one size; here it is 2 bytes, there 1
  do:    build all objects from the same sources, with the same options' a.obj b.obj
mkobj a.obj 'section .text' 'symbol start func' 'bytes c3' 'section .data$v comdat=exact' 'symbol v' 'bytes 01'
mkobj b.obj 'section .data$v comdat=exact' 'symbol v' 'bytes 02'
exe 'b.obj : error LNK2005: v already defined in a.obj; the copies differ in contents
  why:   the object asked for identical copies' a.obj b.obj
mkobj a.obj 'section .text' 'symbol start func' 'bytes c3'
exe 'b.obj : error LNK2005: start already defined in a.obj
  why:   a.obj is an input of the link; b.obj is an input of the link
  do:    rename one, make it static, or leave one of the two files out' a.obj $(cp a.obj b.obj; echo b.obj)
exe 'a.obj : error LNK2005: start already defined in a.obj
  why:   this file is an input of the link twice
  do:    name it once' a.obj a.obj
mkobj twice.obj 'section .text' 'symbol start func' 'bytes c3' 'symbol start func' 'bytes c3'
exe '  do:    rename one, make it static, or leave one of the two files out' twice.obj
exe "LINK : fatal error LNK1104: cannot open file 'none/x.exe': No such file or directory
  do:    make the folder none first" a.obj /out:none/x.exe
# Keys of /FAILIFMISMATCH.
differ() { # KEY REASON
    mkobj one.obj 'section .drectve flags=0xa00' "ascii \" /FAILIFMISMATCH:$1=1 \"" 'section .text' 'symbol start func' 'bytes c3'
    mkobj two.obj 'section .drectve flags=0xa00' "ascii \" /FAILIFMISMATCH:$1=2 \"" 'section .text' 'symbol two func' 'bytes c3'
    exe "two.obj : error LNK2038: mismatch detected for '$1': value '2' doesn't match value '1' in one.obj
  why:   $2
  do:    compile all objects with the same settings, and take libraries built so" one.obj two.obj
}
differ _ITERATOR_DEBUG_LEVEL 'debug and release builds lay out classes of the C++ library differently'
differ _MSC_VER "the C++ library of one compiler version lays out its classes differently from another's"
differ mine 'whoever wrote the two objects asked that they be not linked together'
mkobj bare.obj 'section .drectve flags=0xa00' 'ascii " other.lib "' 'section .text' 'symbol start func' 'bytes c3'
exe "bare.obj : fatal error LNK1276: invalid directive 'other.lib' found; does not start with '/'
  why:   the words of a .drectve section are options of the linker; a bare word would name a file, which an object may not do" bare.obj
exe '  do:    /DEBUG:NONE, or /IGNORE:4901; /DEBUG:DWARF keeps what clang -gdwarf and gcc -g write' /debug a.obj
# A processor that mylink knows and does not link for.
mkobj thumb.obj 'section .text' 'symbol start func' 'bytes c3' 'set header.machine=0x1c4'
shows '' "$MYLINK" /explain thumb.obj

# Names that compilers and headers bring along.
# (A mylink without its libraries beside it: else it names the one that has the name.)
mkdir bin
cp "$MYLINK" bin/mylink
name() { # NAME REASON DO [MACHINE]
    mkobj n.obj ${4:+"machine $4"} 'section .text' 'symbol start func' "ref REL32 $1" 'bytes c3'
    shows "  why:   $2
  do:    $3
" bin/mylink /explain /nologo /entry:start /subsystem:console /out:x.exe n.obj
}
crt='add the C run-time library that the compiler comes with (libcmt.lib or msvcrt.lib for cl and clang)'
mingw="link with gcc or clang --target=x86_64-w64-mingw32 as the driver, which add mingw-w64's start-up objects and libraries"
name _purecall 'a C++ class has a pure virtual function; its table holds this one, which ends the program when it is called' "$crt"
name atexit 'a C++ object with a destructor lives until the program ends; the run-time library keeps the list' "$crt"
name __CxxFrameHandler3 "$(sed -n 's/^#define EXCEPT *"\(.*\)"$/\1/p' "$ROOT/linker/known_names.c")" "$crt"
name __stdio_common_vfprintf "printf of Microsoft's headers is an inline function that calls this one" "add ucrt.lib (and legacy_stdio_definitions.lib), or $crt"
name __acrt_iob_func "stdin, stdout and stderr of Microsoft's headers are calls of this function" "add ucrt.lib, or $crt"
name DllMain 'the start-up code of a DLL calls it' 'write `BOOL WINAPI DllMain(HINSTANCE, DWORD, LPVOID)`, or link with /NOENTRY'
name __main 'gcc begins main() with a call of __main, which runs C++ constructors' "$mingw"
for function in __mingw_printf __mingw_vfprintf; do
    name $function "mingw-w64's headers turn printf, scanf and their like into functions of its library" "$mingw"
    name _$function "mingw-w64's headers turn printf, scanf and their like into functions of its library" "$mingw" x86
done
name __ftol2 'x86 needs a function to turn a floating-point number into a 64-bit integer' "$crt" x86
exe 'do:    add vcruntime.lib (_purecall is in VCRUNTIME140.dll), or let /AUTOIMPORT find it' $(mkobj n.obj 'section .text' 'symbol start func' 'ref REL32 _purecall'; echo n.obj)

# The C++ libraries have too many names to list; a template of the user's own is none of theirs.
gnu="it belongs to the C++ run-time library of gcc or clang (libstdc++ or libc++)"
for symbol in _ZNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEED1Ev _ZSt19__throw_logic_errorPKc _Znwy __cxa_throw; do
    name $symbol "$gnu" 'link with g++ or clang++ as the driver, not gcc or clang: they add it (-lstdc++)'
done
name '?_Xlength_error@std@@YAXPEBD@Z' 'it belongs to the C++ library of Visual Studio' \
    'add msvcprt.lib for objects compiled with /MD, libcpmt.lib for /MT, and their folder with /LIBPATH:folder'
name '?f@?$Mine@V?$vector@H@std@@@@QEAAXXZ' 'no object or library on the command line defines it' 'add the object or library that defines ?f@?$Mine@V?$vector@H@std@@@@QEAAXXZ'

# Files that the linker cannot make sense of.
overlay() { printf '%s' "$1" >o.yaml; exe "o.yaml : fatal error LNK1107: invalid or corrupt file: cannot read the overlay at line 1: $2" /vfsoverlay:o.yaml a.obj; }
overlay "{ 'roots" 'a text does not end, or has a backslash in it'
overlay "{ : 1 }" 'a name is missing'
overlay "{ 'overlay-relative': 'true' }" 'overlay-relative is not supported; write whole paths'
