#!/usr/bin/python3
"""make.py - makes a lab's folder:  make.py N OUT [--seed S] [--bin build] [--solution]

The folder is a project of its own: a copy of the sources that the lab's program needs, in which the anchored lines that
lab.py names (CUTS) are replaced by its stub; the objects of what the student does not touch; task sheet, Makefile, grader.
"""
import argparse, os, re, shutil, sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, '..', '..'))
FOLDERS = {'mylink': ('linker', 'implib', 'objfmt'), 'mydump': ('objfmt',), 'myload': ('loader', 'objfmt')}
LIBRARIES = {'myload': ' -pie -Wl,--no-as-needed -lm'}  # loader/loader.mk says why
# What no lab has, solved or not. A linker that refuses its own wrong image would leave the grader nothing to look at.
LEFT_OUT = {'mylink': [('linker/self_check.c', 'lab-self-check', '''
// In a lab the grader reads the finished image, and tells more about it.
bool check_finished_image(Link *link, Str bytes) {
    return link && bytes.n;
}
''')]}
MAINS = {'objfmt/dump_main.c': 'mydump', 'implib/main.c': 'mylib'}

MAKEFILE = '''# Lab {n}: {title}
#
#   make                  builds build/{program}
#   make grade            grades it; MYLINK=path grades another program that takes link.exe's command line
#   make handin           packs what you wrote into handin-lab{n}.tar
SEED    ?= {seed}
MYLINK  ?=
PROGRAM := build/{program}
FILES   := {files}
SOURCES := {sources}
CC      ?= cc
# Helpers stay unused until your code calls them, so that is no warning here.
CFLAGS  ?= -O0 -g -I. -Wall -Wextra -Wshadow -Wstrict-prototypes -Wno-unused-function -Wno-unused-parameter
OBJ     := build/obj/release

all: $(PROGRAM)
$(PROGRAM): $(SOURCES:%.c=$(OBJ)/%.o)
	@$(CC) -o $@ $^ -lpthread{libraries}
$(OBJ)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE -DMYLINK_VERSION='"lab"' $(CFLAGS) -MMD -MP -c -o $@ $<

grade:
	@rm -f results.xml results.json
	@$(if $(MYLINK),true,$(MAKE) --no-print-directory $(PROGRAM)) || {{ /usr/bin/python3 grader/grader.py . --does-not-build $(PROGRAM); exit 1; }}
	@/usr/bin/python3 grader/grader.py . '$(SEED)' $(MYLINK)

handin:
	@echo '$(SEED)' > seed.txt
	@tar cf handin-lab{n}.tar seed.txt $(FILES)
	@echo 'handin-lab{n}.tar: seed.txt $(FILES)'

clean:
	rm -rf build/obj work $(PROGRAM) results.xml results.json

.PHONY: all grade handin clean
-include $(SOURCES:%.c=$(OBJ)/%.d)
'''

OWN_MAKEFILE = '''# Lab {n}: {title}
#
#   make grade MYLINK=path      grades your linker, which takes link.exe's command line; write it in any language
#   make handin MYLINK=path     packs it into handin-lab{n}.tar, under the name mylink; FILES='...' adds what it needs beside it
SEED   ?= {seed}
MYLINK ?= ./mylink
FILES  ?=

grade:
	@/usr/bin/python3 grader/grader.py . '$(SEED)' $(MYLINK)

handin:
	@rm -rf handin && mkdir handin
	@cp $(MYLINK) handin/mylink && echo '$(SEED)' > handin/seed.txt
	@$(if $(FILES),cp -r $(FILES) handin)
	@cd handin && tar cf ../handin-lab{n}.tar * && echo handin-lab{n}.tar: *

.PHONY: grade handin
'''


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def load_lab(n):
    space = {'__name__': 'lab'}
    exec(compile(read(os.path.join(HERE, n, 'lab.py')), f'lab {n}', 'exec'), space)
    return space


def cut(text, anchor, stub):
    """Replaces what stands between the marks of `anchor`. The marks of anchors inside go with it."""
    pattern = re.compile(rf'^[ \t]*//> {anchor}\n(.*?)^[ \t]*//< {anchor}\n', re.S | re.M)
    if not pattern.search(text):
        sys.exit(f'make.py: no anchor {anchor}')
    return pattern.sub(lambda m: stub.strip('\n') + '\n', text)


def main():
    p = argparse.ArgumentParser()
    p.add_argument('n')
    p.add_argument('out')
    p.add_argument('--seed', default='1')
    p.add_argument('--bin', default='build')
    p.add_argument('--solution', action='store_true')
    o = p.parse_args()
    if not os.path.exists(os.path.join(HERE, o.n, 'lab.py')):
        have = sorted((x for x in os.listdir(HERE) if os.path.exists(os.path.join(HERE, x, 'lab.py'))), key=int)
        sys.exit(f'make.py: no lab {o.n}. There are: {" ".join(have)}')
    if not re.fullmatch(r'[A-Za-z0-9@._-]{1,64}', o.seed):
        sys.exit('make.py: a seed is up to 64 letters, digits and @._-')
    if os.path.exists(o.out):
        sys.exit(f'make.py: {o.out} is there already; move it away, or say OUT=another')
    lab, binaries = load_lab(o.n), os.path.join(ROOT, o.bin)
    sources = []
    for folder in FOLDERS.get(lab['PROGRAM'], ()) if lab['CUTS'] else ():
        for name in sorted(os.listdir(os.path.join(ROOT, folder))):
            path = f'{folder}/{name}'
            if not name.endswith(('.c', '.h')) or MAINS.get(path, lab['PROGRAM']) != lab['PROGRAM']:
                continue
            copy(os.path.join(ROOT, path), os.path.join(o.out, path))
            if name.endswith('.c'):
                sources.append(path)
                for ending in ('.o', '.d'):
                    compiled = f'obj/release/{path[:-2]}{ending}'
                    if os.path.exists(os.path.join(binaries, compiled)):  # or the lab compiles it
                        copy(os.path.join(binaries, compiled), os.path.join(o.out, 'build', compiled))
    if 'loader/main.c' in sources:  # the build makes this one
        sources.append('loader/builtin_names.c')
        copy(os.path.join(binaries, 'obj/release/loader/builtin_names.c'), os.path.join(o.out, sources[-1]))
        copy(os.path.join(binaries, 'obj/release/loader/builtin_names.o'), os.path.join(o.out, 'build/obj/release/loader/builtin_names.o'))
    files = []
    for path, anchor, stub in lab['CUTS']:
        target = os.path.join(o.out, path)
        text = read(target)
        if path not in files:
            files.append(path)
            if not o.solution:  # for the stubs
                last = list(re.finditer(r'^#include .*\n', text, re.M))[-1]
                text = text[:last.end()] + '#include "../lab.h"\n' + text[last.end():]
        text = text if o.solution else cut(text, anchor, stub)
        write(target, text)
        forget_object(o.out, path)
    for path, anchor, replacement in LEFT_OUT.get(lab['PROGRAM'], ()) if lab['CUTS'] else ():
        write(os.path.join(o.out, path), cut(read(os.path.join(o.out, path)), anchor, replacement))
        forget_object(o.out, path)
    for path in files:  # the marks of anchors are of no use to the student
        write(os.path.join(o.out, path), re.sub(r'^[ \t]*//[<>] [a-z0-9-]+\n', '', read(os.path.join(o.out, path)), flags=re.M))
    for name in ('mylink', 'mydump', 'myload', 'lib/x64/kernel32.lib'):
        copy(os.path.join(binaries, name), os.path.join(o.out, 'tools', os.path.basename(name)))
    copy(os.path.join(HERE, 'lab.h'), os.path.join(o.out, 'lab.h'))
    copy(os.path.join(HERE, 'grader.py'), os.path.join(o.out, 'grader', 'grader.py'))
    copy(os.path.join(HERE, o.n, 'lab.py'), os.path.join(o.out, 'grader', 'lab.py'))
    copy(os.path.join(HERE, o.n, 'task.md'), os.path.join(o.out, 'TASK.md'))
    write(os.path.join(o.out, 'Makefile'), (MAKEFILE if lab['CUTS'] else OWN_MAKEFILE).format(
        n=o.n, title=lab['TITLE'], program=lab['PROGRAM'], libraries=LIBRARIES.get(lab['PROGRAM'], ''), seed=o.seed, files=' '.join(files), sources=' '.join(sources)))
    print(f'{o.out}: lab {o.n}, {lab["TITLE"]}. Read {o.out}/TASK.md, then: cd {o.out} && make grade')


def forget_object(folder, path):
    """What was compiled of the whole source is not what the lab has."""
    compiled = os.path.join(folder, f'build/obj/release/{path[:-2]}.o')
    if os.path.exists(compiled):
        os.remove(compiled)


def copy(source, target):
    if not os.path.exists(source):
        sys.exit(f'make.py: {os.path.relpath(source, ROOT)} is missing; run `make` first')
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copy2(source, target)  # with its time, so that make knows what is compiled already


main()
