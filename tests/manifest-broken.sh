# manifest-broken.sh - a /MANIFESTINPUT that is no sound XML, or no manifest, is refused with the line and the reason.
. tests/common.sh

asm $t/m.obj 'section .text
global start
start: ret'
head='<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0"'
try() { # TEXT MESSAGE
    printf "$1" >$t/bad.manifest
    expect_fail "bad.manifest : fatal error LNK1327: failure during merging of manifests: $2" \
        mylink $t/m.obj /entry:start /subsystem:console /out:$t/x.exe /manifest:embed /manifestinput:$t/bad.manifest
}
try "$head><a></b></assembly>" 'line 1: this end tag closes nothing: b'
try "$head>\n\n<a>\n" 'line 4: the document ends inside element a'
try "$head>" 'line 1: the document ends inside element assembly'
try "</assembly>" 'line 1: this end tag closes nothing: assembly'
try "$head/>$head/>" 'line 1: a document has exactly one root element'
try "<!-- nothing -->" 'line 1: a document has exactly one root element'
try "$head/>text" 'line 1: text outside the root element'
try "$head><a b=c/></assembly>" 'line 1: a quote was expected behind attribute b'
try "$head><a b/></assembly>" "line 1: '=' was expected behind attribute b"
try "$head><a b='c/></assembly>" 'line 1: the closing quote is missing behind attribute b'
try "$head><a b='c'd='e'/></assembly>" "line 1: a blank, '>' or '/>' was expected in tag b"
try "$head><a b='1' b='2'/></assembly>" 'line 1: this attribute is there twice: b'
try "$head><p:a/></assembly>" 'line 1: nothing declares the prefix p'
try "$head><a p:b='c'/></assembly>" 'line 1: nothing declares the prefix p'
try "$head><p:/></assembly>" 'line 1: a name was expected'
try "$head><1/></assembly>" 'line 1: a name was expected'
try "$head>&nbsp;</assembly>" "line 1: '&' begins an entity that is not one of &lt; &gt; &amp; &apos; &quot; &#n;"
try "$head>a & b</assembly>" "line 1: '&' begins an entity"
try "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>$head/>" 'line 1: a document type or declaration, which no manifest has'
try "$head><!-- a</assembly>" 'line 1: a comment has no end'
try "$head><![CDATA[ a</assembly>" 'line 1: a CDATA section has no end'
try "$head><?xml a</assembly>" 'line 1: a processing instruction has no end'
try "$head>\n\xff</assembly>" 'line 2: a byte that is not UTF-8; save the file as UTF-8 or UTF-16'
try "$head>\n\xc0\x80</assembly>" 'line 2: a byte that is not UTF-8'
try "$head>\x01</assembly>" 'line 1: a control character'
try '<assembly/>' 'the root element is not <assembly> of urn:schemas-microsoft-com:asm.v1'
try '<html xmlns="urn:schemas-microsoft-com:asm.v1"/>' 'the root element is not <assembly>'
deep=$(printf '<a>%.0s' $(seq 64))
try "$head>$deep" 'line 1: elements are nested too deeply'
try "$head><a $(for i in $(seq 65); do printf "b$i='' "; done)/></assembly>" 'line 1: too many attributes'
head -c 300000 /dev/zero | tr '\0' ' ' >$t/blanks
try "$head>$(cat $t/blanks)</assembly>" 'line 1: the manifest is larger than 256 KB'

# Every cut and every changed byte ends in order.
good="$head><a b='c'><p:d xmlns:p=\"u\" p:e='&#65;'>t&lt;<![CDATA[x]]></p:d></a></assembly>"
printf '%s' "$good" >$t/good.manifest
mylink $t/m.obj /entry:start /subsystem:console /out:$t/x.exe /manifest:embed /manifestinput:$t/good.manifest
for ((n = 1; n < ${#good}; n += 3)); do
    printf '%s' "${good:0:n}" >$t/cut.manifest
    code=0; "$MYLINK" $t/m.obj /entry:start /subsystem:console /out:$t/y.exe /manifest:embed /manifestinput:$t/cut.manifest >$t/log 2>&1 || code=$?
    [ $code = 1 ] || fail "cut to $n: exit code $code"
    printf '%s' "${good:0:n}<${good:n+1}" >$t/cut.manifest
    code=0; "$MYLINK" $t/m.obj /entry:start /subsystem:console /out:$t/y.exe /manifest:embed /manifestinput:$t/cut.manifest >$t/log 2>&1 || code=$?
    [ $code -le 1 ] || fail "byte $n changed: exit code $code"
done
