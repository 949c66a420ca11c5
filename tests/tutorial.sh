# tutorial.sh - nothing in the tutorial has drifted: excerpts are the source's, commands print what the chapters show, pictures
# show the images of today, numbers in the prose stand in a listing, links lead somewhere, every anchor is used.
# slow
# timeout: 900
# not under sanitizers: it runs what other tests run there
. tests/common.sh

$python tutorial/tools/weave.py --check --bin "$BIN" || fail 'see above'
