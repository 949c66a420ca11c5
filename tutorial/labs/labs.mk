# labs.mk - make lab N=3 [OUT=lab3] [SEED=name]: a folder with lab 3 in it, for you to solve. tutorial/labs/INSTRUCTORS.md
SEED ?= 1
OUT  ?= lab$(N)

lab: all
	@[ -n "$(N)" ] || { echo 'say which: make lab N=1' >&2; exit 2; }
	$(Q)/usr/bin/python3 tutorial/labs/make.py $(N) $(OUT) --seed '$(SEED)' --bin $(BIN)

.PHONY: lab
