# options.awk - from a program's list of options (--print-options: class, name, argument, text, with tabs between) to the parts
# of the manual and the completions that show it.
#
#   awk -f options.awk -v form=mdoc -v class=options LIST       items of an mdoc(7) list, for the man pages
#   awk -f options.awk -v form=table LIST                       rows of a Markdown table
#   awk -f options.awk -v form=bash -v command=mylink LIST      ... the words of a completion, for each shell
#   awk -f options.awk -v form=zsh, form=fish
BEGIN { FS = "\t" }

function roff(s) { # no backslash may be taken for an escape
    gsub(/\\/, "\\e", s)
    gsub(/-/, "\\-", s)
    gsub(/"/, "\\(dq", s)
    return s
}
function markdown(s) { gsub(/\|/, "\\|", s); gsub(/</, "\\\\<", s); return s }
function quoted(s) { gsub(/'/, "'\\''", s); return "'" s "'" }     # for a shell
function sentence(s) { return toupper(substr(s, 1, 1)) substr(s, 2) (s ~ /[.?]$/ ? "" : ".") }
# What is typed before the argument: "/OUT:", "/DLL"; an argument that may be left out gives both.
function needs_colon() { return $3 ~ /^:/ }

function wrapped(s,    out, line, n, words, i) { # lines of 78 bytes
    n = split(s, words, " ")
    for (i = 1; i <= n; i++) {
        if (line != "" && length(line " " words[i]) > 78) { out = out line "\n"; line = "" }
        if (line == "" && words[i] ~ /^[.']/) words[i] = "\\&" words[i]
        line = line (line == "" ? "" : " ") words[i]
    }
    return out line
}

class != "" && $1 != class { next }
form == "mdoc" {
    printf ".It Cm \"%s\"\n%s\n", roff("/" $2 $3), wrapped(roff(sentence($4)))
}
form == "table" { # the argument of accepted and refused options says little
    names["options"] = "implemented"; names["accepted"] = "accepted, no effect"; names["refused"] = "refused"
    printf "| `/%s%s` | %s | %s |\n", $2, markdown($3), names[$1], markdown($4)
}
form == "bash" && $1 != "refused" { printf "%s%s ", $2, needs_colon() ? ":" : "" }
form == "zsh" && $1 != "refused" { printf "    %s\n", quoted($2 (needs_colon() ? ":" : "") "|" $4) }
form == "fish" && $1 != "refused" {
    printf "complete -c %s -n %s -a %s -d %s\n", command, quoted("__mylink_wants / " mode), quoted("/" $2 (needs_colon() ? ":" : "")), quoted($4)
    printf "complete -c %s -n %s -a %s -d %s\n", command, quoted("__mylink_wants - " mode), quoted("-" $2 (needs_colon() ? ":" : "")), quoted($4)
}
