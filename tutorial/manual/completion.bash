# Completion of mylink, mylib, mydump and myload for bash. The lists above are made from the programs' option tables.
# Case is as the user types it; behind the colon of an option files are offered.
_mylink() {
    local current=${COMP_WORDS[COMP_CWORD]} word=${COMP_WORDS[1]} options prefix name lower
    COMPREPLY=()
    case ${COMP_WORDS[0]##*/} in
    mylib) options=$_mylib_options ;;
    mydump) options=$_mydump_options ;;
    myload) options=$_myload_options ;;
    *) options=$_mylink_options ;;
    esac
    if [ "$COMP_CWORD" -gt 1 ]; then
        case ${word^^} in
        [-/]LIB) options=$_mylib_options ;;
        [-/]DUMP) options=$_mydump_options ;;
        [-/]EDIT) options=$_edit_options ;;
        esac
    fi
    # The colon of /OUT:file is a word of its own for bash.
    if [ "$current" = : ]; then current=; fi
    if [ "${COMP_WORDS[COMP_CWORD]}" = : ] || [ "${COMP_WORDS[COMP_CWORD - 1]}" = : ]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        compopt -o filenames 2>/dev/null
        return
    fi
    case $current in
    --*) for name in $options; do case $name in "$current"*) COMPREPLY+=("$name") ;; esac; done ;;
    [-/]*)
        prefix=${current:0:1}
        lower=${current:1}
        for name in $options; do
            case $name in --*) continue ;; esac
            case ${name,,} in
            "${lower,,}"*)
                if [ "$lower" = "${lower^^}" ] || [ -z "$lower" ]; then COMPREPLY+=("$prefix$name"); else COMPREPLY+=("$prefix${name,,}"); fi ;;
            esac
        done
        ;;
    esac
    case "${COMPREPLY[*]}" in *[:=]*) compopt -o nospace 2>/dev/null ;; esac
    if [ "${current:0:1}" != - ]; then
        local files
        mapfile -t files < <(compgen -f -- "$current")
        COMPREPLY+=("${files[@]}")
    fi
}
complete -F _mylink mylink mylink-link mylib mydump myload
