#!/usr/bin/env python3
"""bench.py - times mylink, mylib and mydump beside LLVM's tools, and shows what grows faster than its input.

README.md beside this file says how to read the tables and how to add a workload. Workloads are made by gen.py under
build/bench/ when they are not there yet.
"""
import argparse, datetime, json, os, platform, re, shutil, statistics, subprocess, sys
from collections import namedtuple
import gen

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WORK = os.path.join(ROOT, "build", "bench")     # --work: another

# ---- What is measured: (workload, size), as gen.py knows them

LINKS = [("hello", 1), ("plain", 250), ("plain", 1000), ("dense", 200), ("dense", 800)]
GROWTH = [("equal-sections", 20000), ("one-symbol", 1000), ("archive-members", 25000), ("import-names", 50000),
          ("exports", 12500), ("section-names", 5000)]             # and at four times these sizes
TOOLS = [("lib-def", 12500), ("lib-objects", 1250), ("dump-object", 5000)]      # and at four times these sizes
SCALE = [("many-objects", "object", [1250, 2500, 5000, 10000]), ("many-symbols", "symbol", [125000, 250000, 500000, 1000000]),
         ("large-input", "MB", [250, 500, 1000]), ("bss", "MB", [1000, 2000, 3900])]           # name, what is counted, sizes
MODES = {"noicf": ["/opt:ref,noicf"], "icf": ["/opt:ref,icf"]}

Job = namedtuple("Job", "command folder outputs")      # a command to time, and the files it must find missing
Sample = namedtuple("Sample", "wall cpu memory")       # seconds, seconds, MB


def newest(name):
    """The newest of NAME, NAME-40 ... NAME-15 that is installed, or None."""
    found = []
    for command in [name] + ["%s-%d" % (name, n) for n in range(40, 14, -1)]:
        if shutil.which(command):
            m = re.search(r"(\d+)\.\d+", first_line([command, "--version"], r"\d+\.\d+"))
            found.append((int(m.group(1)) if m else 0, command))
    return max(found)[1] if found else None


def first_line(command, having="."):
    """The first line with `having` that the command prints."""
    text = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    return next((line.strip() for line in text.splitlines() if re.search(having, line)), "")


def folder_of(workload, size):
    return os.path.join(WORK, "%s-%d" % (workload, size))


def make_workload(workload, size):
    """What workload.json says; made anew when gen.py is newer. A folder whose name gen.py does not know is somebody's own."""
    folder, generator = folder_of(workload, size), os.path.join(HERE, "gen.py")
    stamp = os.path.join(folder, "workload.json")       # the last file that gen.py writes
    is_old = not os.path.exists(stamp) or os.path.getmtime(stamp) < os.path.getmtime(generator)
    if workload in gen.WORKLOADS and is_old:
        shutil.rmtree(folder, ignore_errors=True)
        print("making %s of size %d ..." % (workload, size), file=sys.stderr)
        subprocess.run([sys.executable, generator, folder, workload, str(size)], check=True)
    with open(stamp) as f:
        return json.load(f)


# ---- Timing

class Failed(Exception):
    pass


def run_once(job):
    for name in job.outputs:
        path = os.path.join(job.folder, name)
        if os.path.exists(path):
            os.unlink(path)
    p = subprocess.run([os.path.join(WORK, "stopwatch")] + job.command, cwd=job.folder, capture_output=True, text=True)
    if p.returncode:
        raise Failed("%s: exit code %d\n%s" % (" ".join(job.command), p.returncode, p.stderr[-500:]))
    wall, cpu, memory = p.stdout.split()
    return Sample(float(wall), float(cpu), float(memory) / 1024)


def measure(jobs, rounds):
    """jobs: key -> Job. One run of each to warm up, then rounds in which each runs once, in an order that rotates
    (A B C, B C A, ...): a machine that gets slower or faster meanwhile treats all alike. Returns key -> samples."""
    keys, samples = list(jobs), {key: [] for key in jobs}
    for key in keys:
        run_once(jobs[key])
    for n in range(rounds):
        for key in keys[n % len(keys):] + keys[:n % len(keys)]:
            samples[key].append(run_once(jobs[key]))
    return samples


def median(samples, field):
    return statistics.median(getattr(s, field) for s in samples)


def per_byte(memory, facts):
    """Memory (in MB) per byte of input; of a few kB of input it would say nothing."""
    return "%.2f" % (memory * (1 << 20) / facts["input_bytes"]) if facts["input_bytes"] > 1e6 else "-"


def ratio(ours, theirs, field):
    """Median of the ratios within a round, which a drifting machine changes less than a ratio of medians."""
    return statistics.median(getattr(a, field) / max(getattr(b, field), 1e-9) for a, b in zip(ours, theirs))


def instructions(job):
    """How many instructions the command executes: the same on a busy machine."""
    for name in job.outputs:
        if os.path.exists(os.path.join(job.folder, name)):
            os.unlink(os.path.join(job.folder, name))
    p = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"] + job.command, cwd=job.folder,
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    m = re.search(r"Collected : (\d+)", p.stderr)
    if p.returncode or not m:
        raise Failed("valgrind %s: exit code %d\n%s" % (" ".join(job.command), p.returncode, p.stderr[-500:]))
    return int(m.group(1))


# ---- Tables, in Markdown: they are printed and go into RESULTS.md as they are

class Report:
    def __init__(self):
        self.text = []

    def line(self, text=""):
        print(text, flush=True)
        self.text.append(text)

    def table(self, title, note, heads):
        self.line("\n## %s\n\n%s\n" % (title, note))
        self.line("| " + " | ".join(heads) + " |")
        self.line("|" + "|".join(" --- " if i == 0 else " ---: " for i in range(len(heads))) + "|")

    def row(self, *cells):
        self.line("| " + " | ".join(str(c) for c in cells) + " |")


def triple(ours, theirs, field, factor=1.0, form="%.1f"):
    """Three cells: our median, theirs, the ratio."""
    cells = [form % (factor * median(ours, field))]
    return cells + (["-", "-"] if theirs is None else [form % (factor * median(theirs, field)), "%.2f" % ratio(ours, theirs, field)])


# ---- Links

def link_job(command, tool, workload, size, mode, threads):
    out = tool + (".dll" if workload == "exports" else ".exe")
    libraries = [tool + ".lib", tool + ".exp"]
    command = command + ["@link.rsp", "/out:" + out, "/threads:%d" % threads] + MODES[mode]
    if workload == "exports":
        command.append("/implib:" + libraries[0])
    return Job(command, folder_of(workload, size), [out] + libraries)


def check_program(a, job, workload):
    """Runs what mylink has made: a fast link of a wrong program is worth nothing."""
    loader = os.path.join(a.bin, "myload")
    if workload["exit"] is None or not os.path.exists(loader):
        return
    run_once(job)
    program = os.path.join(job.folder, job.outputs[0])
    code = subprocess.run([loader, program], stdout=subprocess.DEVNULL).returncode
    if code != workload["exit"]:
        raise Failed("%s exits with %d, not %d" % (program, code, workload["exit"]))


def link_jobs(a, workload, size, threads):
    """(tool, mode, threads) -> Job, for both linkers"""
    tools = [("mylink", a.mylink)] + ([("lld-link", a.reference)] if a.reference else [])
    return {(tool, mode, n): link_job(command, tool, workload, size, mode, n)
            for tool, command in tools for mode in a.modes for n in threads}


def bench_links(a, report):
    report.table("Links", "Times in ms, memory in MB; ratio: mylink / lld-link with as many threads, below 1 means less.",
                 ["workload", "/OPT:REF", "threads", "wall", "lld-link", "ratio", "CPU", "lld-link", "ratio", "memory",
                  "lld-link", "ratio"])
    bytes_and_samples = {}
    for workload, size in LINKS:
        if not re.search(a.only, "%s-%d" % (workload, size)):
            continue
        facts, jobs = make_workload(workload, size), link_jobs(a, workload, size, a.threads)
        for (tool, _, _), job in jobs.items():
            if tool == "mylink":
                check_program(a, job, facts)
        samples = measure(jobs, a.rounds or (20 if workload == "hello" else 5))
        for mode in a.modes:
            for n in a.threads:
                ours, theirs = samples["mylink", mode, n], samples.get(("lld-link", mode, n))
                report.row("%s-%d" % (workload, size), mode, n, *triple(ours, theirs, "wall", 1e3), *triple(ours, theirs, "cpu", 1e3),
                           *triple(ours, theirs, "memory"))
        bytes_and_samples[workload, size] = facts["input_bytes"], samples
    report_two_threads(a, report, bytes_and_samples)
    report_bytes(a, report, bytes_and_samples)


def report_two_threads(a, report, results):
    if not {1, 2} <= set(a.threads) or not results:
        return
    report.table("Two threads", "What mylink takes with two threads, as a ratio to one.", ["workload", "/OPT:REF", "wall", "CPU", "memory"])
    for (workload, size), (_, samples) in results.items():
        for mode in a.modes:
            one, two = samples["mylink", mode, 1], samples["mylink", mode, 2]
            report.row("%s-%d" % (workload, size), mode, *["%.2f" % ratio(two, one, field) for field in Sample._fields])


def report_bytes(a, report, results):
    if not results:
        return
    report.table("Time per byte of input", "CPU time of mylink with one thread (or the fewest asked for).", ["workload", "/OPT:REF", "MB", "CPU ms", "ms per MB"])
    for (workload, size), (input_bytes, samples) in results.items():
        for mode in a.modes:
            cpu = 1e3 * median(samples["mylink", mode, min(a.threads)], "cpu")
            report.row("%s-%d" % (workload, size), mode, "%.2f" % (input_bytes / 1e6), "%.1f" % cpu, "%.2f" % (cpu / (input_bytes / 1e6)))


def bench_hyperfine(a, report):
    """The smallest link takes about as long as starting a process: hyperfine measures that with more care."""
    if not shutil.which("hyperfine") or not re.search(a.only, "hello-1"):
        return
    make_workload("hello", 1)
    report.table("hello by hyperfine", "Wall time in ms over many runs, one thread, without a shell.", ["linker", "mean", "deviation", "fastest", "runs"])
    for (tool, mode, _), job in link_jobs(a, "hello", 1, [1]).items():
        if mode != a.modes[0]:
            continue
        results = os.path.join(WORK, "hyperfine.json")
        runs = ["--runs", str(a.rounds)] if a.rounds and a.rounds > 1 else ["--min-runs", "2" if a.rounds else "100"]
        subprocess.run(["hyperfine", "-N", "--warmup", "3", *runs, "--export-json", results, " ".join(job.command)], cwd=job.folder,
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(results) as f:
            r = json.load(f)["results"][0]
        report.row(tool, "%.2f" % (1e3 * r["mean"]), "%.2f" % (1e3 * r["stddev"]), "%.2f" % (1e3 * r["min"]), len(r["times"]))


# ---- mylib and mydump

def tool_jobs(a, workload, size):
    """What is done -> (our Job, theirs or None)"""
    folder = folder_of(workload, size)
    librarian = newest("llvm-lib")
    reader = newest("llvm-readobj")
    mylib, mydump = [os.path.join(a.bin, "mylib"), "/nologo"], [os.path.join(a.bin, "mydump")]

    def pair(ours, program, theirs, outputs=((), ())):
        return Job(ours, folder, outputs[0]), Job([program] + theirs, folder, outputs[1]) if program else None
    if workload == "lib-def":
        if librarian and not first_line([librarian, "/?"], "/def:"):
            librarian = None # before LLVM 15
        arguments = ["/def:exports.def", "/machine:x64", "/out:%s.lib"]
        name = "an import library of %d names" % size
    elif workload == "lib-objects":
        arguments = ["/machine:x64", "@link.rsp", "/out:%s.lib"]
        name = "an archive of %d objects" % size
    else:
        return {"an object of %d functions" % size:
                pair(mydump + ["/headers", "/symbols", "/relocations", "large.obj"], reader,
                     ["--file-headers", "--sections", "--symbols", "--relocations", "large.obj"]),
                "a library of %d members" % size:
                pair(mydump + ["/headers", "many.lib"], reader, ["--file-headers", "--sections", "many.lib"])}
    return {name: pair(mylib + [x.replace("%s", "mylib") for x in arguments], librarian,
                       ["/nologo"] + [x.replace("%s", "llvm-lib") for x in arguments],
                       (["mylib.lib", "mylib.exp"], ["llvm-lib.lib"]))}


def bench_tools(a, report):
    report.table("mylib and mydump", "Beside llvm-lib and llvm-readobj. Times in ms, memory in MB.",
                 ["job", "wall", "LLVM", "ratio", "CPU", "LLVM", "ratio", "memory", "LLVM", "ratio"])
    for workload, small in TOOLS:
        size = 4 * small
        if not re.search(a.only, "%s-%d" % (workload, size)):
            continue
        make_workload(workload, size)
        for name, (ours, theirs) in tool_jobs(a, workload, size).items():
            jobs = {"ours": ours, **({"theirs": theirs} if theirs else {})}
            samples = measure(jobs, a.rounds or 5)
            report.row(name, *[cell for field, factor in (("wall", 1e3), ("cpu", 1e3), ("memory", 1))
                               for cell in triple(samples["ours"], samples.get("theirs"), field, factor)])


# ---- Growth from n to 4n

def growth_jobs(a, workload, size):
    """What is done -> (our Job, theirs or None)"""
    if workload in dict(TOOLS):
        return {re.sub(r" %d" % size, "", name): pair for name, pair in tool_jobs(a, workload, size).items()}
    jobs = link_jobs(a, workload, size, [1])
    return {"%s, %s" % (workload, mode): (jobs["mylink", mode, 1], jobs.get(("lld-link", mode, 1))) for mode in a.modes}


def bench_growth(a, report):
    unit = "instructions, in millions" if a.instructions else "CPU time, in ms"
    report.table("Growth", "What n and 4n of one thing cost with one thread: " + unit + ". Growth: cost(4n) / (4 cost(n)); 1.00 is linear. "
                 "Memory is the peak at n and at 4n, and that at 4n per byte of input.",
                 ["job", "n", "cost(n)", "cost(4n)", "growth", "LLVM(n)", "LLVM(4n)", "growth", "MB(n)", "MB(4n)", "per byte"])
    for workload, size in GROWTH + TOOLS:
        if not re.search(a.only, "%s-%d" % (workload, size)) and not re.search(a.only, "%s-%d" % (workload, 4 * size)):
            continue
        make_workload(workload, size)
        facts = make_workload(workload, 4 * size)
        large_jobs = growth_jobs(a, workload, 4 * size)
        for name, small_pair in growth_jobs(a, workload, size).items():
            jobs = {(who, many): pair[who] for many, pair in ((0, small_pair), (1, large_jobs[name])) for who in (0, 1) if pair[who]}
            if a.instructions:
                cost = {key: instructions(job) / 1e6 for key, job in jobs.items() if key[0] == 0}
                memory = ["-", "-", "-"]
            else:
                samples = measure(jobs, a.rounds or 3)
                cost = {key: 1e3 * median(samples[key], "cpu") for key in jobs}
                memory = ["%.1f" % median(samples[0, many], "memory") for many in (0, 1)]
                memory.append(per_byte(median(samples[0, 1], "memory"), facts))
            cells = []
            for who in (0, 1):
                if (who, 0) in cost:
                    cells += ["%.1f" % cost[who, 0], "%.1f" % cost[who, 1], "%.2f" % (cost[who, 1] / 4 / cost[who, 0])]
                else:
                    cells += ["-", "-", "-"]
            report.row(name, size, *cells, *memory)


# ---- Sizes that must work

def bench_scale(a, report):
    """These inputs are large: each is made for its row and removed behind it."""
    report.table("Scale", "mylink with one thread and /OPT:REF,ICF. Per one: CPU time per object, symbol or MB; the same figure in all rows "
                 "of a workload means linear time. Memory: the peak, in which the mapped pages of inputs count; per byte: of input.",
                 ["workload", "of", "input MB", "image MB", "wall ms", "CPU ms", "per one, \u00b5s", "memory MB", "per byte"])
    for workload, unit, sizes in SCALE:
        for size in sizes:
            if not re.search(a.only, "%s-%d" % (workload, size)):
                continue
            facts = make_workload(workload, size)
            job = link_job(a.mylink, "mylink", workload, size, "icf", 1)
            check_program(a, job, facts)
            samples = measure({"": job}, a.rounds or 3)[""]
            image = os.path.getsize(os.path.join(job.folder, job.outputs[0]))
            shutil.rmtree(job.folder)
            cpu, memory = median(samples, "cpu"), median(samples, "memory")
            report.row("%s-%d" % (workload, size), unit, "%.1f" % (facts["input_bytes"] / 1e6), "%.1f" % (image / 1e6),
                       "%.1f" % (1e3 * median(samples, "wall")), "%.1f" % (1e3 * cpu), "%.2f" % (1e6 * cpu / size), "%.1f" % memory, per_byte(memory, facts))


# ---- The page

def describe_machine(a):
    """Lines about where and with what the figures were measured."""
    with open("/proc/cpuinfo") as f:
        cpu = re.search(r"model name\s*: (.*)", f.read())
    with open("/proc/meminfo") as f:
        memory = int(re.search(r"MemTotal:\s*(\d+)", f.read()).group(1)) / (1 << 20)
    commit = first_line(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"]) if shutil.which("git") else "?"
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    lines = ["- Date: " + datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
             "- Command: `make bench%s`" % (" ARGS='%s'" % " ".join(a.arguments) if a.arguments else ""),
             "- Machine: %s, %d cores, %.0f GB, Linux %s; load average at the start: %.1f"
             % (cpu.group(1) if cpu else platform.machine(), cores, memory, platform.release(), load),
             "- mylink: commit %s, built with %s" % (commit, first_line([os.environ.get("CC", "cc"), "--version"])),
             "- Reference: %s" % (first_line(a.reference + ["--version"]) if a.reference else "lld-link is not installed")]
    if load > 0.5 * cores:
        lines.append("- **The machine was busy with other work: the wall times here mean little.** CPU times are less disturbed "
                     "(by a tenth or two), memory hardly.")
    return lines


def build_stopwatch():
    source, program = os.path.join(HERE, "stopwatch.c"), os.path.join(WORK, "stopwatch")
    os.makedirs(WORK, exist_ok=True)
    if not os.path.exists(program) or os.path.getmtime(program) < os.path.getmtime(source):
        subprocess.run([os.environ.get("CC", "cc"), "-O2", "-o", program, source], check=True)


def parse_arguments():
    global WORK
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--only", default="", metavar="REGEX", help="only workloads whose NAME-SIZE matches")
    p.add_argument("--workload", action="append", metavar="NAME:SIZE", help="link this one instead of the default set")
    p.add_argument("--sets", default="links,hyperfine,tools,growth,scale", help="which tables (default: all: %(default)s)")
    p.add_argument("--rounds", type=int, help="rounds of each workload (default: 5; hello 20, growth and scale 3)")
    p.add_argument("--modes", default="noicf,icf", help="with /OPT:REF: %(default)s")
    p.add_argument("--threads", default="1,2", help="default: %(default)s")
    p.add_argument("--instructions", action="store_true", help="growth in instructions, counted by valgrind, instead of CPU time")
    p.add_argument("--mylink", help="the linker to measure (default: mylink of --bin)")
    p.add_argument("--reference", help="the linker to compare with (default: the newest lld-link); 'none' for none")
    p.add_argument("--bin", default=os.path.join(ROOT, "build"), help="folder of the programs (default: build)")
    p.add_argument("--work", default=WORK, help="folder of the workloads (default: build/bench)")
    p.add_argument("--write", action="store_true", help="write the tables into tests/bench/RESULTS.md, too")
    a = p.parse_args()
    a.arguments = sys.argv[1:]
    a.bin, WORK = os.path.abspath(a.bin), os.path.abspath(a.work)
    a.mylink = a.mylink.split() if a.mylink else [os.path.join(a.bin, "mylink")]
    a.modes, a.threads = a.modes.split(","), [int(n) for n in a.threads.split(",")]
    reference = newest("lld-link") if a.reference is None else None if a.reference == "none" else a.reference
    a.reference = reference.split() if reference else None
    if a.workload:
        LINKS[:] = [(w.split(":")[0], int(w.split(":")[1])) for w in a.workload]
    return a


def main():
    a = parse_arguments()
    build_stopwatch()
    report = Report()
    report.line("\n".join(describe_machine(a)))
    sets = {"links": bench_links, "hyperfine": bench_hyperfine, "tools": bench_tools, "growth": bench_growth, "scale": bench_scale}
    try:
        for name in a.sets.split(","):
            sets[name](a, report)
    except Failed as e:
        sys.exit("bench.py: failed: %s" % e)
    if a.write:
        with open(os.path.join(HERE, "RESULTS.md"), "w") as f:
            f.write("# Results of `make bench`\n\nWritten by `make bench ARGS=--write`; README.md beside this page says how to read it.\n\n"
                    + "\n".join(report.text) + "\n")


if __name__ == "__main__":
    main()
