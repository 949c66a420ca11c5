case ${MACHINE:-x64} in # the name by which the firmware of a machine finds its program
x64) target=x86_64 name=BOOTX64.EFI flags=-mno-red-zone ;;
x86) target=i686 name=BOOTIA32.EFI flags= ;;
arm64) target=aarch64 name=BOOTAA64.EFI flags= ;;
esac
clang --target=$target-pc-windows-msvc -ffreestanding -fshort-wchar $flags -O1 -c hello.c -o hello.obj
mkdir -p disk/EFI/BOOT
mylink /subsystem:efi_application /entry:efi_main hello.obj /out:disk/EFI/BOOT/$name
