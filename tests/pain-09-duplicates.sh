# pain-09-duplicates.sh - a name defined twice, and two run-time libraries: both places, how each got into the link, and who asked for which.
. tests/common.sh
cd "$t"
fails() { expect_fail "$1" "$MYLINK" /explain /entry:start /subsystem:console /out:a.exe "${@:2}"; }
mkobj a.obj 'section .text' 'symbol start func' 'ref REL32 f' 'ref REL32 g' 'bytes c3'
mkobj f.obj 'section .text' 'symbol f func' 'ref REL32 h' 'bytes c3'
mkobj h.obj 'section .text' 'symbol h func' 'symbol both func' 'bytes c3'
mkobj g.obj 'section .text' 'symbol g func' 'symbol both func' 'bytes c3'
mylib /nologo /out:one.lib f.obj h.obj
mylib /nologo /out:two.lib g.obj
fails 'two.lib(g.obj) : error LNK2005: both already defined in one.lib(h.obj)
  why:   one.lib(h.obj) was pulled in for h, which one.lib(f.obj) uses; two.lib(g.obj) was pulled in for g, which a.obj uses
  do:    rename one, make it static, or leave one of the two files out' a.obj one.lib two.lib
fails 'a.exe : fatal error LNK1169: one or more multiply defined symbols found' a.obj one.lib two.lib
# Two kinds of the run-time library: who asked for which.
mkobj debug.obj 'section .drectve flags=0xa00' 'ascii " /DEFAULTLIB:libcmt /FAILIFMISMATCH:\"RuntimeLibrary=MT_StaticRelease\" "' 'section .text' 'symbol start func' 'bytes c3'
mkobj release.obj 'section .drectve flags=0xa00' 'ascii " /DEFAULTLIB:msvcrtd /FAILIFMISMATCH:\"RuntimeLibrary=MDd_DynamicDebug\" "' 'section .text' 'symbol r func' 'bytes c3'
mkobj e.obj 'section .text' 'symbol e func' 'bytes c3'
mylib /nologo /out:libcmt.lib e.obj
mylib /nologo /out:msvcrtd.lib e.obj
fails "release.obj : error LNK2038: mismatch detected for 'RuntimeLibrary': value 'MDd_DynamicDebug' doesn't match value 'MT_StaticRelease' in debug.obj
  why:   each kind of the run-time library (/MD, /MT, /MDd, /MTd) has its own heap, files and locale
  do:    compile all objects with the same one of /MD, /MT, /MDd and /MTd (clang: -fms-runtime-lib=), and take libraries built so" debug.obj release.obj
mkobj debug.obj 'section .drectve flags=0xa00' 'ascii " /DEFAULTLIB:libcmt "' 'section .text' 'symbol start func' 'bytes c3'
mkobj release.obj 'section .drectve flags=0xa00' 'ascii " /DEFAULTLIB:msvcrtd "' 'section .text' 'symbol r func' 'bytes c3'
expect "LINK : warning LNK4098: defaultlib 'msvcrtd' conflicts with use of other libs; use /NODEFAULTLIB:library
  why:   libcmt.lib (/MT) was asked for by debug.obj, msvcrtd.lib (/MDd) by release.obj; each has a heap of its own
  do:    compile all with the same option; or leave one out: /NODEFAULTLIB:msvcrtd
  read:  tutorial, chapter 15 (A C and a C++ program: start-up, exceptions and unwind data); mylink /EXPLAIN:LNK4098" \
    bash -c "'$MYLINK' /explain /entry:start /subsystem:console /out:a.exe debug.obj release.obj 2>&1"
