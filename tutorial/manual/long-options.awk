# long-options.awk - the same list, of class, name, argument and text, from what `myload --help` prints:
#
#   --base ADDR       load the program at this address instead of its preferred one
#                     (multiple of 0x10000)
/^  --/ {
    if (name != "") print_option()
    line = substr($0, 3)
    gap = match(line, /  +/)
    head = gap ? substr(line, 1, gap - 1) : line
    text = gap ? substr(line, gap + RLENGTH) : ""
    name = head; arg = ""
    if (match(head, / [A-Z]/)) { name = substr(head, 1, RSTART - 1); arg = substr(head, RSTART + 1) }
    next
}
name != "" && /^      / { sub(/^ +/, ""); text = text " " $0; next }
name != "" { print_option(); name = "" }
END { if (name != "") print_option() }
function print_option() { printf "options\t%s\t%s\t%s\n", name, arg == "" ? "" : "=" arg, text == "" ? "see the usage" : text }
