# broken-resources.sh - a broken .res file is refused with the record and the place, by mydump and by mylink.
. tests/common.sh
. tests/broken.bash

bad() { # BYTES MESSAGE PLACE
    hex $t/bad.res "$1"
    refuses "bad.res: LNK1123: invalid .res file: $2" "$3" "$MYDUMP" $t/bad.res
    refuses "bad.res: LNK1123: invalid .res file: $2" "$3" "$MYLINK" /nologo /explain /dll /noentry /machine:x64 /out:$t/x.dll $t/bad.res
}
first='00000000 20000000 ffff0000 ffff0000 00000000 00000000 00000000 00000000'
fields='00000000 30000904 00000000 00000000' # what stands behind type and name
record() { bad "$first $1 ffff0a00 ffff0100 $fields ${3-61626364}" "the record at 0x20 has $2" "$4"; }

# Sizes of the data: past the end, and so large that a sum in 32 bits wraps
data() { record "$1 20000000" "$2 bytes of data, which end past the file ($3 bytes)" "${4-61626364}" 0x20; }
data 04000000 4 0x41 61
data 05000000 5 0x44
data ffffffff 4294967295 0x44
data 00000080 2147483648 0x44
data e0ffffff 4294967264 0x44
data c0ffffff 4294967232 0x44

# Sizes of the header: 0 would be read for ever
header() { record "04000000 $1" "header size $2; it should be a multiple of 4, from 32 to 36" 61626364 0x24; }
header 00000000 0
header 04000000 4
header 1c000000 28
header 21000000 33
header 22000000 34
header 28000000 40
header 44000000 68
header 00000080 2147483648
header fcffffff 4294967292

# Names that do not end, in the place of type and name; a name that leaves no room for the fields behind it
name() { bad "$first 04000000 20000000 $1 61626364" 'type and name of the record at 0x20 do not end within its header' 0x28; }
name '4100 4200 4300 4400 4500 4600 4700 4800 4900 4a00 4b00 4c00'
name 'ffff0a00 4100 4200 4300 4400 4500 4600 4700 4800 4900 4a00'
name '41004200 43004400 45000000 ffff0100 00000000 00000000'
name "4100 4200 0000 ffff0100 0000 00000000 30000904 00000000"

# Files that end too early
cut() { bad "$first $1" "$2 bytes at its end are too few for a record" 0x20; }
cut 04 1
cut '04000000 2000' 6
cut '04000000 20000000 ffff' 10
cut "04000000 20000000 ffff0a00 ffff0100 00000000 30000904 00000000 000000" 31
bad "$first 04000000 20000000 ffff0a00 ffff0100 $fields 61626364 00000000" '4 bytes at its end are too few for a record' 0x44
