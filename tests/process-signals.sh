# process-signals.sh - INT, TERM and HUP at any moment: no temporary file stays, the old image is whole, the signal ends the process.
# timeout: 600
. tests/common.sh
lines=('section .text' 'symbol start func' 'bytes c3')
for i in $(seq 1 40); do lines+=("section .d$i flags=data,r,w" 'fill 200000 5a'); done
mkobj "$t/big.obj" "${lines[@]}"
cd "$t" && mkdir out
# An interrupt does not reach a background job of a script, and what is ignored stays ignored: env undoes that.
link() { exec env --default-signal=INT "$MYLINK" "$t/big.obj" /entry:start /subsystem:console /opt:noref /out:out/a.exe /map:out/a.map; }
(link)
cp out/a.exe whole.exe
start=$(date +%s%N)
(link)
took=$((($(date +%s%N) - start) / 1000)) # microseconds
ended=0
for signal in INT TERM HUP; do
    for step in 1 2 3 4 5 6 7 8 9 10; do
        link & pid=$!
        sleep "$(printf '0.%06d' $((took * step / 11 % 1000000)))"
        kill -$signal $pid 2>/dev/null || true
        code=0
        wait $pid || code=$?
        [ $code = 0 ] || ended=$((ended + 1))
        case $code in 0 | 129 | 130 | 143) ;; *) fail "exit code $code after $signal" ;; esac
        same whole.exe out/a.exe
        left=$(ls -A out | grep -v '^a\.\(exe\|map\)$' || true)
        [ -z "$left" ] || fail "left behind after $signal: $left"
    done
done
[ $ended -ge 5 ] || fail "only $ended of 30 links were ended by their signal"
