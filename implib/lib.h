// lib.h - `mylib`, the librarian: Microsoft's LIB under Linux. Also reached as `mylink /LIB`.
#ifndef IMPLIB_LIB_H
#define IMPLIB_LIB_H

// Runs the command line argv[1] .. argv[argc - 1] and returns the exit code: 0, or 1 when there were errors; no output
// is touched then. Messages go to standard error, lists and /VERBOSE to standard output.
int lib_command(int argc, char **argv);

#endif
