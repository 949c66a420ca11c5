# option-contradictions.sh - options that exclude each other, or do not fit the machine, get link.exe's warnings and errors.
. tests/common.sh
mkobj "$t/64.obj" 'section .text' 'symbol start func' 'bytes c3'
mkobj "$t/32.obj" 'machine x86' 'section .text' 'symbol _start func' 'bytes c3'
mkobj "$t/arm.obj" 'machine arm64' 'section .text align=4' 'symbol start func' 'bytes c0 03 5f d6'
says() { # OBJECT TEXT OPTION...
    local object=$1 text=$2
    shift 2
    expect "$text" eval 'mylink "$t/'$object'.obj" /entry:start /subsystem:console /out:"$t/'$object'.exe" '"$*"' 2>&1'
}
refuses() {
    local object=$1 text=$2
    shift 2
    expect_fail "$text" mylink "$t/$object.obj" /entry:start /subsystem:console /out:"$t/no.exe" "$@"
}
says 64 "LINK : warning LNK4075: ignoring '/INCREMENTAL' due to '/OPT:REF' specification" /incremental /opt:ref
says 64 "LINK : warning LNK4075: ignoring '/INCREMENTAL' due to '/OPT:ICF' specification" /incremental /opt:icf
says 64 "LINK : warning LNK4075: ignoring '/INCREMENTAL' due to '/RELEASE' specification" /incremental /release
says 64 "LINK : warning LNK4075: ignoring '/HIGHENTROPYVA' due to '/LARGEADDRESSAWARE:NO' specification" /highentropyva /largeaddressaware:no
says 64 "LINK : warning LNK4075: ignoring '/HIGHENTROPYVA' due to '/DYNAMICBASE:NO' specification" /highentropyva /dynamicbase:no
says 64 "LINK : warning LNK4075: ignoring '/FIXED' due to '/DRIVER' specification" /driver /fixed
says 64 "LINK : warning LNK4108: /ALIGN specified without /DRIVER; image may not run" /align:8192
says 64 "LINK : warning LNK4228: '/TSAWARE' invalid for a DLL; ignored" /dll /tsaware
says 32 "LINK : warning LNK4062: '/HIGHENTROPYVA' not compatible with 'x86' target machine; option ignored" /highentropyva
refuses 64 "LINK : fatal error LNK1295: '/FIXED' not compatible with '/DYNAMICBASE' specification; link without '/FIXED'" /fixed /dynamicbase
refuses 64 "LINK : fatal error LNK1246: '/SAFESEH' not compatible with 'x64' target machine; link without '/SAFESEH'" /safeseh
refuses arm "LINK : fatal error LNK1246: '/DYNAMICBASE:NO' not compatible with 'ARM64' target machine; link without '/DYNAMICBASE:NO'" /dynamicbase:no
refuses arm "LINK : fatal error LNK1246: '/CETCOMPAT' not compatible with 'ARM64' target machine; link without '/CETCOMPAT'" /cetcompat
says 64 '' /incremental /opt:ref /incremental:no
