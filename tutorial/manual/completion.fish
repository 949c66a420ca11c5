# Completion of mylink, mylib and mydump for fish. The list below is made from the programs' option tables.
# /OUT: and -OUT: are different words for fish: each is offered when the word begins so.
function __mylink_wants --argument-names first mode
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    string match -q -- "$first*" "$current"; or return 1
    set -l given link
    if test (count $words) -gt 1
        switch (string upper -- $words[2])
            case /LIB -LIB
                set given LIB
            case /DUMP -DUMP
                set given DUMP
            case /EDIT -EDIT
                set given EDIT
        end
    end
    test "$given" = "$mode"
end
