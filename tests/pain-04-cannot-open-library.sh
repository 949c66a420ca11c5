# pain-04-cannot-open-library.sh - "cannot open kernel32.lib": libraries of system DLLs are there without an SDK and in any case of letters;
# for others the folders that were looked in, the state of LIB, and how a DLL gets a library.
. tests/common.sh
cd "$t"
mkobj a.obj 'section .text' 'symbol start func' 'ref REL32 MessageBoxA' 'ref REL32 ExitProcess' 'bytes c3'
link="$MYLINK /explain /entry:start /subsystem:console /out:a.exe a.obj"
# shellcheck disable=SC2086 # words
{
LIB='' $link Kernel32.Lib USER32.lib
mkdir sdk
mkobj m.obj 'section .text' 'symbol mine func' 'bytes c3'
mylib /nologo /out:sdk/Widgets.Lib m.obj
$link kernel32.lib user32.lib WIDGETS.lib /libpath:sdk
expect_fail "LINK : fatal error LNK1104: cannot open file 'gadgets.lib'
  why:   looked in the current folder, sdk, /old/sdk (no such folder), and among mylink's own import libraries; LIB is set
  do:    check the spelling, or name its folder with /LIBPATH:folder; of a DLL it can be made: mylib my.dll /OUT:gadgets.lib, or mylib /DEF:my.def" \
    env "LIB=sdk;/old/sdk" $link kernel32.lib gadgets.lib
expect_fail 'LIB is not set' $link gadgets.lib
expect_fail 'do:    did you mean Widgets.Lib?' $link widgetz.lib /libpath:sdk
}
