# mylink's build.
#
#   make            the programs and import libraries, into build/
#   make demo       installs nasm, clang and llvm-rc if they are missing, then builds, links and runs the examples
#                   MACHINE=x86, MACHINE=arm64: for another machine
#   make check      the quick tests; nothing is downloaded or installed
#   make test       all tests, and again under the sanitizers; installs the packages that they need
#   make sanitize   the tests with the ASan + UBSan build only
#   make install PREFIX=/usr/local DESTDIR=
#   make fuzz TIME=60   each fuzzer for that many seconds (tests/fuzz/README.md)
#   make analyze    clang-tidy, cppcheck, gcc -fanalyzer and shellcheck find nothing (.clang-tidy, tests/analysis/)
#   make coverage   which lines the quick tests run; ALL=1: all tests; TESTS='broken- unit-': only those (tests/analysis/coverage.py)
#   make valgrind   the quick tests with mylink, mylib and mydump under valgrind; TESTS='broken- unit-': only those
#   make campaign TIMES=100   failing system calls and signals, again and again
#   make bench      times links beside lld-link's; ARGS='--only dense' and others: tests/bench/README.md
#   make tutorial   refreshes the excerpts and listings of tutorial/         make book   HTML and PDF of it
#
#   make DEBUG=1    unoptimised, into build/debug/        make SAN=1   with ASan and UBSan, into build/san/
#   make V=1        shows the whole commands              make STATIC=   does not take the C library into the programs

CC      ?= cc
VERSION := 0.1
PREFIX  ?= /usr/local
JOBS    := $(shell nproc 2>/dev/null || echo 2)

ifdef FUZZ
MODE   := fuzz
BIN    := build/fuzz/bin
CC     := $(lastword $(foreach n,clang $(addprefix clang-,14 15 16 17 18 19 20 21 22),$(shell command -v $(n))))
OPT    := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
else ifdef SAN
MODE   := san
BIN    := build/san
OPT    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
else ifdef COVERAGE
MODE   := coverage
BIN    := build/coverage
OPT    := -O0 -g --coverage -fprofile-update=prefer-atomic -include tests/analysis/coverage.h
else ifdef DEBUG
MODE   := debug
BIN    := build/debug
OPT    := -O0 -g
else
MODE   := release
BIN    := build
OPT    := -O2 -g
STATIC := -static-pie
endif
OBJ    := build/obj/$(MODE)

CFLAGS  ?=
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla
ALL_CFLAGS := -std=c11 -D_GNU_SOURCE -DMYLINK_VERSION='"$(VERSION)"' $(WARN) $(OPT) $(CFLAGS)

ifndef V
Q   := @
say = $(if $(findstring s,$(firstword -$(MAKEFLAGS))),,@echo '  $(1)')
endif

.DEFAULT_GOAL := all
.SUFFIXES:
.DELETE_ON_ERROR:

# ---- Programs. Each folder is a library but for its main file; the arrows of dependency point down:
#      linker -> implib -> objfmt, loader -> objfmt.
OBJFMT := $(filter-out objfmt/dump_main.c,$(wildcard objfmt/*.c))
IMPLIB := $(filter-out implib/main.c,$(wildcard implib/*.c))
LINKER := $(wildcard linker/*.c)
LOADER := $(wildcard loader/*.c)

PROGRAMS := $(BIN)/mylink $(BIN)/mylib $(BIN)/mydump $(BIN)/myload
LINKS    := $(BIN)/ld.mylink $(BIN)/mylink-ld $(BIN)/mylink-link # other names, other command lines

objects = $(patsubst %.c,$(OBJ)/%.o,$(1))

$(BIN)/mylink: $(call objects,$(LINKER) $(IMPLIB) $(OBJFMT))
$(BIN)/mylib:  $(call objects,implib/main.c $(IMPLIB) $(OBJFMT))
$(BIN)/mydump: $(call objects,objfmt/dump_main.c $(OBJFMT))
$(BIN)/myload: $(call objects,$(LOADER) $(OBJFMT))

# With the C library inside, where the system has it as an archive: a program then starts in 0.2 ms less, which is a sixth of
# the time of a small link, and runs on any Linux. (Its place in memory is random all the same: -static-pie.)
# Not in capitals: make would hand a variable LINK on to mylink, which takes options from it, when the user has one.
link_program = $(CC) $(OPT) $(LDFLAGS) $(1) -o $@ $^ -lpthread

$(PROGRAMS):
	@mkdir -p $(@D)
	$(call say,link $@)
	$(Q)$(if $(STATIC),$(call link_program,$(STATIC)) 2>/dev/null ||) $(call link_program,)

$(OBJ)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,cc   $<)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(LINKS): $(BIN)/mylink
	@ln -sf mylink $@

all: $(PROGRAMS) $(LINKS)

# ---- Each of these adds what it makes with a line `all: ...`
-include implib/libs.mk    # import libraries from implib/defs
-include loader/loader.mk  # the loaders for other machines
-include implib/delayhelper/delayhelper.mk # delayimp.lib
-include tutorial/tutorial.mk              # make tutorial, make tutorial-check, make book
-include tutorial/labs/labs.mk             # make lab N=3
-include implib/mycrt0/mycrt0.mk           # mycrt0.lib: names that compilers refer to on their own
-include tutorial/manual/manual.mk         # man pages, completions, the table of options

# ---- Tests: unit-*.c are programs over the libraries, mkobj writes objects for the others
TEST_PROGRAMS := $(patsubst tests/%.c,$(BIN)/tests/%,$(wildcard tests/unit-*.c tests/mkobj.c))
LIBRARY       := $(filter-out linker/main.c,$(LINKER)) $(IMPLIB) $(OBJFMT)

$(OBJ)/libmylink.a: $(call objects,$(LIBRARY))
	@rm -f $@ && ar rcs $@ $^

$(BIN)/tests/%: tests/%.c $(OBJ)/libmylink.a
	@mkdir -p $(@D)
	$(call say,cc   $<)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ -lpthread

test-programs: all $(TEST_PROGRAMS)

-include tests/fuzz/fuzz.mk # make fuzz

analyze:
	@tests/analysis/run.sh

# The loaders for the other machines are counted, too: a line of the loader has run when it ran in one of the three. Tests that
# count system calls may fail here, since every program also writes its counts: what they ran is counted all the same.
coverage: all
	@$(MAKE) --no-print-directory -j$(JOBS) COVERAGE=1 test-programs
	@find build/obj/coverage -name '*.gcda' -delete
	@-BIN=build/coverage MYLOAD=$(CURDIR)/build/coverage/myload tests/run.sh $(if $(ALL),,--quick) $(TESTS)
	@python3 tests/analysis/coverage.py build/obj/coverage build/coverage/not-run.txt $(if $(TESTS),,--limits)

# With the C library as an archive, valgrind does not know malloc and strlen when it sees them, and reports what is none.
valgrind: test-programs
	@$(MAKE) --no-print-directory STATIC= BIN=build/dynamic $(addprefix build/dynamic/,mylink mylib mydump ld.mylink mylink-ld mylink-link)
	@ln -sfn ../lib build/dynamic/lib
	@PROGRAMS=build/dynamic tests/analysis/valgrind.sh $(TESTS)

TIMES ?= 100
campaign: test-programs
	@for round in $$(seq $(TIMES)); do \
	    for test in process-faults process-signals-at-calls process-signals; do \
	        bash tests/$$test.sh || { echo "round $$round: $$test failed"; exit 1; }; \
	    done; \
	done
	@echo '$(TIMES) rounds of failing system calls and signals passed'

bench: all
	@python3 tests/bench/bench.py $(ARGS)

demo:
	@tests/packages.sh demo
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@examples/demo.sh

check: test-programs
	@tests/run.sh --quick

test:
	@tests/packages.sh test
	@$(MAKE) --no-print-directory -j$(JOBS) test-programs
	@$(MAKE) --no-print-directory -j$(JOBS) SAN=1 test-programs
	@if tests/fuzz/run.sh --can-build; then $(MAKE) --no-print-directory -j$(JOBS) fuzzers; fi
	@tests/run.sh --sanitizers-too

sanitize:
	@$(MAKE) --no-print-directory -j$(JOBS) test-programs
	@$(MAKE) --no-print-directory -j$(JOBS) SAN=1 test-programs
	@BIN=build/san tests/run.sh

# mylink finds its import libraries from its own real path: ../lib/mylink/<machine> beside bin.
install: all install-manual
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/mylink
	install $(wildcard $(PROGRAMS) $(BIN)/myload-*) $(DESTDIR)$(PREFIX)/bin
	for link in $(notdir $(LINKS)); do ln -sf mylink $(DESTDIR)$(PREFIX)/bin/$$link; done
	for folder in build/lib/*/; do \
	    install -d $(DESTDIR)$(PREFIX)/lib/mylink/$$(basename $$folder) && \
	    install -m 644 $$folder*.lib $(DESTDIR)$(PREFIX)/lib/mylink/$$(basename $$folder); done
	install -d $(DESTDIR)$(PREFIX)/include/mylink
	install -m 644 implib/delayhelper/delayhlp.h $(DESTDIR)$(PREFIX)/include/mylink

clean:
	rm -rf build

.PHONY: all analyze bench demo campaign check coverage test test-programs sanitize valgrind install clean
-include $(shell find build/obj/$(MODE) -name '*.d' 2>/dev/null)
