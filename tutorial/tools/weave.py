#!/usr/bin/python3
"""weave.py - fills in, and checks, everything in the tutorial that is not prose.

    weave.py [--check] [--bin build] [CHAPTER.md...]      no chapter: all, and the checks that need all of them

A chapter says where each excerpt, listing and picture comes from; this script puts it there (`make tutorial`), or says
with --check where a chapter is not what it would write (`make tutorial-check`). tutorial/README.md has the notation:

    ```c linker/gc.c mark-live         lines between `//> mark-live` and `//< mark-live` of that file (without a name: all of it)
    ```console [exit=N] [mask=WORD]    lines that begin with `$ ` are run, in one shell a chapter; the others are their output
    ```asm save=five.asm               hand-written; put into that file, for the commands that follow
    ```c pseudo                        hand-written, and shown only
    <!-- draw NAME.svg: KIND ... -->   draw.py KIND ... writes tutorial/pictures/NAME.svg, from files of the same shell
    <!-- also: 1F 4096 ... -->         numbers of the prose that stand nowhere else in the chapter (see check_numbers)

A chapter's commands run in a new home folder: `~/mylink` is this repository, `~/linking` the place where they begin.
"""
import argparse, concurrent.futures, difflib, os, re, shutil, signal, subprocess, sys, tempfile

TOOLS = os.path.abspath(os.path.dirname(__file__))
ROOT = os.path.abspath(os.path.join(TOOLS, '..', '..'))
SOURCE_FOLDERS = ('objfmt', 'implib', 'linker', 'loader', 'examples')
SOURCE_ENDINGS = ('.c', '.h', '.asm', '.def', '.S')
ANCHOR = re.compile(r'^\s*(?://|;)([<>]) ([a-z0-9-]+)\s*$')
SHORTEST, LONGEST = 5, 30  # lines of an excerpt
OUTPUT_LIMIT = 30000       # bytes that one command may print

# The dumps of a chapter are those of Debian 12's tools. Where others are installed the commands are still run, and must
# end as the chapter says, but the bytes that another compiler makes are not compared.
REFERENCE_TOOLS = {'clang': ('--version', r'version 14\.'), 'nasm': ('-v', r'version 2\.16'),
                   'lld-link': ('--version', r'LLD 14\.'), 'x86_64-w64-mingw32-gcc': ('--version', r'\) 12')}

# mask=WORD: what differs from run to run or machine to machine is replaced, visibly.
MASKS = {
    'time': (r'[0-9A-F]{6,8} (time date stamp) .*', r'........ \1 (the time of the run)'),
    'thread': (r'\bthread \d+', 'thread NNNN'),
    'object': (r'/dev/shm/myload-\d+/\S+', '/dev/shm/myload-UID/...'),
    'builtin': (r'RVA 0x[0-9a-f]+, address 0x70000[0-9a-f]+|(?<=myload, )\d+(?= names)',
                lambda m: '....' if m.group(0).isdigit() else 'RVA 0x...., address 0x70000.......'),
}


class Problem(Exception):
    """Something the writer of a chapter has to mend."""


# ---- Anchors in the sources

def source_files():
    for folder in SOURCE_FOLDERS:
        for where, folders, names in os.walk(os.path.join(ROOT, folder)):
            folders.sort()
            for name in sorted(names):
                if name.endswith(SOURCE_ENDINGS):
                    yield os.path.relpath(os.path.join(where, name), ROOT)


def find_anchors():
    """name -> (file, first line, last line), numbered from 0, the marks themselves left out."""
    anchors, problems = {}, []
    for path in source_files():
        open_at = {}
        for n, line in enumerate(read(path).splitlines()):
            mark = ANCHOR.match(line)
            if not mark:
                continue
            kind, name = mark.groups()
            if kind == '>':
                if name in anchors or name in open_at:
                    problems.append(f'{path}:{n + 1}: anchor {name} is there twice')
                open_at[name] = n + 1
            elif name not in open_at:
                problems.append(f'{path}:{n + 1}: anchor {name} ends without a beginning')
            else:
                anchors[name] = (path, open_at.pop(name), n)
        problems += [f'{path}:{n}: anchor {name} has no end' for name, n in open_at.items()]
    return anchors, problems


def read(path):
    with open(os.path.join(ROOT, path), encoding='utf-8', errors='surrogateescape') as f:
        return f.read()


def enclosing_function(lines, first):
    """The name of the function that line `first` is inside of; None when it is outside, or at the function's head."""
    for n in range(first - 1, -1, -1):
        if lines[n].startswith('}'):
            return None
        if lines[n].endswith('}') and not lines[n].startswith((' ', '}')):
            return None  # a function on one line
        head = re.match(r'^[A-Za-z_][^;=]*?\b([A-Za-z_]\w*)\((?!.*;\s*$)', lines[n])
        if head and not lines[n].startswith(('#', '//', 'typedef')):
            return head.group(1)
    return None


def excerpt(path, name, anchors):
    if name:
        if name not in anchors:
            raise Problem(f'unknown anchor: {name}')
        where, first, last = anchors[name]
        if where != path:
            raise Problem(f'anchor {name} is in {where}, not in {path}')
    lines = read(path).splitlines()
    if not name:
        first, last = 0, len(lines)
    body = [line.rstrip() for line in lines[first:last] if not ANCHOR.match(line)]
    if name and not SHORTEST <= len(body) <= LONGEST:
        raise Problem(f'anchor {name} has {len(body)} lines, not {SHORTEST} to {LONGEST}')
    margin = min((len(line) - len(line.lstrip()) for line in body if line.strip()), default=0)
    body = [line[margin:] for line in body]
    if not name:
        return body
    function = enclosing_function(lines, first)
    comment = ';' if path.endswith('.asm') else '//'
    return [f'{comment} {path}' + (f', in {function}()' if function else '')] + body


# ---- Chapters

class Fence:
    def __init__(self, line_num, info, body):
        self.line_num, self.info, self.body = line_num, info, body
        self.words = info.split()
        self.language = self.words[0] if self.words else ''

    def option(self, name, default=None):
        for word in self.words[1:]:
            if word.startswith(name + '='):
                return word[len(name) + 1:]
        return default

    def is_excerpt(self):
        return len(self.words) > 1 and '/' in self.words[1] and '=' not in self.words[1]

    def commands(self):
        """Groups of lines: a `$ ` line and the `> ` lines that continue it."""
        found = []
        for line in self.body:
            if line.startswith('$ '):
                found.append([line])
            elif line.startswith('> ') and found and found[-1][-1] and self.continues(found[-1]):
                found[-1].append(line)
        return found

    @staticmethod
    def continues(lines):
        return lines[-1].endswith('\\') or '<<' in lines[0]

    def text(self):
        return ['```' + self.info] + self.body + ['```']


class Draw:
    def __init__(self, line_num, line):
        self.line_num, self.line = line_num, line
        mark = re.match(r'<!-- draw ([a-z0-9-]+\.svg): (.+) -->$', line)
        if not mark:
            raise Problem(f'line {line_num}: not understood: {line}')
        self.name, self.arguments = mark.groups()


def parse_chapter(text):
    parts, lines, n = [], text.splitlines(), 0
    while n < len(lines):
        line = lines[n]
        if line.startswith('```'):
            end = n + 1
            while end < len(lines) and lines[end] != '```':
                end += 1
            if end == len(lines):
                raise Problem(f'line {n + 1}: a fence without an end')
            parts.append(Fence(n + 1, line[3:], lines[n + 1:end]))
            n = end
        elif line.startswith('<!-- draw'):
            parts.append(Draw(n + 1, line))
        else:
            parts.append(line)
        n += 1
    return parts


# ---- Running a chapter's commands

SESSION = r'''
cd ~/linking
last=0
run() { # NUMBER
    text=$(cat "$STEPS/$1.sh")
    (exit $last)
    eval "$text" >"$STEPS/$1.out" 2>&1 </dev/null
    last=$?
    echo $last >"$STEPS/$1.status"
}
'''


class Session:
    """Collects a chapter's steps, then runs them all in one shell."""

    def __init__(self, bin_folder):
        self.folder = tempfile.mkdtemp(prefix='mylink-tutorial-')
        self.home = os.path.join(self.folder, 'home')
        self.steps = os.path.join(self.folder, 'steps')
        self.count = 0
        os.makedirs(os.path.join(self.home, 'linking'))
        os.makedirs(os.path.join(self.home, 'bin'))
        os.makedirs(self.steps)
        os.symlink(ROOT, os.path.join(self.home, 'mylink'))
        if not shutil.which('clang'):
            newest = next((c for c in (f'clang-{n}' for n in range(30, 13, -1)) if shutil.which(c)), None)
            if newest:
                os.symlink(shutil.which(newest), os.path.join(self.home, 'bin', 'clang'))
        plain = os.path.join(ROOT, 'build', 'myload')  # runs images: an image's base lies in the sanitizers' shadow memory
        if os.path.exists(plain):
            os.symlink(plain, os.path.join(self.home, 'bin', 'myload'))
        path = [os.path.join(self.home, 'bin'), bin_folder, os.path.join(ROOT, 'build'), '/usr/local/bin', '/usr/bin', '/bin']
        self.env = {'HOME': self.home, 'PATH': ':'.join(path), 'STEPS': self.steps, 'LC_ALL': 'C.UTF-8', 'TZ': 'UTC',
                    'USER': 'student', 'ASAN_OPTIONS': 'detect_leaks=0:exitcode=99',
                    'DRAW': f'/usr/bin/python3 {TOOLS}/draw.py'}

    def add(self, text):
        self.count += 1
        with open(os.path.join(self.steps, f'{self.count}.sh'), 'w', encoding='utf-8') as f:
            f.write(text + '\n')
        return self.count

    def run(self, limit=240):
        script = SESSION + ''.join(f'run {n}\n' for n in range(1, self.count + 1))
        shell = subprocess.Popen(['bash', '-c', script], env=self.env, stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            shell.wait(limit)
        except subprocess.TimeoutExpired:
            os.killpg(shell.pid, signal.SIGKILL)
            shell.wait()
            raise Problem(f'the commands did not end in {limit} seconds')

    def result(self, step):
        try:
            with open(os.path.join(self.steps, f'{step}.status'), encoding='ascii') as f:
                status = int(f.read())
            with open(os.path.join(self.steps, f'{step}.out'), 'rb') as f:
                output = f.read(OUTPUT_LIMIT + 1)
        except FileNotFoundError:
            raise Problem('a command ended the shell')
        if len(output) > OUTPUT_LIMIT:
            raise Problem('a command prints too much')
        return status, output.decode('utf-8', 'replace').replace('\r', '').replace(self.home, '~').replace(ROOT, '~/mylink')

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def command_text(lines):
    return '\n'.join(line[2:] for line in lines)


def masked(output, masks):
    for word in masks:
        if word not in MASKS:
            raise Problem(f'unknown mask: {word}')
        output = re.sub(*MASKS[word], output)
    return [line.rstrip() for line in output.expandtabs().rstrip('\n').split('\n')] if output.strip() else []


def plan(part, session, anchors):
    """Adds a part's steps to the session; remembers their numbers in the part. Excerpts are filled in at once."""
    if isinstance(part, Draw):
        part.step = session.add(f'$DRAW {part.arguments}')
    elif not isinstance(part, Fence):
        return
    elif part.is_excerpt():
        part.body = excerpt(part.words[1], part.words[2] if len(part.words) > 2 else None, anchors)
    elif part.option('save'):
        text = '\n'.join(part.body)
        session.add(f"cat >{part.option('save')} <<'END OF FILE'\n{text}\nEND OF FILE")
    elif part.language == 'console':
        part.steps = [(lines, session.add(command_text(lines))) for lines in part.commands()]
    elif part.language not in ('', 'text') and 'pseudo' not in part.words:
        raise Problem(f'a `{part.language}` fence that names no file, and is neither console nor save= nor pseudo')


def fill_console(fence, session):
    want = int(fence.option('exit', '0'))
    masks = [word for word in fence.option('mask', '').split(',') if word]
    body = []
    for n, (lines, step) in enumerate(fence.steps):
        status, output = session.result(step)
        expected = want if n == len(fence.steps) - 1 else 0
        if status != expected:
            raise Problem(f'exit code {status}, not {expected}: {command_text(lines)}\n{output}')
        printed = masked(output, masks)
        if any(line.startswith('$ ') for line in printed):
            raise Problem(f'prints a line that looks like a command: {command_text(lines)}')
        body += ([''] if body and body[-1] not in fence.steps[n - 1][0] else []) + lines + printed
    fence.body = body


def weave(path, anchors, bin_folder):
    """The chapter as it should be, and its pictures {name: svg}."""
    parts = parse_chapter(read(path))
    session = Session(bin_folder)
    pictures = {}
    try:
        for part in parts:
            place(part, lambda part=part: plan(part, session, anchors))
        session.run()
        for part in parts:
            if isinstance(part, Fence) and part.language == 'console':
                place(part, lambda part=part: fill_console(part, session))
            elif isinstance(part, Draw):
                status, pictures[part.name] = session.result(part.step)
                if status:
                    raise Problem(f'line {part.line_num}: {part.arguments}: {pictures[part.name].strip()}')
    finally:
        session.close()
    lines = []
    for part in parts:
        lines += part.text() if isinstance(part, Fence) else [part.line if isinstance(part, Draw) else part]
    return '\n'.join(lines) + '\n', pictures


def place(part, action):
    try:
        action()
    except Problem as problem:
        raise Problem(f'line {part.line_num}: {problem}' if hasattr(part, 'line_num') else str(problem))


# ---- Numbers in the prose

def plain_number(word):
    word = word.lower()
    word = word[2:] if word.startswith('0x') else word.rstrip('h') if word.endswith('h') else word
    return word.lstrip('0') or '0'


def check_numbers(text, pictures):
    """Addresses, offsets and bytes that the prose mentions (as inline code) must stand in some listing or picture of the
    chapter: otherwise the prose would drift while the listings do not. Exceptions are listed in an `also:` comment."""
    shown, prose, allowed = [], [], []
    for part in parse_chapter(text):
        if isinstance(part, Fence):
            shown += part.body
        elif isinstance(part, str):
            mark = re.match(r'<!-- also: (.*) -->$', part)
            (allowed if mark else prose).append(mark.group(1) if mark else part)
    shown += [re.sub(r'<[^>]*>', ' ', svg) for svg in pictures.values()]
    text_shown = re.sub(r'\s+', ' ', ' '.join(shown)).upper()
    numbers = {plain_number(word) for word in re.findall(r'\b(?:0x)?[0-9a-f]+h?\b', text_shown.lower())}
    numbers |= {plain_number(word) for line in allowed for word in line.split()}
    missing = []
    for code in re.findall(r'`([^`]+)`', '\n'.join(prose)):
        code = re.sub(r'\s+', ' ', code)
        if re.fullmatch(r'[0-9A-Fa-f]{2}( [0-9A-Fa-f]{2})+', code):
            if code.upper() not in text_shown and not any(code.upper() in line.upper() for line in allowed):
                missing.append(code)
        elif re.fullmatch(r'(0x)?[0-9][0-9A-Fa-f]{2,}h?', code) and plain_number(code) not in numbers:
            missing.append(code)
    if missing:
        raise Problem('in the prose, but in no listing or picture of the chapter: ' + ', '.join(missing))


# ---- Links

def link_targets(text):
    in_fence = False
    for line in text.splitlines():
        if line.startswith('```'):
            in_fence = not in_fence
        if not in_fence:
            yield from re.findall(r'\]\(([^)\s]+)\)', re.sub(r'`[^`]*`', '', line))


def heading_id(heading):
    return re.sub(r'[^a-z0-9_ -]', '', re.sub(r'[`*]', '', heading).lower().strip()).replace(' ', '-')


def check_links(path, text):
    for target in link_targets(text):
        if target.startswith(('http:', 'https:')):
            continue
        name, _, fragment = target.partition('#')
        file = os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path
        if not os.path.exists(os.path.join(ROOT, file)):
            raise Problem(f'link to {target}: no such file')
        if fragment and file.endswith('.md'):
            target_text = text if file == path else read(file)
            if fragment not in {heading_id(h) for h in re.findall(r'^#+ (.*)$', target_text, re.M)}:
                raise Problem(f'link to {target}: no such heading')
    for name in re.findall(r'`((?:objfmt|implib|linker|loader|examples|tests|tutorial)/[\w./-]*\w)`', text):
        if not os.path.exists(os.path.join(ROOT, name)):
            raise Problem(f'{name} is named: no such file')


# ---- All of it

def is_reference_system():
    for tool, (option, pattern) in REFERENCE_TOOLS.items():
        name = shutil.which(tool)
        if not name or not re.search(pattern, subprocess.run([name, option], capture_output=True, text=True).stdout):
            return False
    return True


def chapters():
    return sorted(f'tutorial/{name}' for name in os.listdir(os.path.join(ROOT, 'tutorial')) if re.match(r'\d\d-.*\.md$', name))


def unused_anchors(anchors):
    words = set()
    for path in chapters():
        for part in parse_chapter(read(path)):
            if isinstance(part, Fence) and part.is_excerpt():
                words.update(part.words[2:])
    labs = os.path.join(ROOT, 'tutorial', 'labs')
    for where, _, names in os.walk(labs):
        for name in names:
            words.update(re.findall(r'[a-z0-9][a-z0-9-]*', read(os.path.join(where, name))))
    return [f'{anchors[name][0]}: anchor {name} is used by no chapter and no lab' for name in sorted(anchors) if name not in words]


def listed_pictures(text):
    return set(re.findall(r'^<!-- draw (\S+?):', text, re.M))


def check_whole(anchors):
    """What can only be said about all chapters together."""
    problems = unused_anchors(anchors)
    named = set()
    index, labs = read('tutorial/README.md'), os.path.join(ROOT, 'tutorial', 'labs')
    for path in chapters():
        text = read(path)
        named |= listed_pictures(text)
        if f'({os.path.basename(path)})' not in index:
            problems.append(f'tutorial/README.md does not list {path}')
    for name in sorted(os.listdir(os.path.join(ROOT, 'tutorial', 'pictures'))):
        if name not in named:
            problems.append(f'tutorial/pictures/{name}: no chapter draws it')
    sheets = sorted(f'tutorial/labs/{n}/task.md' for n in os.listdir(labs) if n.isdigit()) if os.path.isdir(labs) else []
    problems += [f'tutorial/README.md does not list {path}' for path in sheets if f'({path[9:]})' not in index]
    for path in ['tutorial/README.md', 'tutorial/glossary.md', 'tutorial/REFERENCES.md', 'tutorial/labs/INSTRUCTORS.md'] + sheets:
        if os.path.exists(os.path.join(ROOT, path)):
            try:
                check_links(path, read(path))
            except Problem as problem:
                problems.append(f'{path}: {problem}')
    return problems


def differences(path, old, new):
    return '\n'.join(difflib.unified_diff(old.splitlines(), new.splitlines(), path, path + ' (now)', lineterm='', n=1))


def one_chapter(path, anchors, options):
    """Problems of a chapter, as text; without --check, writes it."""
    try:
        text, pictures = weave(path, anchors, options.bin)
        old = read(path)
        stored = {name: f'tutorial/pictures/{name}' for name in pictures}
        problems = []
        if options.check and options.compare:
            if text != old:
                problems.append('has drifted (`make tutorial` refreshes it):\n' + differences(path, old, text))
            for name, file in stored.items():
                if not os.path.exists(os.path.join(ROOT, file)) or read(file) != pictures[name]:
                    problems.append(f'{file} has drifted (`make tutorial` refreshes it)')
        elif not options.check:
            for file, new in [(path, text)] + [(stored[name], svg) for name, svg in pictures.items()]:
                if not os.path.exists(os.path.join(ROOT, file)) or read(file) != new:
                    with open(os.path.join(ROOT, file), 'w', encoding='utf-8') as f:
                        f.write(new)
                    print(f'refreshed {file}')
        try:
            check_numbers(text if options.compare else old, pictures)
            check_links(path, text)
        except Problem as problem:
            problems.append(str(problem))
        return [f'{path}: {problem}' for problem in problems]
    except Problem as problem:
        return [f'{path}: {problem}']


def main():
    global ROOT
    parser = argparse.ArgumentParser(description='Refreshes or checks the tutorial.')
    parser.add_argument('--check', action='store_true')
    parser.add_argument('--bin', default='build', help='where mylink, mylib, mydump and myload are')
    parser.add_argument('--root', default=ROOT, help='the repository')
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('chapters', nargs='*')
    options = parser.parse_args()
    ROOT = os.path.abspath(options.root)
    options.bin = os.path.abspath(os.path.join(ROOT, options.bin))
    options.compare = not options.check or is_reference_system()
    if not options.compare:
        print('weave.py: not the tools of Debian 12 (clang 14, lld 14, nasm 2.16, mingw gcc 12): commands are run, their output is not compared')

    anchors, problems = find_anchors()
    asked = [os.path.relpath(os.path.abspath(path), ROOT) for path in options.chapters] or chapters()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for found in pool.map(lambda path: one_chapter(path, anchors, options), asked):
            problems += found
    if not options.chapters:
        problems += check_whole(anchors)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        sys.exit(f'weave.py: {len(problems)} problem' + ('s' if len(problems) > 1 else ''))
    if options.check:
        print(f'{len(asked)} chapters, {len(anchors)} anchors: nothing has drifted')


if __name__ == '__main__':
    main()
