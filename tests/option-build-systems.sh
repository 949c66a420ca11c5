# option-build-systems.sh - every option that CMake, Meson, MSBuild's Link task and rustc pass to link.exe for native code is taken
# without an error, and without LNK4044.
. tests/common.sh
cd "$t"
mkobj a.obj 'section .text' 'symbol mainCRTStartup func' 'bytes 31 c0 c3'
mkobj d.obj 'section .text' 'symbol f func' 'bytes 31 c0 c3'
mkobj l.obj 'section .text' 'symbol g func' 'bytes 31 c0 c3'
mylib /nologo /out:a.lib l.obj
printf 'EXPORTS\n f\n' >a.def
put a.manifest <<'END'
<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0"/>
END
with=
takes() { # TOOL OPTION...: each alone
    local tool=$1 option code
    shift
    for option; do
        code=0
        "$MYLINK" /nologo a.obj d.obj a.lib /out:x.exe /entry:mainCRTStartup $with "$option" >log 2>&1 || code=$?
        [ $code = 0 ] || fail "$tool passes $option: $(cat log)"
        if grep -q LNK4044 log; then fail "$tool passes $option: $(cat log)"; fi
    done
}
takes CMake /debug /INCREMENTAL /INCREMENTAL:NO /machine:x64 /subsystem:console /subsystem:windows /version:0.0 /version:1.2 \
    /implib:x.lib /pdb:x.pdb /MANIFEST:EMBED,ID=1 /MANIFEST:NO /MANIFESTFILE:x.manifest /DEF:a.def /LTCG \
    /LTCG:incremental /WHOLEARCHIVE:a.lib /STACK:10000000 /DYNAMICBASE /NXCOMPAT /guard:cf /APPCONTAINER /OPT:REF /OPT:ICF \
    /PDBALTPATH:x.pdb /SAFESEH:NO /ignore:4006 /entry:mainCRTStartup
takes Meson /release /DEBUG /DEBUG:FASTLINK /PDB:x.pdb /IMPLIB:x.lib /MACHINE:x64 /SUBSYSTEM:CONSOLE /SUBSYSTEM:WINDOWS,6.0 /OPT:REF \
    /DEF:a.def /WHOLEARCHIVE:a.lib /LTCG /PROFILE /GUARD:CF /LIBPATH:. /OPT:NOREF /INCREMENTAL
takes MSBuild /ERRORREPORT:PROMPT /ERRORREPORT:QUEUE /INCREMENTAL /INCREMENTAL:NO /ILK:x.ilk /NOLOGO /LIBPATH:. /MANIFEST /MANIFEST:NO \
    "/MANIFESTUAC:level='asInvoker' uiAccess='false'" /MANIFESTUAC:NO /manifest:embed /ManifestFile:x.manifest \
    /ALLOWISOLATION /ALLOWISOLATION:NO "/MANIFESTDEPENDENCY:type='win32' name='x' version='1.0.0.0'" /NODEFAULTLIB /NODEFAULTLIB:libc \
    /DEF:a.def /INCLUDE:f /DELAYLOAD:none.dll /DELAY:UNLOAD /DELAY:NOBIND /DEBUG /DEBUG:FULL /DEBUG:FASTLINK /DEBUG:NONE /PDB:x.pdb \
    /PDBSTRIPPED:y.pdb /MAP:x.map /MAPINFO:EXPORTS /SUBSYSTEM:CONSOLE,5.02 /SUBSYSTEM:WINDOWS /HEAP:1048576,4096 /STACK:1048576,4096 \
    /LARGEADDRESSAWARE /LARGEADDRESSAWARE:NO /TSAWARE /TSAWARE:NO /SWAPRUN:CD /SWAPRUN:NET /DRIVER /DRIVER:UPONLY /DRIVER:WDM /OPT:REF \
    /OPT:NOREF /OPT:ICF /OPT:NOICF /LTCG /LTCG:OFF /LTCG:incremental /LTCG:STATUS /LTCG:NOSTATUS /LTCGOUT:x.iobj /PGD:x.pgd /PROFILE \
    /MIDL:@x /IGNOREIDL /IDLOUT:x /TLBOUT:x.tlb /TLBID:1 /ENTRY:mainCRTStartup /BASE:0x180000000 /DYNAMICBASE /DYNAMICBASE:NO /NXCOMPAT \
    /NXCOMPAT:NO /IMPLIB:x.lib /MACHINE:X64 /SECTION:.text,ER /ALIGN:4096 /FIXED:NO /FUNCTIONPADMIN /FUNCTIONPADMIN:6 /VERBOSE:LIB \
    /VERBOSE:ICF /VERBOSE:REF /VERBOSE:SAFESEH /VERBOSE:UNUSEDLIBS /FORCE /FORCE:MULTIPLE /FORCE:UNRESOLVED /WX /WX:NO /NATVIS:x.natvis \
    /SOURCELINK:x.json /GUARD:CF /GUARD:NO /CETCOMPAT /CETCOMPAT:NO /guard:ehcont /RELEASE /Brepro /experimental:deterministic \
    /WINMD:NO /APPCONTAINER /INTEGRITYCHECK /HIGHENTROPYVA /HIGHENTROPYVA:NO /MERGE:.a=.b /VERSION:1.0 /WHOLEARCHIVE /DEPENDENTLOADFLAG:0x800 \
    /INFERASANLIBS /CGTHREADS:8 /time /NOIMPLIB /NOEXP
takes rustc /NOLOGO /NXCOMPAT /LIBPATH:. /OPT:REF,NOICF /OPT:REF,ICF /OPT:NOREF,NOICF /DEBUG /DEBUG:NONE /PDBALTPATH:%_PDB% /NATVIS:x.natvis \
    /DEF:a.def /IMPLIB:x.lib /WHOLEARCHIVE:a.lib /defaultlib:kernel32 /guard:cf /guard:cf,ehcont,longjmp /CETCOMPAT /INCREMENTAL:NO /SUBSYSTEM:console \
    /SUBSYSTEM:windows,5.02 /ENTRY:mainCRTStartup /INCLUDE:f /LARGEADDRESSAWARE /STACK:8388608 /Brepro /DYNAMICBASE /FIXED /nodefaultlib
with=/manifest:embed
takes CMake /MANIFESTINPUT:a.manifest
