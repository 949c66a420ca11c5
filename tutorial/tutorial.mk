# tutorial.mk - the course: excerpts, listings and pictures kept up to date, and the book made of them.
#
#   make tutorial [CHAPTER=04]     writes what has changed into the chapters and tutorial/pictures
#   make tutorial-check            fails when something has drifted (tests/tutorial.sh does the same)
#   make book                      build/book/index.html and build/book/mylink-book.pdf; needs pandoc and weasyprint

WEAVE := /usr/bin/python3 tutorial/tools/weave.py --bin $(BIN)
CHAPTERS = $(if $(CHAPTER),$(wildcard tutorial/$(CHAPTER)*.md))

tutorial: all
	$(Q)$(WEAVE) $(CHAPTERS)

tutorial-check: all
	$(Q)$(WEAVE) --check $(CHAPTERS)

book: all
	@tests/packages.sh book
	$(call say,book build/book)
	$(Q)/usr/bin/python3 tutorial/tools/book.py build/book

.PHONY: tutorial tutorial-check book
