# hint: An undefined name is an error
# loses: 4
# file: linker/main.c
s/_exit(finish_output(status));/_exit(finish_output(0));/
