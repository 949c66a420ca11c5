// edit.h - `mylink /EDIT`, which changes fields of finished images.
#ifndef EDIT_H
#define EDIT_H

// argv[1] .. argv[argc - 1] are options and images. The exit code.
int edit_command(int argc, char **argv);

#endif
