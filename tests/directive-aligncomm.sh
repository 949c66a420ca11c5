# directive-aligncomm.sh - -aligncomm:name,log2, as gcc writes it, is the least alignment of a common symbol; the largest one counts.
. tests/common.sh
mkobj "$t/a.obj" 'directive -aligncomm:"small",6 -aligncomm:"last",2' 'section .text' 'symbol start func' 'bytes c3' \
    'section .data' 'bytes 01 02 03' 'section .rdata' 'symbol table' 'ref ADDR32NB first' 'ref ADDR32NB small' 'ref ADDR32NB last' \
    'symbol first common=1' 'symbol small common=1' 'symbol last common=1'
mkobj "$t/b.obj" 'directive -aligncomm:"last",8' 'section .text' 'symbol b' 'bytes c3'
mylink "$t/a.obj" "$t/b.obj" /entry:start /subsystem:console /opt:noref /out:"$t/x.exe"
need_pefile
expect '0 0' $python - <<END
import pefile, struct
pe = pefile.PE("$t/x.exe")
first, small, last = struct.unpack("<III", pe.get_data(pe.sections[1].VirtualAddress, 12))
print(small % 64, last % 256)
END
for broken in '-aligncomm:x' '-aligncomm:x,14' '-aligncomm:,3' '-aligncomm:x,two'; do
    mkobj "$t/c.obj" "directive $broken" 'section .text' 'symbol start func' 'bytes c3'
    expect_fail "LNK1117: syntax error in option '${broken#-}'" mylink "$t/c.obj" /entry:start /out:"$t/no.exe"
done
