# Completion of mylink, mylib and mydump for zsh. The lists above are made from the programs' option tables.
local -a list names texts
local entry prefix
list=("${mylink_options[@]}")
case ${service:-$words[1]:t} in
(mylib) list=("${mylib_options[@]}") ;;
(mydump) list=("${mydump_options[@]}") ;;
esac
if (( CURRENT > 2 )); then
    case ${(U)words[2]} in
    ([-/]LIB) list=("${mylib_options[@]}") ;;
    ([-/]DUMP) list=("${mydump_options[@]}") ;;
    ([-/]EDIT) list=("${edit_options[@]}") ;;
    esac
fi
case $PREFIX in
([-/]*:*) compset -P '*:'; _files ;;
([-/]*)
    prefix=${PREFIX[1]}
    for entry in "${list[@]}"; do # NAME:|text
        names+=("$prefix${entry%%|*}")
        texts+=("$prefix${entry%%|*}  ${entry#*|}")
    done
    compadd -Q -S '' -M 'm:{a-z}={A-Z}' -l -d texts -a names
    if [[ $prefix == / ]]; then _files; fi
    ;;
(*) _files ;;
esac
