# coverage.py - which lines the tests have run: `make coverage` calls it.
#
#   coverage.py OBJECTS NOT_RUN [--limits]
#
#   OBJECTS    folder where a build with gcc's --coverage has put its objects
#   NOT_RUN    file to write: each line that did not run, as FILE:LINE: text
#   --limits   also say whether each folder reaches its limit; exit code 1 when one does not
#
# gcc left a .gcno file beside each object (its lines) and each program that ended added to the .gcda files (how often
# each line ran); gcov joins the two. An object that never ran has no .gcda file: all its lines count as not run.
# A line of a header is in many objects, and a line of the loader in the loaders for three machines: it has run when it
# ran in one of them.
import json
import os
import subprocess
import sys

GCOV = os.environ.get("GCOV", "gcov")
LIMITS = {"objfmt": 95, "implib": 85, "linker": 85, "loader": 85}  # percent of lines


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
    return {name: lines for name, lines in counts.items() if lines and name.split("/")[0] in LIMITS}


def write_not_run(counts, path):
    with open(path, "w") as out:
        for name in sorted(counts):
            with open(name) as source:
                text = source.read().splitlines()
            for number, count in sorted(counts[name].items()):
                if count == 0:
                    out.write(f"{name}:{number}: {text[number - 1]}\n")


def percent(run, all_lines):
    return f"{100 * run / all_lines:6.1f} % of {all_lines:6} lines"


def main(objects, not_run, limits):
    counts = read_counts(objects)
    write_not_run(counts, not_run)
    totals = {}  # folder: (lines run, lines)
    for folder in LIMITS:
        files = []  # (part that ran, name, lines run, lines)
        for name, lines in counts.items():
            if name.startswith(folder + "/"):
                ran = sum(count > 0 for count in lines.values())
                files.append((ran / len(lines), name, ran, len(lines)))
        print(f"\n{folder}/")
        for _, name, ran, size in sorted(files):
            print(f"  {percent(ran, size)}  {name}")
        totals[folder] = (sum(f[2] for f in files), sum(f[3] for f in files))
    print("\nlines that did not run:", not_run)
    missed = 0
    for folder, (ran, size) in totals.items():
        holds = ran * 100 > LIMITS[folder] * size
        missed += not holds
        verdict = f"   limit {LIMITS[folder]} %: {'holds' if holds else 'DOES NOT HOLD'}" if limits else ""
        print(f"  {percent(ran, size)}  {folder}/{verdict}")
    if limits and missed:
        sys.exit("coverage.py: write tests for what does not run, or remove it")


if len(sys.argv) not in (3, 4) or sys.argv[3:] not in ([], ["--limits"]):
    sys.exit("usage: coverage.py OBJECTS NOT_RUN [--limits]")
main(sys.argv[1], sys.argv[2], len(sys.argv) == 4)
