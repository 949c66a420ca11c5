# manifest-merge.sh - /MANIFESTINPUT: documents are merged into one, namespaces intact; what they cannot agree on is an error.
. tests/common.sh

asm $t/m.obj 'section .text
global start
start: ret'
link() { mylink $t/m.obj /entry:start /subsystem:console /out:$t/m.exe /manifest:embed "$@"; }
text_of() { pe_field "$1" '[text(pe.get_data(l.data.struct.OffsetToData, l.data.struct.Size)).replace("\r", "") for k in pe.DIRECTORY_ENTRY_RESOURCE.entries if k.id == 24 for n in k.directory.entries for l in n.directory.entries]'; }
head='<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0"'

put $t/one.manifest <<XML
<?xml version="1.0" encoding="UTF-8"?>
<!-- prefixes, comments, references, CDATA -->
$head xmlns:v3="urn:schemas-microsoft-com:asm.v3">
 <assemblyIdentity type="win32" name="Me" version="1.0.0.0"/>
 <description>A &amp; <![CDATA[<B>]]></description>
 <v3:application><v3:windowsSettings xmlns:s="http://schemas.microsoft.com/SMI/2005/WindowsSettings"><s:dpiAware>true</s:dpiAware></v3:windowsSettings></v3:application>
 <compatibility xmlns="urn:schemas-microsoft-com:compatibility.v1"><application><supportedOS Id="{a}"/></application></compatibility>
</assembly>
XML
put $t/two.manifest <<XML
$head>
 <trustInfo xmlns="urn:schemas-microsoft-com:asm.v3"><security><requestedPrivileges>
   <requestedExecutionLevel level="requireAdministrator" uiAccess="false"/></requestedPrivileges></security></trustInfo>
 <compatibility xmlns="urn:schemas-microsoft-com:compatibility.v1"><application><supportedOS Id="{b}"/><supportedOS Id="{a}"/></application></compatibility>
 <application xmlns="urn:schemas-microsoft-com:asm.v3"><windowsSettings><longPathAware xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">true</longPathAware></windowsSettings></application>
 <dependency><dependentAssembly><assemblyIdentity version='6.0.0.0' type='win32' name='Controls'/></dependentAssembly></dependency>
</assembly>
XML
merged="<?xml version='1.0' encoding='UTF-8' standalone='yes'?>
<assembly xmlns=\"urn:schemas-microsoft-com:asm.v1\" manifestVersion='1.0'>
  <dependency>
    <dependentAssembly>
      <assemblyIdentity type='win32' name='Controls' version='6.0.0.0' />
    </dependentAssembly>
  </dependency>
  <assemblyIdentity type=\"win32\" name=\"Me\" version=\"1.0.0.0\" />
  <description>A &amp; <![CDATA[<B>]]></description>
  <application xmlns=\"urn:schemas-microsoft-com:asm.v3\">
    <windowsSettings>
      <dpiAware xmlns=\"http://schemas.microsoft.com/SMI/2005/WindowsSettings\">true</dpiAware>
      <longPathAware xmlns=\"http://schemas.microsoft.com/SMI/2016/WindowsSettings\">true</longPathAware>
    </windowsSettings>
  </application>
  <compatibility xmlns=\"urn:schemas-microsoft-com:compatibility.v1\">
    <application>
      <supportedOS Id=\"{a}\" />
      <supportedOS Id=\"{b}\" />
    </application>
  </compatibility>
  <trustInfo xmlns=\"urn:schemas-microsoft-com:asm.v3\">
    <security>
      <requestedPrivileges>
        <requestedExecutionLevel level=\"requireAdministrator\" uiAccess=\"false\" />
      </requestedPrivileges>
    </security>
  </trustInfo>
</assembly>"
both="/manifestinput:$t/one.manifest /manifestinput:$t/two.manifest"
# The rights that nobody asked for (asInvoker) give way to two.manifest's.
link $both "/manifestdependency:type='win32' name='Controls' version='6.0.0.0'"
expect "$merged" text_of $t/m.exe

# lld-link merges with libxml2: the same elements, but for those that it has twice.
elements() { text_of "$1" | $python -c '
import sys, xml.etree.ElementTree as E
found = set()
def walk(e, path):
    path += "/" + e.tag
    found.add((path, (e.text or "").strip(), tuple(sorted(e.attrib.items()))))
    for c in e: walk(c, path)
walk(E.fromstring(sys.stdin.read().split("?>", 1)[1]), "")
print("\n".join(map(str, sorted(found))))'; }
if lld=$(tool lld-link) && "$lld" $t/m.obj /entry:start /subsystem:console /out:$t/l.exe /manifest:embed $both /manifestuac:no \
    "/manifestdependency:type='win32' name='Controls' version='6.0.0.0'" 2>$t/lld.err; then
    # ElementTree joins text and CDATA; the blank before the CDATA is not kept.
    diff <(elements $t/l.exe) <(elements $t/m.exe) || fail 'lld-link has other elements (<)'
fi

# UTF-16 is read, too; a document merged with itself stays as it is.
(printf '\xff\xfe'; iconv -f UTF-8 -t UTF-16LE $t/two.manifest) >$t/wide.manifest
link $both /manifestinput:$t/wide.manifest "/manifestdependency:type='win32' name='Controls' version='6.0.0.0'"
expect "$merged" text_of $t/m.exe

conflict() { # TEXT WORD...
    local text=$1
    shift
    expect_fail "$text" mylink $t/m.obj /entry:start /subsystem:console /out:$t/x.exe /manifest:embed /explain "$@"
}
conflict "two.manifest : fatal error LNK1327: failure during merging of manifests: line 3: attribute level of <requestedExecutionLevel> is another one than in /MANIFESTUAC
  why:   a manifest has this element once
  do:    /MANIFESTUAC:NO, or the same level there" $both "/manifestuac:level='asInvoker' uiAccess='false'"
sed 's/>true</>false</' $t/two.manifest >$t/three.manifest
conflict 'three.manifest : fatal error LNK1327: failure during merging of manifests: line 5: the text of <longPathAware> is another one than in two.manifest, line 5' \
    $both /manifestinput:$t/three.manifest
sed 's/name="Me"/name="You"/' $t/one.manifest >$t/you.manifest
conflict 'you.manifest : fatal error LNK1327: failure during merging of manifests: line 4: attribute name of <assemblyIdentity> is another one than in one.manifest, line 4' \
    $both /manifestinput:$t/you.manifest

# Only an embedded manifest is merged.
expect_fail "LINK : fatal error LNK1117: syntax error in option 'MANIFESTINPUT:one.manifest'" \
    mylink $t/m.obj /entry:start /subsystem:console /out:$t/x.exe /manifest /manifestinput:$t/one.manifest
expect_fail "LNK1104: cannot open file 'none.manifest'" mylink $t/m.obj /entry:start /subsystem:console /out:$t/x.exe /manifest:embed /manifestinput:$t/none.manifest

# Text with comments in it is one text: the words do not grow together. (Found by tests/fuzz/manifest.)
put $t/words.manifest <<XML
$head><description>one<!-- a --> <!-- b -->two <![CDATA[three]]><!-- c -->four</description></assembly>
XML
link /manifestinput:$t/words.manifest
text_of $t/m.exe >$t/out
grep -qF '<description>one two <![CDATA[three]]>four</description>' $t/out || { cat $t/out >&2; fail 'words of a description'; }
