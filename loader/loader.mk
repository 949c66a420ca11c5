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
