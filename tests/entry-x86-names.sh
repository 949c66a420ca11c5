# entry-x86-names.sh - x86: which symbol is the entry point: with one underscore more, a stdcall function by its plain name, the start-up
# function that goes with main, wmain, WinMain or wWinMain, and _DllMainCRTStartup of DLLs.
. tests/common.sh
entry_is() { # SYMBOL OPTION... : the object defines `before` first, so that the entry is told from the start of the section by one byte
    local name=$1
    shift
    mkobj $t/a.obj 'machine x86' 'section .text' 'symbol _before func' 'bytes cc' "symbol $name func" 'bytes c3'
    mylink /nologo /out:$t/a.exe "$@" $t/a.obj
    expect_field $t/a.exe 'OPTIONAL_HEADER.AddressOfEntryPoint' 0x1001
}
entry_is _start /subsystem:console /entry:start
entry_is _start /subsystem:console /entry:_start
entry_is start /subsystem:console /entry:start
entry_is _WinMain@16 /subsystem:windows /entry:WinMain
entry_is _WinMain@16 /subsystem:windows /entry:WinMain@16
entry_is _DllMain@12 /dll /entry:DllMain
entry_is @fast@4 /subsystem:console /entry:fast
entry_is vector@@8 /subsystem:console /entry:vector
entry_is '?go@@YGXXZ' /subsystem:console /entry:go
entry_is __DllMainCRTStartup@12 /dll
entry_is _mainCRTStartup
expect_field $t/a.exe 'OPTIONAL_HEADER.Subsystem' 0x3
entry_is _WinMainCRTStartup
expect_field $t/a.exe 'OPTIONAL_HEADER.Subsystem' 0x2
starts_by() { # USER-FUNCTION STARTUP SUBSYSTEM: the start-up function comes from a library
    mkobj $t/user.obj 'machine x86' 'section .text' "symbol $1 func" 'bytes c3'
    mkobj $t/startup.obj 'machine x86' 'section .text' "symbol $2 func" 'bytes e8 00 00 00 00 c3' "reloc 1 REL32 $1"
    mylib /nologo /out:$t/crt.lib $t/startup.obj
    mylink /nologo /out:$t/b.exe $t/user.obj $t/crt.lib
    expect_field $t/b.exe 'OPTIONAL_HEADER.AddressOfEntryPoint' 0x1001
    expect_field $t/b.exe 'OPTIONAL_HEADER.Subsystem' $3
}
starts_by _main _mainCRTStartup 0x3
starts_by _wmain _wmainCRTStartup 0x3
starts_by _WinMain@16 _WinMainCRTStartup 0x2
starts_by _wWinMain@16 _wWinMainCRTStartup 0x2
# Two that fit are none.
mkobj $t/two.obj 'machine x86' 'section .text' 'symbol _go@4 func' 'symbol @go@4 func' 'bytes c3'
expect_fail "/ENTRY : warning LNK4022: cannot find unique match for symbol 'go'" "$MYLINK" /nologo /entry:go /subsystem:console /out:$t/c.exe $t/two.obj
