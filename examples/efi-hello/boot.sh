# A PC with 256 MB, the firmware OVMF, and a disk with the files of the folder `disk`. What it prints comes on its serial line.
cp /usr/share/OVMF/OVMF_VARS.fd vars.fd
timeout 600 qemu-system-x86_64 -machine q35 -accel tcg -m 256 -display none -monitor none -net none -no-reboot \
    -drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE.fd -drive if=pflash,format=raw,file=vars.fd \
    -drive format=raw,file=fat:rw:disk -serial file:serial.txt
tr -d '\r' <serial.txt | grep -a -o 'Hello from.*\|Its pointers.*'
