# message-resources.sh - why resources and manifests do not go together, and what to do: the lines under the error.
. tests/common.sh
cd "$t"
asm m.obj 'section .text
global start
start: ret'
fails() { expect_fail "$1" "$MYLINK" /explain /entry:start /subsystem:console /out:x.exe m.obj "${@:2}"; }
# One resource, number 1 of type 10 in language 0409. [spec of .res files: PE, Resource file]
hex one.res '00 00 00 00 20 00 00 00 ff ff 00 00 ff ff 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    04 00 00 00 20 00 00 00 ff ff 0a 00 ff ff 01 00 00 00 00 00 00 00 09 04 00 00 00 00 00 00 00 00 61 62 63 64'
cp one.res two.res
cat one.res >both.res
tail -c 36 one.res >>both.res
fails 'already in one.res
  why:   a program asks for a resource by these three, and can get only one
  do:    leave one of the two files out, or give the resource another name or language; /FORCE:MULTIPLERES keeps the first' one.res two.res
fails 'twice in this file (or the file is named twice)
  why:   a program asks for a resource by these three, and can get only one
  do:    give one of the two another name or language' both.res
mkobj bad.obj 'section .rsrc$01 flags=data,r align=4' 'zeros 0' 'section .rsrc$02 flags=data,r align=4' 'bytes 00'
mkobj deep.obj 'section .rsrc$01 flags=data,r align=4' 'bytes 00000000 00000000 0000 0000 0000 ffff' 'section .rsrc$02 flags=data,r align=4' 'bytes 00'
fails 'a table ends past the section
  why:   there are several sources of resources, so that the tree of this object has to be taken apart and merged with the others
  do:    make the object again with windres or llvm-cvtres, or link its .res file instead' one.res deep.obj
mkobj bss.obj 'section .rsrc$01 flags=bss,r align=4' 'zeros 16' 'section .rsrc$02 flags=data,r align=4' 'bytes 00'
fails 'at 0x0: it has no bytes' one.res bss.obj
# Manifests.
head='<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0"'
manifest() { printf '%s' "$2" >x.manifest; fails "x.manifest : fatal error LNK1327: failure during merging of manifests: line 1: $1" /manifest:embed /manifestinput:x.manifest "${@:3}"; }
manifest "'>' was expected in end tag assembly
  where: file offset 0x54
  do:    correct the manifest; it must be well-formed XML without a document type" "$head></assembly x"
printf '%s' '<html/>' >x.manifest
fails '  do:    begin the manifest with <assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">' /manifest:embed /manifestinput:x.manifest
fails '  why:   only an embedded manifest is merged from files' /manifest /manifestinput:x.manifest
twice() { # DIFFERENCE ELEMENT ELEMENT
    printf '%s' "$head>$2</assembly>" >one.manifest
    printf '%s' "$head>$3</assembly>" >two.manifest
    fails "two.manifest : fatal error LNK1327: failure during merging of manifests: line 1: $1 of <description> is another one than in one.manifest, line 1
  why:   a manifest has this element once
  do:    make the manifests agree, or leave one out" /manifest:embed /manifestinput:one.manifest /manifestinput:two.manifest
}
twice 'the meaning of prefix p' '<description xmlns:p="u" p:a="1"/>' '<description xmlns:p="v" p:a="1"/>'
twice 'attribute a' '<description a="1"/>' '<description a="2"/>'
printf '%s' '<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="2.0"/>' >two.manifest
fails 'attribute manifestVersion of <assembly> is another one than in the default manifest' /manifest:embed /manifestinput:two.manifest
fails "LINK : fatal error LNK1117: syntax error in option 'MANIFESTDEPENDENCY:type='win32''
  why:   it has no attribute \`name\`
  do:    /MANIFESTDEPENDENCY:\"type='win32' name='...' version='...' processorArchitecture='*' publicKeyToken='...' language='*'\"" \
    /manifest:embed "/manifestdependency:type='win32'"
# A tree that is damaged in a finished image: mydump says where.
mylink /dll /noentry /machine:x64 /out:"$t/r.dll" one.res
at=$($python -c 'import pefile; pe = pefile.PE("r.dll"); print(pe.get_offset_from_rva(pe.OPTIONAL_HEADER.DATA_DIRECTORY[2].VirtualAddress) + 14)')
poke r.dll "$at" 'ff ff'
expect_fail 'r.dll : fatal error LNK1107: resources: the 65535 entries of the table at +0x0 run past the section' mydump /resources r.dll
