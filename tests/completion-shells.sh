# completion-shells.sh - the completions load in bash, zsh and fish, and offer options of the right program in the user's case.
. tests/common.sh
man=$BIN/man
touch "$t/first.obj" "$t/second.obj"
cd "$t"

# bash
complete_bash() { # WORDS...: prints what is offered for the last one
    bash --norc -c '
        . "$1"; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        $(complete -p "$1" | sed -E "s/.*-F ([^ ]+) .*/\1/")
        printf "%s\n" "${COMPREPLY[@]}"' - "$man/mylink.bash" "$@"
}
expect '/OUT:
/OUTPUT-DEF:' complete_bash mylink /OU
expect '-out:
-output-def:' complete_bash mylink -ou
expect_line '/REMOVE:' complete_bash mylib /R
expect_line '/REMOVE:' complete_bash mylink /LIB /R
expect_line '/HEADERS' complete_bash mydump /H
expect_line '/HEADERS' complete_bash mylink /dump /H
expect_line '/REBASE' complete_bash mylink /EDIT /R
expect_line '--check' complete_bash myload --c
expect 'first.obj' complete_bash mylink fi
expect 'second.obj' complete_bash mylink /OUT : se
# nothing that would be refused is offered
if complete_bash mylink /KEYF | grep -q KEYFILE; then fail 'bash offers /KEYFILE'; fi

# zsh: the function is loaded by the completion system and run with a compadd that prints
if have zsh; then
    complete_zsh() {
        zsh -f -c '
            fpath=("$1" $fpath); shift
            autoload -Uz compinit && compinit -D -u
            [[ ${_comps[$1]} == _mylink ]] || { echo "no completion for $1"; exit 1 }
            compadd() { while (( $# )); do case $1 in (-a) print -l -- ${(P)2}; shift ;; (-[dSMJVXF]) shift ;; esac; shift; done }
            compset() { : }; _files() { print FILES }
            words=("$@") CURRENT=$# PREFIX=${@[-1]} service=$1
            autoload -Uz +X _mylink && _mylink' - "$man" "$@"
    }
    expect_line '/OUT:' complete_zsh mylink /OU
    expect_line '-DLL' complete_zsh mylink -d
    expect_line '/REMOVE:' complete_zsh mylib /R
    expect_line '/REBASE' complete_zsh mylink /EDIT /R
    expect_line 'FILES' complete_zsh mylink /OUT:fi
    expect 'FILES' complete_zsh mydump fi
fi

# fish
if have fish; then
    complete_fish() { HOME=$t XDG_CONFIG_HOME=$t XDG_DATA_HOME=$t fish --no-config -c "source '$man/mylink.fish'; complete -C '$1'" | cut -f1; }
    expect_line '/OUT:' complete_fish 'mylink /OU'
    expect_line '-OUT:' complete_fish 'mylink -OU'
    expect_line '/REMOVE:' complete_fish 'mylib /R'
    expect_line '/REBASE' complete_fish 'mylink /EDIT /RE'
    expect_line 'first.obj' complete_fish 'mylink fi'
    if complete_fish 'mylink /EDIT /OU' | grep -q OUT; then fail 'fish offers /OUT for /EDIT'; fi
fi
