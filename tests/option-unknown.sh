# option-unknown.sh - an unknown option is named and ignored; the hint is the option that was probably meant.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3'
link() { mylink "$t/a.obj" /entry:start /subsystem:console /out:"$t/a.exe" "$@" 2>&1; }
expect "LINK : warning LNK4044: unrecognized option '/foo'; ignored" link -foo
expect "LINK : warning LNK4044: unrecognized option '/subsytem:windows'; ignored
  do:    did you mean /SUBSYSTEM? mylink /? lists the options
  read:  mylink /EXPLAIN:LNK4044" link /explain /subsytem:windows
expect "LINK : warning LNK4044: unrecognized option '/lkernel32'; ignored
  do:    mylink -flavor gnu ... reads ld's options: -o, -l, -L
  read:  mylink /EXPLAIN:LNK4044" link /explain -lkernel32
expect "LINK : warning LNK4044: unrecognized option '/o'; ignored
  do:    did you mean /OUT:file? mylink -flavor gnu ... reads ld's options: -o, -l, -L
  read:  mylink /EXPLAIN:LNK4044" link /explain -o
expect "LINK : warning LNK4044: unrecognized option '/g'; ignored
  do:    mylink /? lists the options
  read:  mylink /EXPLAIN:LNK4044" link /explain -g
expect_field "$t/a.exe" OPTIONAL_HEADER.Subsystem 0x3
expect "LINK : warning LNK4012: invalid value 'mips', must be 'ARM64, X64, or X86'; ignored" link /machine:mips
expect "LINK : warning LNK4105: no argument specified with option '/LIBPATH:'; ignoring option" link /LIBPATH:
expect "LINK : warning LNK4224: /opt:nowin98 is no longer supported; ignored" link /opt:nowin98
# Options without an effect here say nothing.
expect '' link /nologo /incremental:no /errorreport:queue /tlbid:1 /manifest:no /pdb:x.pdb /ltcg:off /winmd:no /guard:no
