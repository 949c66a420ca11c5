# scripts.sh - the scripts that everything depends on pass shellcheck, and all others parse.
# not under sanitizers: it is about the project, not about inputs
. tests/common.sh

need shellcheck
# Tests are read together with what they source; `t`, `name` and their like come from there.
shellcheck -S warning tests/run.sh tests/packages.sh examples/demo.sh .ci/run || fail 'see above'
shellcheck -S warning -s bash -e SC2034,SC2154,SC1091,SC2164 tests/common.sh || fail 'see above'
for script in tests/*.sh examples/*/*.sh; do bash -n "$script" || fail "$script"; done
