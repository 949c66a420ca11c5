# weak-chain-long.sh - 60,000 weak names in a row resolve in time proportional to their number.
. tests/common.sh
{ echo 'section .data'; echo 'symbol p'; echo 'ref ADDR64 w1'
  seq -f 'weak w%.0f' 1 60000 | awk '{ print $0 "=w" NR + 1 }'; echo 'symbol w60001 abs=0x55'; } >$t/lines
mkobj $t/user.obj <$t/lines
timeout $((20 * patience)) "$MYLINK" /dll /noentry /noimplib /export:p,data /out:$t/v.dll $t/user.obj
expect_bytes $t/v.dll p '55 00 00 00 00 00 00 00'
