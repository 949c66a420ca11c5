# mycrt0.lib for each machine that an installed compiler makes objects for: the names that compilers refer to on their own
# (__chkstk, memcpy, _fltused ...) and the smallest start-up code, so that a C program without a run-time library links.
# clang for all machines, else mingw-w64's gcc for two. Without either there is no mycrt0.lib.
MYCRT0_CLANG := $(shell for c in clang clang-19 clang-18 clang-17 clang-16 clang-15 clang-14; do command -v $$c && break; done)
# No function of the library may become a call of itself, and none may ask for another library.
MYCRT0_FLAGS := -Os -ffreestanding -fno-builtin -fno-stack-protector -fms-extensions -Wall -Wextra
MYCRT0_FILES := $(patsubst implib/mycrt0/%.c,%,$(sort $(wildcard implib/mycrt0/*.c)))

ifneq ($(MYCRT0_CLANG),)
MYCRT0_MACHINES := x64 x86 arm64
mycrt0_cc = $(MYCRT0_CLANG) --target=$(1) -fasynchronous-unwind-tables
$(BIN)/obj/mycrt0/x64/%.obj:   MYCRT0_CC := $(call mycrt0_cc,x86_64-pc-windows-msvc)
$(BIN)/obj/mycrt0/x86/%.obj:   MYCRT0_CC := $(call mycrt0_cc,i686-pc-windows-msvc)
$(BIN)/obj/mycrt0/arm64/%.obj: MYCRT0_CC := $(call mycrt0_cc,aarch64-pc-windows-msvc)
else
MYCRT0_MACHINES := $(if $(shell command -v x86_64-w64-mingw32-gcc),x64) $(if $(shell command -v i686-w64-mingw32-gcc),x86)
$(BIN)/obj/mycrt0/x64/%.obj:   MYCRT0_CC := x86_64-w64-mingw32-gcc -fno-tree-loop-distribute-patterns
$(BIN)/obj/mycrt0/x86/%.obj:   MYCRT0_CC := i686-w64-mingw32-gcc -fno-tree-loop-distribute-patterns -fno-asynchronous-unwind-tables
endif

define mycrt0_machine
$(BIN)/obj/mycrt0/$(1)/%.obj: implib/mycrt0/%.c implib/mycrt0/mycrt0.h implib/mycrt0/mycrt0.mk
	@mkdir -p $$(@D)
	$$(call say,$(1) $$<)
	$$(Q)$$(MYCRT0_CC) $(MYCRT0_FLAGS) -c -o $$@ $$<

$(BIN)/lib/$(1)/mycrt0.lib: $(MYCRT0_FILES:%=$(BIN)/obj/mycrt0/$(1)/%.obj) $(BIN)/mylib
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(Q)$(BIN)/mylib /NOLOGO /IGNORE:4221 /OUT:$$@ $(MYCRT0_FILES:%=$(BIN)/obj/mycrt0/$(1)/%.obj)

all: $(BIN)/lib/$(1)/mycrt0.lib
endef
$(foreach machine,$(MYCRT0_MACHINES),$(eval $(call mycrt0_machine,$(machine))))

# uuid.lib, in the same way.
define uuid_machine
$(BIN)/obj/mycrt0/$(1)/uuid.obj: implib/mycrt0/uuid/uuid.c implib/mycrt0/mycrt0.h implib/mycrt0/mycrt0.mk
	@mkdir -p $$(@D)
	$$(call say,$(1) $$<)
	$$(Q)$$(MYCRT0_CC) $(MYCRT0_FLAGS) -c -o $$@ $$<

$(BIN)/lib/$(1)/uuid.lib: $(BIN)/obj/mycrt0/$(1)/uuid.obj $(BIN)/mylib
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(Q)$(BIN)/mylib /NOLOGO /OUT:$$@ $$<

all: $(BIN)/lib/$(1)/uuid.lib
endef
$(foreach machine,$(MYCRT0_MACHINES),$(eval $(call uuid_machine,$(machine))))
