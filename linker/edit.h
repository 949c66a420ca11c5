// edit.h - `mylink /EDIT`, which changes fields of finished images.
#ifndef EDIT_H
#define EDIT_H

// argv[1] .. argv[argc - 1] are options and images. The exit code.
int edit_command(int argc, char **argv);

void print_edit_options(void); // to standard output: for /?, the manual and the completions

#endif
