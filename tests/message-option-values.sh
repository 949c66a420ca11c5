# message-option-values.sh - an option with a value that it does not take: LNK1117, what the value should be, and how the option is written.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3'
says() { # WORDS REASON [WORDS IN FRONT]
    expect_fail "LINK : fatal error LNK1117: syntax error in option '$1'
  why:   $2
" "$MYLINK" /explain ${3-} "/$1" /entry:start /subsystem:console /out:"$t/a.exe" "$t/a.obj"
}
says stack:many 'a number is decimal, or hexadecimal with 0x'
says heap:0x10000000000000000 'a number is decimal, or hexadecimal with 0x'
says manifest:id=70000 'the number is too large'
says version:1.2.3 'a version is major or major.minor, each from 0 to 65535'
says version:70000 'a version is major or major.minor, each from 0 to 65535'
says alternatename:f "two names with '=' between them are needed"
says merge:.a "two names with '=' between them are needed"
says start-lib 'the /START-LIB before it has no /END-LIB yet' /start-lib
says end-lib 'there is no /START-LIB before it'
says aligncomm:4 'a symbol and a power of two are needed'
says filealign:3 'an alignment is a power of two'
says section:.text,Q "the letters are D, E, K, P, R, S and W, each with or without '!'"
says color-diagnostics:red 'the words are ALWAYS, NEVER and AUTO'
says base:@file 'a file and a key are needed: /BASE:@bases.txt,mydll'
says debug:most 'the kinds are FULL, FASTLINK, NONE, DWARF and SYMTAB'
says delay:always 'the words are UNLOAD and NOBIND'
says driver:fast 'the words are UPONLY and WDM'
says errorformat:xml 'the words are TEXT and JSON'
says force:all 'the words are MULTIPLE, UNRESOLVED and MULTIPLERES'
says guard:all 'the words are CF, NO, LONGJMP, NOLONGJMP, EHCONT and NOEHCONT'
says ignore:many 'numbers of warnings go from 4000 to 4999'
says ltcg:most 'the words are INCREMENTAL, STATUS, NOSTATUS and OFF'
says manifest:id=0 'numbers of resources go from 1 to 65535'
says manifest:maybe 'the words are NO, EMBED and ID=n'
says "manifestuac:level='high'" "level is 'asInvoker', 'highestAvailable' or 'requireAdministrator', uiAccess 'true' or 'false', each in quotes"
says mapinfo:most 'the words are EXPORTS and FIXUPS'
says opt:fast 'the words are REF, NOREF, ICF, ICF=n, SAFEICF, NOICF, LBR and NOLBR'
says order:file "the name of the file stands behind '@'"
says subsystem:gui 'the subsystems are CONSOLE, WINDOWS, NATIVE, POSIX, BOOT_APPLICATION, EFI_APPLICATION, EFI_BOOT_SERVICE_DRIVER, EFI_ROM and EFI_RUNTIME_DRIVER'
says swaprun:disk 'the words are NET and CD'
says threads:0 'at least one thread is needed'
says verbose:most 'the words are LIB, REF, ICF, SAFESEH, UNUSEDLIBS and EXPORTS'
says noentry:x 'this option takes no argument'
says nxcompat:maybe 'the only argument is NO'
# /EXPORT has a grammar of its own.
export_says() { expect_fail "LINK : fatal error LNK1117: syntax error in option '${3-export:$1}'
  $2" "$MYLINK" /explain "/export:$1" /dll /noentry /out:"$t/a.dll" "$t/a.obj"; }
export_says start,fast 'why:   ordinals go from @1 to @65535, NONAME needs one, and the other words are DATA and PRIVATE'
# A value that is missing.
expect_fail "LINK : fatal error LNK1146: no argument specified with option '/out:'
  do:    /OUT:" "$MYLINK" /explain /out: "$t/a.obj"
# An option that must stand first.
expect_fail "LINK : fatal error LNK1901: option '/lib' must be the first word of the command line" "$MYLINK" "$t/a.obj" /lib
