clang --target=x86_64-pc-windows-msvc -ffreestanding -fshort-wchar -mno-red-zone -O1 -c hello.c -o hello.obj
mkdir -p disk/EFI/BOOT
mylink /subsystem:efi_application /entry:efi_main hello.obj /out:disk/EFI/BOOT/BOOTX64.EFI
