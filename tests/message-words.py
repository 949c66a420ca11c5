# message-words.py - which sentences of the programs' messages no test quotes. Called by message-words.sh.
#
#   message-words.py words SOURCE... -- TEST...     prints `file:line: text` for each
#   message-words.py codes SOURCE... -- TEST...     prints each message code (LNK2019) that a source uses and no test mentions
#
# A sentence is a string in the sources of three words or more. Its parts between %s, %u and so on are looked for in the tests, without
# blanks, quotes and backslashes, because tests quote in many ways; QUOTED letters in a row will do. Not looked at: comments, the
# tables of options (the manual's test reads these), and what mydump says about files unless it is an error.
import re
import sys

QUOTED = 16

# Sentences that cannot be provoked by any input, or not within the time of a test.
EXEMPT = {
    "internal error": "the linker found its own image malformed",
    "not adjacent to the section before it": "the same",
    "raw data out of order or outside the file": "the same",
    "SizeOfImage is not the end of": "the same",
    "the entry point is outside": "the same",
    "a data directory is outside": "the same",
    "please report this with the command line": "the same",
    "(a message that could not be formatted)": "vsnprintf failed",
    "out of memory: %llu bytes more": "where nobody catches it",
    "import record of %zu bytes: the header alone": "import_obj_open's own check: files that short are not taken for records",
    "not an import record: it should begin with": "the same",
    "mylink links for x64, x86 and ARM64; compile": "coff_open refuses other machines first",
    "its file offsets and string offsets have 32 bits": "4 GB of symbols",
    "the image's symbol table, %u symbols, ends past": "4 GB of symbols",
    "leave the symbol table out: -s in GNU": "4 GB of symbols",
    "the names of all exports are longer than 1 GB": "1 GB of names",
    "export shorter names": "1 GB of names",
    "the library would be larger than 4 GB": "4 GB of members",
    "together they hold more than 64 MB": "64 MB of response files",
    "more imports than the file has room for": "only for tables that lie in one another",
    "it is not a regular file": "a socket or a door",
    "(end of constructor list)": "a name of the map's, no message",
    "RVA 0x%x, file offset": "a place, no sentence",
}

TOKEN = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)+'""", re.S)
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"(?:\s*[A-Z0-9_]*\s*"(?:[^"\\]|\\.)*")*')
CONVERSION = re.compile(r"%[-+0-9.*]*(?:ll|z|l)?[a-zA-Z]|\\n|\\x[0-9a-f]{2}")


def code_of(path):
    """The source without its comments and #includes, on the same lines."""
    text = open(path, encoding="utf-8").read()
    text = TOKEN.sub(lambda m: m.group(0) if m.group(0)[0] == '"' else "\n" * m.group(0).count("\n"), text)
    return re.sub(r"#include[^\n]*", "", text)


def letters(s):
    return re.sub(r"""[\s'"\\`$/]+""", "", s)


def is_table_row(code, at):
    """Whether the string at `at` stands in a row that begins with an option's name: {"NAME", ... or {"--name", ..."""
    row = code.rfind("{", 0, at)
    return re.match(r'\{\s*"(-*[A-Z?][A-Z?0-9_-]*|-*[a-z][a-z0-9-]*)",', code[row : row + 60]) is not None and ";" not in code[row:at]


def is_error(code, at):
    """Whether the string is an argument of a function that reports errors, or a field of a Message."""
    statement = code[max(code.rfind(";", 0, at), code.rfind("{\n", 0, at)) : at]
    return re.search(r"\b(diag_\w+|bad_file|bad_table|refuse)\(|\.(text|why|todo) =", statement) is not None


def sentences(path):
    name = path.split("/")[-1]
    if name in ("explain.c", "options_table.c", "compare.c"):
        return
    code = code_of(path)
    for m in STRINGS.finditer(code):
        text = "".join(STRING.findall(m.group(0)))
        if len(text.split()) < 3 or text.startswith("usage:") or any(text.startswith(e) for e in EXEMPT):
            continue
        if is_table_row(code, m.start()) or (name.startswith("dump") and not is_error(code, m.start())):
            continue
        yield code[: m.start()].count("\n") + 1, text


def is_quoted(text, tests):
    parts = [letters(p) for p in CONVERSION.split(text)]
    longest = max(parts, key=len)
    if len(longest) < QUOTED:
        return longest in tests
    return any(p[i : i + QUOTED] in tests for p in parts for i in range(len(p) - QUOTED + 1))


def codes(path):
    code = code_of(path)
    numbers = re.findall(r"(?:, |= |\? |: |\(|^ +)([12]\d{3}|4\d{3})(?=,|;|\)| :|$)", code, re.M)
    return set(numbers)


def main():
    cut = sys.argv.index("--")
    sources, tests = sys.argv[2:cut], sys.argv[cut + 1 :]
    text = "\n".join(open(t, encoding="utf-8", errors="replace").read() for t in tests)
    if sys.argv[1] == "words":
        text = letters(text)
        for path in sources:
            for line, sentence in sentences(path):
                if not is_quoted(sentence, text):
                    print(f"{path}:{line}: {sentence}")
    else:
        pages = set(re.findall(r"^    \{(\d{4}), ", open("objfmt/explain.c").read(), re.M))
        for code in sorted(pages):
            if not re.search(rf"\bLNK{code}\b|\bobjects LNK{code}", text):
                print(f"LNK{code}")


main()
