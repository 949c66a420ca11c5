# message-run-time.sh - what would go wrong without a word when the program runs: constructors that nobody calls (LNK4210), an x86 DLL whose entry
# point leaves its arguments on the stack (LNK4086).
. tests/common.sh
cd "$t"
says() { expect "$1" eval "'$MYLINK' /explain /nologo ${*:2} 2>&1 | grep -v '^  read:' || true"; }
mkobj a.obj 'section .text' 'symbol start func' 'bytes c3' 'symbol construct func' 'bytes c3' 'section .CRT$XCU flags=data,r align=8' 'ref ADDR64 construct'
says 'LINK : warning LNK4210: .CRT section exists; there may be unhandled static initializers or terminators
  where: .CRT$XCU of a.obj
  why:   constructors of global objects are called by start-up code of a run-time library, and none is in the link
  do:    let it start the program: no /ENTRY and no /NOENTRY, and a run-time library, or mylink'"'"'s own mycrt0.lib' /entry:start /subsystem:console /opt:noref /out:a.exe a.obj
# With start-up code there is nothing to say; nor about lists that the loader runs through (TLS callbacks).
mkobj crt.obj 'section .CRT$XCA flags=data,r align=8' 'symbol first static' 'zeros 8'
says '' /entry:start /subsystem:console /opt:noref /out:a.exe a.obj crt.obj
mkobj tls.obj 'section .text' 'symbol start func' 'bytes c3' 'section .CRT$XLB flags=data,r align=8' 'ref ADDR64 start'
says '' /entry:start /subsystem:console /opt:noref /out:a.exe tls.obj
dll() { # ENTRY SYMBOL TEXT
    mkobj d.obj 'machine x86' 'section .text' "symbol $2 func" 'bytes c3'
    says "$3" /dll /entry:"$1" /out:d.dll d.obj
}
dll DllMain _DllMain@12 ''
dll DllMain '_DllMain' "LINK : warning LNK4086: entrypoint '_DllMain' is not __stdcall with 12 bytes of arguments; image may not run
  why:   Windows pushes three arguments, and the function has to take them off the stack (ret 12)
  do:    int __stdcall DllMain(void *module, unsigned reason, void *reserved); in nasm the name _DllMain@12"
mkobj d.obj 'section .text' 'symbol DllMain func' 'bytes c3'
says '' /dll /entry:DllMain /out:d.dll d.obj # x64 has one calling convention
