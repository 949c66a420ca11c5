# delayimp.lib for each machine that an installed compiler makes objects for: clang for all, else mingw-w64's gcc for two. Without
# either there is no delayimp.lib, and a program that uses /DELAYLOAD needs one from elsewhere.
DELAY_CLANG := $(shell for c in clang clang-19 clang-18 clang-17 clang-16 clang-15 clang-14; do command -v $$c && break; done)
DELAY_FLAGS := -Os -ffreestanding -fno-stack-protector -Wall -Wextra
DELAY_FILES := delayhlp notify_hook failure_hook

ifneq ($(DELAY_CLANG),)
DELAY_MACHINES := x64 x86 arm64
# Unwind tables: an exception that the helper raises has to find its way through it.
delay_cc = $(DELAY_CLANG) --target=$(1) -mno-stack-arg-probe -fasynchronous-unwind-tables
$(BIN)/obj/delayhelper/x64/%.obj:   DELAY_CC := $(call delay_cc,x86_64-pc-windows-msvc)
$(BIN)/obj/delayhelper/x86/%.obj:   DELAY_CC := $(call delay_cc,i686-pc-windows-msvc)
$(BIN)/obj/delayhelper/arm64/%.obj: DELAY_CC := $(filter-out -mno-stack-arg-probe,$(call delay_cc,aarch64-pc-windows-msvc))
else
DELAY_MACHINES := $(if $(shell command -v x86_64-w64-mingw32-gcc),x64) $(if $(shell command -v i686-w64-mingw32-gcc),x86)
$(BIN)/obj/delayhelper/x64/%.obj:   DELAY_CC := x86_64-w64-mingw32-gcc
$(BIN)/obj/delayhelper/x86/%.obj:   DELAY_CC := i686-w64-mingw32-gcc -fno-asynchronous-unwind-tables
endif

define delay_machine
$(BIN)/obj/delayhelper/$(1)/%.obj: implib/delayhelper/%.c implib/delayhelper/delayhlp.h implib/delayhelper/delayhelper.mk
	@mkdir -p $$(@D)
	$$(call say,$(1) $$<)
	$$(Q)$$(DELAY_CC) $(DELAY_FLAGS) -c -o $$@ $$<

$(BIN)/lib/$(1)/delayimp.lib: $(DELAY_FILES:%=$(BIN)/obj/delayhelper/$(1)/%.obj) $(BIN)/mylib
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(Q)$(BIN)/mylib /NOLOGO /OUT:$$@ $(DELAY_FILES:%=$(BIN)/obj/delayhelper/$(1)/%.obj)

all: $(BIN)/lib/$(1)/delayimp.lib
endef
$(foreach machine,$(DELAY_MACHINES),$(eval $(call delay_machine,$(machine))))
