# image-checksum.sh - /RELEASE, /DRIVER and the native subsystem write the checksum that Windows computes; nothing else does.
. tests/common.sh
allow_warning 'FileAlignment\(10\)' # /filealign:16 is meant
# Odd sizes and alignments, so that contributions and pieces begin at odd places in the file; 300 KB, so that there are several.
{
    echo 'section .text align=1'
    echo 'symbol start'
    for i in $(seq 1 100); do printf 'section .text align=1\nfill 3001 %02x\nbytes c3 %02x\n' $i $i; done
    echo 'section .data align=1'
    echo 'bytes 01 02 03'
    echo 'section .debug_with_a_long_name flags=data,r,discard'
    echo 'bytes 09'
} >$t/lines
mkobj $t/a.obj <$t/lines
link() { mylink /entry:start /subsystem:console /opt:noref "$@" $t/a.obj; }
link /out:$t/plain.exe
expect_field $t/plain.exe OPTIONAL_HEADER.CheckSum 0x0
for options in /release '/release /brepro' '/release /filealign:16' /driver /subsystem:native; do
    link $options /out:$t/a.exe
    expect_field $t/a.exe 'OPTIONAL_HEADER.CheckSum != 0 and pe.verify_checksum()' True
done
