# option-winsysroot.sh - /WINSYSROOT, /VCTOOLSDIR and /WINSDKDIR: libraries in a copy of Visual Studio and the SDK, of the highest version or the one asked for.
. tests/common.sh
cd "$t"
mkobj main.obj 'section .text' 'symbol start func' 'ref REL32 f' 'ref REL32 g' 'bytes c3'
lib() { # FOLDER NAME SYMBOL BYTE
    mkdir -p "$1"
    mkobj m.obj 'section .text' "symbol $3 func" "bytes $4"
    mylib /nologo /out:"$1/$2" m.obj
}
for v in 14.9.1 14.44.35207; do lib "root/VC/Tools/MSVC/$v/lib/x64" tools.lib f "${v:3:1}0"; done
for v in 10.0.9.0 10.0.26100.0; do lib "root/Windows Kits/10/Lib/$v/um/x64" Sdk.Lib g "${v:5:1}1"; done
lib "root/Windows Kits/10/Lib/10.0.26100.0/ucrt/x64" ucrt2.lib h 55
mv root/VC/Tools root/VC/tools # copies made on Linux differ in case
lib "lib-of-LIB" sdk.lib g 77
bytes() { # WANT OPTION...
    "$MYLINK" /entry:start /subsystem:console /out:a.exe main.obj tools.lib sdk.lib "${@:2}"
    expect "$1" $python -c '
import pefile, struct
pe = pefile.PE("a.exe")
print(*("%02x" % pe.get_data(0x1000 + at + 4 + struct.unpack("<i", pe.get_data(0x1000 + at, 4))[0], 1)[0] for at in (0, 4)))'
}
need_pefile
bytes '40 21' /winsysroot:root
bytes '90 91' /winsysroot:root /vctoolsversion:14.9.1 /winsdkversion:10.0.9.0
bytes '40 21' /vctoolsdir:root/VC/tools/MSVC/14.44.35207 /winsdkdir:"root/Windows Kits/10"
# Before the folders of LIB, behind those of /LIBPATH.
export LIB=lib-of-LIB
bytes '40 21' /winsysroot:root
bytes '40 77' /winsysroot:root /libpath:lib-of-LIB
unset LIB
mkobj x86.obj 'machine x86' 'section .text' 'symbol _start func' 'bytes c3'
expect "LINK : warning LNK4905: no libraries for x86 were found below 'root'" \
    bash -c "'$MYLINK' /winsysroot:root /entry:start /subsystem:console /out:b.exe x86.obj 2>&1"
