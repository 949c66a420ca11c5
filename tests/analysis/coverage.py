# coverage.py - which lines the tests have run: `make coverage` calls it.
#
#   coverage.py OBJECTS [FOLDER...]    OBJECTS: where a build with gcc's --coverage has put its objects
#
# gcc left a .gcno file beside each object (its lines) and each program that ended added to the .gcda files (how often
# each line ran); gcov joins the two. An object that never ran has no .gcda file: all its lines count as not run.
# A line of a header is in many objects: it has run when it ran in one of them.
import json
import os
import subprocess
import sys

GCOV = os.environ.get("GCOV", "gcov")


def read_counts(objects):
    """{source file: {line: how often it ran}}"""
    notes = [os.path.join(folder, name) for folder, _, names in os.walk(objects) for name in names if name.endswith(".gcno")]
    if not notes:
        sys.exit(f"coverage.py: {objects} holds no .gcno file: it was not built with --coverage")
    run = subprocess.run([GCOV, "--json-format", "--stdout", *sorted(notes)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if run.returncode:
        sys.exit(f"coverage.py: {GCOV} failed:\n{run.stderr}")
    counts = {}
    for answer in run.stdout.splitlines():  # one JSON text for each object
        for source in json.loads(answer)["files"]:
            lines = counts.setdefault(os.path.normpath(source["file"]), {})
            for line in source["lines"]:
                number = line["line_number"]
                lines[number] = lines.get(number, 0) + line["count"]
    return counts


def percent(run, all_lines):
    return f"{100 * run / all_lines:6.1f} % of {all_lines:6} lines"


def main(objects, folders):
    counts = read_counts(objects)
    for folder in folders:
        files = []  # (part that ran, name, lines run, lines)
        for name, lines in counts.items():
            if name.startswith(folder + "/") and lines:
                ran = sum(count > 0 for count in lines.values())
                files.append((ran / len(lines), name, ran, len(lines)))
        print(f"\n{folder}/")
        for _, name, ran, size in sorted(files):
            print(f"  {percent(ran, size)}  {name}")
        print(f"  {percent(sum(f[2] for f in files), max(1, sum(f[3] for f in files)))}  all of {folder}/")


if len(sys.argv) < 2:
    sys.exit("usage: coverage.py OBJECTS [FOLDER...]")
main(sys.argv[1], sys.argv[2:] or ["objfmt", "implib", "linker", "loader"])
