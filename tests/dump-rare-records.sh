# dump-rare-records.sh - mydump of what few files hold: function tables in objects, all storage classes, every unwind code, debug entries of other tools (checked
# against llvm-readobj), base relocations of 16 bits.
. tests/common.sh
need_pefile
readobj=$(tool llvm-readobj)
cd "$t"

# ---- Objects: a function table, and a relocation that is not of a record's first field.
mkobj p.obj 'section .text' 'symbol f func' 'bytes c3' 'symbol g func' 'bytes c3' 'section .xdata' 'symbol u' 'bytes 01 00 00 00' \
    'section .pdata' 'ref ADDR32NB f' 'bytes 01 00 00 00' 'ref ADDR32NB u' 'ref ADDR32NB g' 'bytes 02 00 00 00' 'ref ADDR32NB u'
expect '
Dump of file p.obj

File Type: COFF OBJECT

Function Table #3 (2)

    Offset    Begin     End       Info      Function Name

  00000000  00000000  00000001  00000000  f
  0000000C  00000000  00000002  00000000  g' mydump /pdata p.obj
mkobj a.obj 'machine arm64' 'section .text' 'symbol f func' 'bytes c0 03 5f d6' 'section .pdata' 'ref ADDR32NB f' 'bytes 15 00 00 00'
expect_line '  00000000  00000000  00000015  00000000  f' mydump /unwindinfo a.obj

# ---- Storage classes: number, name
set -- 0:Null 1:Automatic 2:External 3:Static 5:ExternalDef 6:Label 7:UndefLabel 100:Block 101:BeginFunction 102:EndOfStruct 104:Section 107:ClrToken 255:EndOfFunction 99:'?'
lines=('section .text' 'bytes c3')
for pair; do lines+=("symbol s${pair%%:*} class=${pair%%:*}"); done
mkobj s.obj "${lines[@]}"
mydump /symbols s.obj >s.txt
for pair; do
    grep -qF "$(printf '%-13s| s%s' "${pair#*:}" "${pair%%:*}")" s.txt || { cat s.txt; fail "class ${pair%%:*} is not called ${pair#*:}"; }
done

# ---- An image: unwind codes, debug entries, base relocations; made as bytes of .rdata and then named in the headers.
mkobj d.obj 'section .text' 'symbol start func' 'bytes c3' 'section .rdata' 'ascii MARK' \
    'symbol unwind' 'bytes 21 10 0c 00  10 35 11 00 22 00  0e 16  0c 69 33 00 44 00  08 1a  06 2b  04 70  02 22 01 f0' \
    'symbol chain' 'bytes 00 10 00 00 01 10 00 00 00 20 00 00' \
    'symbol rsds' 'ascii RSDS' 'bytes 33 22 11 00 55 44 77 66 88 99 aa bb cc dd ee ff 07 00 00 00' 'ascii C:\a.pdb' 'bytes 00' \
    'symbol feature' 'bytes 01 00 00 00 02 00 00 00 03 00 00 00 04 00 00 00 05 00 00 00' \
    'symbol pogo' 'bytes 47 43 54 4c  00 10 00 00 10 00 00 00' 'ascii .text$mn' 'bytes 00 00 00 00  00 20 00 00 20 00 00 00' 'ascii .rdata' 'bytes 00 00' \
    'symbol directory' 'zeros 84' 'symbol relocs' 'bytes 00 20 00 00 14 00 00 00  04 10 08 20 10 30 20 40 30 50 00 00'
mylink /entry:start /subsystem:console /nologo /opt:noref /dynamicbase:no /fixed:no /out:"$t/a.exe" d.obj
$python - <<'END'
import pefile, struct
pe = pefile.PE("a.exe")
sec = [s for s in pe.sections if s.Name.startswith(b".rdata")][0]
b = bytearray(open("a.exe", "rb").read())
start = b.index(b"MARK")
rva = lambda at: at - sec.PointerToRawData + sec.VirtualAddress
unwind = start + 4
rsds = b.index(b"RSDS"); feature = rsds + 24 + 9; pogo = feature + 20; directory = pogo + 4 + 20 + 16; relocs = directory + 84
for i, (kind, at, size) in enumerate(((2, rsds, 33), (12, feature, 20), (13, pogo, 40))):
    struct.pack_into("<IIHHIIII", b, directory + 28 * i, 0, 0, 0, 0, kind, size, rva(at), at)
at = pe.OPTIONAL_HEADER.DATA_DIRECTORY[0].get_file_offset()
struct.pack_into("<II", b, at + 8 * 6, rva(directory), 84)
struct.pack_into("<II", b, at + 8 * 5, rva(relocs), 20)
open("b.exe", "wb").write(b)
struct.pack_into("<II", b, at + 8 * 6, 0, 0) # where the debug directory was lies one function
struct.pack_into("<III", b, directory, 0x1000, 0x1001, rva(unwind))
struct.pack_into("<II", b, at + 8 * 3, rva(directory), 12)
open("u.exe", "wb").write(b)
END
mydump /headers b.exe >b.txt
grep -qF 'Format: RSDS, {00112233-4455-6677-8899-AABBCCDDEEFF}, 7, C:\a.pdb' b.txt || { cat b.txt; fail 'no RSDS line'; }
grep -qF 'Counts: Pre-VC++ 11.00=1, C/C++=2, /GS=3, /sdl=4, guardN=5' b.txt || { cat b.txt; fail 'no feature counts'; }
grep -qF '4C544347 (LTCG)' b.txt && grep -qE '00001000 +10 \.text\$mn$' b.txt && grep -qE '00002000 +20 \.rdata$' b.txt || { cat b.txt; fail 'no groups'; }
"$readobj" --coff-debug-directory b.exe >r.txt
# LLVM 14 shows the bytes as they lie.
grep -qE 'PDBGUID: (\{00112233-4455-6677-8899-AABBCCDDEEFF\}|\(33 22 11 00 55 44 77 66 88 99 AA BB CC DD EE FF\))' r.txt || { cat r.txt; fail 'llvm-readobj reads another GUID'; }
mydump /unwindinfo u.exe >u.txt
diff - <(sed -n '/Unwind version/,$p' u.txt) <<'END' || fail 'unwind codes (< expected, > got)'
    Unwind version: 1
    Unwind flags: CHAININFO
    Size of prologue: 0x10
    Count of codes: 12
    Unwind codes:
      10: SAVE_NONVOL_FAR, register=rbx offset=0x220011
      0E: EPILOG, flags=0x1
      0C: SAVE_XMM128_FAR, register=xmm6 offset=0x440033
      08: PUSH_MACHFRAME, error code=1
      06: unknown operation 11
      04: PUSH_NONVOL, register=rdi
      02: ALLOC_SMALL, size=0x18
      01: PUSH_NONVOL, register=r15
    Function chained: 00001000 00001001 00002000
END
for line in '       4  HIGH' '       8  LOW' '      10  HIGHLOW    0033690C' '      20  HIGHADJ'; do expect_line "$line" mydump /relocations u.exe; done
