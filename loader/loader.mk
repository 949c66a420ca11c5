# loader.mk - what myload needs besides its sources: the names of the system DLLs, as a C table, and its place in memory.

LOADER_DEFS  := $(sort $(wildcard implib/defs/*.def))
LOADER_NAMES := $(OBJ)/loader/builtin_names

$(LOADER_NAMES).c: loader/names.awk $(LOADER_DEFS)
	@mkdir -p $(@D)
	$(call say,awk  $@)
	$(Q)awk -f loader/names.awk $(LOADER_DEFS) > $@

$(LOADER_NAMES).o: $(LOADER_NAMES).c
	$(call say,cc   $<)
	$(Q)$(CC) $(ALL_CFLAGS) -I. -MMD -MP -c -o $@ $<

$(BIN)/myload: $(LOADER_NAMES).o
# Linked as PIE, Linux puts myload and its libraries above 0x550000000000: 0x400000, 0x10000000, 0x140000000 and 0x180000000, where
# Windows images want to lie, stay free. The C run-time functions need libm.
$(BIN)/myload: LDFLAGS += -pie -Wl,--no-as-needed -lm
$(BIN)/myload: STATIC :=

# ---- The loaders for the other machines: static programs, built when their compilers are there. Each is myload compiled for another
#      processor; myload starts the right one (main.c).

# name, compiler, options
#   x86: the stack is a multiple of 4 only when Windows code calls; files and offsets have 64 bits. It lies behind the built-in DLLs,
#        so that the places where images want to be stay free.
CROSS_CC_x86       := i686-linux-gnu-gcc
CROSS_CFLAGS_x86   := -mstackrealign -D_FILE_OFFSET_BITS=64
CROSS_LDFLAGS_x86  := -Wl,-Ttext-segment=0x7c000000
CROSS_CC_arm64     := aarch64-linux-gnu-gcc
CROSS_CFLAGS_arm64 :=
CROSS_LDFLAGS_arm64 :=

define cross_loader
ifneq ($$(shell command -v $$(CROSS_CC_$(1)) 2>/dev/null),)
$(1)_OBJECTS := $$(patsubst %.c,$$(OBJ)/$(1)/%.o,$$(LOADER)) $$(OBJ)/$(1)/builtin_names.o
$(1)_FORMATS := $$(patsubst %.c,$$(OBJ)/$(1)/%.o,$$(filter-out objfmt/dump%.c objfmt/disasm.c objfmt/compare.c,$$(OBJFMT)))

$$(OBJ)/$(1)/%.o: %.c
	@mkdir -p $$(@D)
	$$(call say,cc   $$< for $(1))
	$$(Q)$$(CROSS_CC_$(1)) -std=c11 -D_GNU_SOURCE -DMYLINK_VERSION='"$$(VERSION)"' $$(WARN) $$(OPT) $$(CROSS_CFLAGS_$(1)) -MMD -MP -c -o $$@ $$<

$$(OBJ)/$(1)/builtin_names.o: $$(LOADER_NAMES).c
	@mkdir -p $$(@D)
	$$(call say,cc   $$< for $(1))
	$$(Q)$$(CROSS_CC_$(1)) -std=c11 -D_GNU_SOURCE $$(CROSS_CFLAGS_$(1)) -I. -c -o $$@ $$<

$$(OBJ)/$(1)/objfmt.a: $$($(1)_FORMATS)
	@rm -f $$@ && ar rcs $$@ $$^

$$(BIN)/myload-$(1): $$($(1)_OBJECTS) $$(OBJ)/$(1)/objfmt.a
	$$(call say,link $$@)
	$$(Q)$$(CROSS_CC_$(1)) $$(OPT) -static $$(CROSS_LDFLAGS_$(1)) -o $$@ $$^ -lpthread -lm

all: $$(BIN)/myload-$(1)
endif
endef
ifneq ($(filter release coverage,$(MODE)),) # they run images, they are not under test themselves; but their lines are counted
$(foreach machine,x86 arm64,$(eval $(call cross_loader,$(machine))))
endif
