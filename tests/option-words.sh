# option-words.sh - wrong arguments get link.exe's messages, and the link stops before it reads a file.
. tests/common.sh
# option and message; the spelling of the message is that of the command line
wrong() { expect_fail "LINK : fatal error $2" mylink "$1" /out:"$t/no.exe"; }
wrong /out: "LNK1146: no argument specified with option '/out:'"
wrong -ENTRY "LNK1146: no argument specified with option '/ENTRY'"
wrong /Machine: "LNK1146: no argument specified with option '/Machine:'"
wrong /version:1.2.3 "LNK1117: syntax error in option 'version:1.2.3'"
wrong /stack:1MB "LNK1117: syntax error in option 'stack:1MB'"
wrong /stack:18446744073709551616 "LNK1117: syntax error in option 'stack:18446744073709551616'"
wrong /heap:1,x "LNK1117: syntax error in option 'heap:1,x'"
wrong /align:3000 "LNK1117: syntax error in option 'align:3000'"
wrong /filealign:0 "LNK1117: syntax error in option 'filealign:0'"
wrong /fixed:maybe "LNK1117: syntax error in option 'fixed:maybe'"
wrong /dll:yes "LNK1117: syntax error in option 'dll:yes'"
wrong /opt:ref,fast "LNK1117: syntax error in option 'opt:ref,fast'"
wrong /subsystem:gui "LNK1117: syntax error in option 'subsystem:gui'"
wrong /subsystem:console,6.x "LNK1117: syntax error in option 'subsystem:console,6.x'"
wrong /merge:.a "LNK1117: syntax error in option 'merge:.a'"
wrong /alternatename:a= "LNK1117: syntax error in option 'alternatename:a='"
wrong /section:.text,Q "LNK1117: syntax error in option 'section:.text,Q'"
wrong /section:.text,! "LNK1117: syntax error in option 'section:.text,!'"
wrong /export:f,@0 "LNK1117: syntax error in option 'export:f,@0'"
wrong /export:f,@65536 "LNK1117: syntax error in option 'export:f,@65536'"
wrong /export:f,NONAME "LNK1117: syntax error in option 'export:f,NONAME'"
wrong /export:=f "LNK1117: syntax error in option 'export:=f'"
wrong /mapinfo:all "LNK1117: syntax error in option 'mapinfo:all'"
wrong /verbose:loud "LNK1117: syntax error in option 'verbose:loud'"
wrong /ignore:four "LNK1117: syntax error in option 'ignore:four'"
wrong /timestamp:4294967296 "LNK1117: syntax error in option 'timestamp:4294967296'"
wrong /threads:0 "LNK1117: syntax error in option 'threads:0'"
wrong /base:0x12345 "LNK1224: invalid image base address 0x12345"
wrong /LTCG:PGINSTRUMENT "LNK1901: option '/LTCG:PGINSTRUMENT' is not supported: profile-guided optimization needs Microsoft's code generator"
wrong /LTCG:ALL "LNK1117: syntax error in option 'LTCG:ALL'"
wrong /CLRIMAGETYPE:PURE "LNK1901: option '/CLRIMAGETYPE:PURE' is not supported: mylink links native code only, no .NET assemblies"
# All mistakes of one command line are told at once.
expect_fail "LINK : fatal error LNK1117: syntax error in option 'align:5'
LINK : fatal error LNK1146: no argument specified with option '/entry:'" mylink /align:5 /entry:
