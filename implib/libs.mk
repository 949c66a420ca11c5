# libs.mk - the import libraries that come with mylink: build/lib/<machine>/kernel32.lib ... from the lists in implib/defs.
#
#   kernel32.def            exports on all machines
#   kernel32.x86.def        more of them on x86          kernel32.64.def   ... on x64 and ARM64
#
# The lists of a machine are joined (a .def file may have several EXPORTS statements) and go through mylib. Two libraries
# hold several DLLs, as Microsoft's do: ucrt.lib (the API sets of the C run-time library) and vcruntime.lib.

LIB_MACHINES := x64 x86 arm64
DEFS         := implib/defs

LIB_SINGLE := $(filter-out %.64 %.x86 api-ms-win-crt-% vcruntime140%,$(patsubst $(DEFS)/%.def,%,$(wildcard $(DEFS)/*.def))) \
              api-ms-win-crt-private-l1-1-0
LIB_UCRT   := $(filter-out %.64 %.x86 %-private-l1-1-0,$(patsubst $(DEFS)/%.def,%,$(wildcard $(DEFS)/api-ms-win-crt-*.def)))

libs_of = $(patsubst %,$(BIN)/lib/$(1)/%.lib,$(LIB_SINGLE) ucrt vcruntime)
all: $(foreach m,$(LIB_MACHINES),$(call libs_of,$(m)))

# $(1) machine, $(2) ending of the lists that only some machines have
define machine_libs
$(BIN)/lib/$(1)/defs/%.def: $(DEFS)/%.def $(wildcard $(DEFS)/*.$(2).def)
	@mkdir -p $$(@D)
	@cat $$< $$(wildcard $(DEFS)/$$*.$(2).def) > $$@

$(BIN)/lib/$(1)/%.lib: $(BIN)/lib/$(1)/defs/%.def $(BIN)/mylib
	@$(BIN)/mylib /NOLOGO /NOEXP /MACHINE:$(1) /DEF:$$< /OUT:$$@

$(BIN)/lib/$(1)/parts/%.lib: $(BIN)/lib/$(1)/defs/%.def $(BIN)/mylib
	@mkdir -p $$(@D)
	@$(BIN)/mylib /NOLOGO /NOEXP /MACHINE:$(1) /DEF:$$< /OUT:$$@

$(BIN)/lib/$(1)/ucrt.lib: $(patsubst %,$(BIN)/lib/$(1)/parts/%.lib,$(LIB_UCRT))
	@$(BIN)/mylib /NOLOGO $$^ /OUT:$$@

$(BIN)/lib/$(1)/vcruntime.lib: $(patsubst %,$(BIN)/lib/$(1)/parts/%.lib,vcruntime140 $(if $(filter 64,$(2)),vcruntime140_1))
	@$(BIN)/mylib /NOLOGO $$^ /OUT:$$@
endef

$(eval $(call machine_libs,x64,64))
$(eval $(call machine_libs,x86,x86))
$(eval $(call machine_libs,arm64,64))

.SECONDARY: # keep the joined lists and the parts: they answer "what is in that library?"
