# fuzz.mk - `make fuzz TIME=60`: each fuzzer for that many seconds, under ASan and UBSan. tests/fuzz/README.md
#
#   make fuzzers            builds them, into build/fuzz/bin/ (with clang; the other programs are not made)

FUZZERS := object archive import def res response directives manifest names image-dump image-load image-edit link

ifdef FUZZ
FUZZ_LIBRARY := $(call objects,$(LIBRARY) tests/fuzz/fuzz.c)

$(BIN)/image-load: $(call objects,tests/fuzz/image-load.c tests/fuzz/fuzz.c $(filter-out loader/main.c,$(LOADER)) $(OBJFMT)) $(LOADER_NAMES).o
$(addprefix $(BIN)/,$(filter-out image-load,$(FUZZERS))): $(BIN)/%: $(OBJ)/tests/fuzz/%.o $(FUZZ_LIBRARY)
$(addprefix $(BIN)/,$(FUZZERS)):
	@mkdir -p $(@D)
	$(call say,link $@)
	$(Q)$(CC) $(OPT) -fsanitize=fuzzer -o $@ $^ -lpthread -lm

fuzzers: $(addprefix $(BIN)/,$(FUZZERS))
else
fuzzers:
	@$(MAKE) --no-print-directory FUZZ=1 fuzzers
endif

TIME ?= 60
fuzz: all $(BIN)/tests/mkobj fuzzers
	@tests/fuzz/run.sh $(TIME) $(FUZZERS)

.PHONY: fuzz fuzzers
