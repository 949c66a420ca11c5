# mylink's build. `make` builds the programs and import libraries into build/, `make demo` runs the examples,
# `make check` is the quick test run, `make test` all of it.
#
#   make DEBUG=1   unoptimised, into build/debug/        make SAN=1   with ASan and UBSan, into build/san/

CC      ?= cc
VERSION := 0.1

ifdef SAN
MODE   := san
BIN    := build/san
OPT    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
else ifdef DEBUG
MODE   := debug
BIN    := build/debug
OPT    := -O0 -g
else
MODE   := release
BIN    := build
OPT    := -O2 -g
endif
OBJ    := build/obj/$(MODE)

CFLAGS  ?=
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla
ALL_CFLAGS := -std=c11 -D_GNU_SOURCE -DMYLINK_VERSION='"$(VERSION)"' $(WARN) $(OPT) $(CFLAGS)

# Each folder is a library but for its main file; the arrows of dependency point down: linker -> implib -> objfmt.
OBJFMT := $(filter-out objfmt/dump_main.c,$(wildcard objfmt/*.c))
IMPLIB := $(filter-out implib/main.c,$(wildcard implib/*.c))
LINKER := $(wildcard linker/*.c)
LOADER := $(wildcard loader/*.c)

PROGRAMS := $(BIN)/mylink $(BIN)/mylib $(BIN)/mydump $(BIN)/myload

all: $(PROGRAMS)

objects = $(patsubst %.c,$(OBJ)/%.o,$(1))

$(BIN)/mylink: $(call objects,$(LINKER) $(IMPLIB) $(OBJFMT))
$(BIN)/mylib:  $(call objects,implib/main.c $(IMPLIB) $(OBJFMT))
$(BIN)/mydump: $(call objects,objfmt/dump_main.c $(OBJFMT))
$(BIN)/myload: $(call objects,$(LOADER) $(OBJFMT))

$(PROGRAMS):
	@mkdir -p $(@D)
	$(CC) $(OPT) $(LDFLAGS) -o $@ $^ -lpthread

$(OBJ)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

clean:
	rm -rf build

.PHONY: all clean
-include $(shell find build/obj/$(MODE) -name '*.d' 2>/dev/null)
