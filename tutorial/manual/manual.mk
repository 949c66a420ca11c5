# manual.mk - man pages and completions of shells, made from what the programs say about their own options.
#
#   mylink --print-options  ->  $(BIN)/man/mylink.options  ->  mylink.1, completions for bash, zsh and fish, options.md
#
#   make manual     writes tutorial/manual/options.md anew (tests/manual-options.sh says when it has drifted)
MANUAL   := tutorial/manual
MAN      := $(BIN)/man
# Fixed, so that the same sources give the same pages.
MAN_DATE := October 8, 2026
OPTIONS  := awk -f $(MANUAL)/options.awk
LISTS    := $(addprefix $(MAN)/,mylink.options mylib.options mydump.options edit.options myload.options)
PAGES    := $(addprefix $(MAN)/,mylink.1 mylib.1 mydump.1 myload.1)
COMPLETIONS := $(MAN)/mylink.bash $(MAN)/_mylink $(MAN)/mylink.fish

$(MAN)/mylink.options $(MAN)/mylib.options $(MAN)/mydump.options: $(MAN)/%.options: $(BIN)/%
	@mkdir -p $(@D)
	@$(BIN)/$* --print-options > $@

$(MAN)/edit.options: $(BIN)/mylink
	@mkdir -p $(@D)
	@$(BIN)/mylink /EDIT --print-options > $@

$(MAN)/myload.options: $(BIN)/myload $(MANUAL)/long-options.awk
	@mkdir -p $(@D)
	@$(BIN)/myload --help 2>&1 | awk -f $(MANUAL)/long-options.awk > $@

# Each @...@ line of the page becomes the list of that class.
$(PAGES): $(MAN)/%.1: $(MANUAL)/%.1.in $(MANUAL)/options.awk $(LISTS)
	@for class in options accepted refused; do \
	    $(OPTIONS) -v form=mdoc -v class=$$class $(MAN)/$*.options > $(MAN)/$*.$$class.part; done
	@$(OPTIONS) -v form=mdoc $(MAN)/edit.options > $(MAN)/$*.edit.part
	@[ $* != myload ] || sed -i 's,/\\-\\-,\\-\\-,' $(MAN)/$*.options.part
	@sed -e 's/@DATE@/$(MAN_DATE)/' \
	    -e '/^@options@$$/{r $(MAN)/$*.options.part' -e 'd}' -e '/^@accepted@$$/{r $(MAN)/$*.accepted.part' -e 'd}' \
	    -e '/^@refused@$$/{r $(MAN)/$*.refused.part' -e 'd}' -e '/^@edit@$$/{r $(MAN)/$*.edit.part' -e 'd}' $< > $@
	@rm -f $(MAN)/$*.*.part

$(MAN)/mylink.bash: $(MANUAL)/completion.bash $(LISTS) $(MANUAL)/options.awk
	@{ for list in mylink edit mylib mydump; do \
	    printf "_%s_options='%s'\n" $$list "$$($(OPTIONS) -v form=bash $(MAN)/$$list.options)"; done; \
	    printf "_myload_options='%s'\n" "$$(awk -F '\t' '{ print $$2 ($$3 == "" ? "" : "=") }' $(MAN)/myload.options | tr '\n' ' ')"; \
	    cat $(MANUAL)/completion.bash; } > $@

$(MAN)/_mylink: $(MANUAL)/completion.zsh $(LISTS) $(MANUAL)/options.awk
	@{ echo '#compdef mylink mylink-link mylib mydump'; for list in mylink edit mylib mydump; do \
	    echo "local -a $${list}_options=("; $(OPTIONS) -v form=zsh $(MAN)/$$list.options; echo ")"; done; cat $(MANUAL)/completion.zsh; } > $@

$(MAN)/mylink.fish: $(MANUAL)/completion.fish $(LISTS) $(MANUAL)/options.awk
	@{ cat $(MANUAL)/completion.fish; \
	    $(OPTIONS) -v form=fish -v command=mylink -v mode=link $(MAN)/mylink.options; \
	    $(OPTIONS) -v form=fish -v command=mylink -v mode=LIB $(MAN)/mylib.options; \
	    $(OPTIONS) -v form=fish -v command=mylink -v mode=DUMP $(MAN)/mydump.options; \
	    $(OPTIONS) -v form=fish -v command=mylink -v mode=EDIT $(MAN)/edit.options; \
	    $(OPTIONS) -v form=fish -v command=mylib -v mode=link $(MAN)/mylib.options; \
	    $(OPTIONS) -v form=fish -v command=mydump -v mode=link $(MAN)/mydump.options; } > $@

all: $(PAGES) $(COMPLETIONS)

$(MAN)/options.md: $(MANUAL)/options.md.in $(LISTS) $(MANUAL)/options.awk
	@for list in mylink edit mylib mydump; do $(OPTIONS) -v form=table $(MAN)/$$list.options > $(MAN)/$$list.table; done
	@sed -e '/^@mylink@$$/{r $(MAN)/mylink.table' -e 'd}' -e '/^@edit@$$/{r $(MAN)/edit.table' -e 'd}' \
	    -e '/^@mylib@$$/{r $(MAN)/mylib.table' -e 'd}' -e '/^@mydump@$$/{r $(MAN)/mydump.table' -e 'd}' $< > $@

all: $(MAN)/options.md

manual: $(MAN)/options.md
	cp $(MAN)/options.md $(MANUAL)/options.md

install-manual: $(PAGES) $(COMPLETIONS)
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -d $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	install -m 644 $(PAGES) $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 $(MAN)/mylink.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/mylink
	for name in mylib mydump myload; do ln -sf mylink $(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$name; done
	install -m 644 $(MAN)/_mylink $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_mylink
	install -m 644 $(MAN)/mylink.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/mylink.fish
	for name in mylib mydump; do ln -sf mylink.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/$$name.fish; done

.PHONY: manual install-manual
