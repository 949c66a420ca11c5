// file.h - files in and out; the system calls of the whole project live in file.c.
//
// In: a file is read whole into memory. The inputs of a link, which may be hundreds of megabytes, are mapped instead: the
// bytes then stay where the system has them, and only those that the link looks at are fetched. The price is that a file
// that another program rewrites meanwhile changes under our eyes: so a link asks at its end whether it has
// (file_is_unchanged), and its main handles SIGBUS, the signal for a mapped file that was made shorter.
//
// Out: an output is written under a temporary name beside its final one and renamed at the very end, after every output
// of the link has been written without an error. A failed link leaves the old outputs as they were.
//
//      output_open     DIR/.NAME.XXXXXX, new
//      output_write    pieces, at any offset, from any thread
//      output_map      the whole file, to check it                   (only the image)
//      output_prepare  set length and mode, close, all checked       (every output, before the first rename)
//      output_commit   rename over NAME                              (the image last of all)
//      output_discard  unlink the temporary file                     (on any error)
#ifndef OBJFMT_FILE_H
#define OBJFMT_FILE_H

#include "diag.h"

// Tells one file from another whatever its name is: two names with the same identity are the same file.
typedef struct {
    u64 device, inode;
} FileIdentity;

static inline bool same_file(FileIdentity a, FileIdentity b) { return a.device == b.device && a.inode == b.inode; }

// Reads `path` whole into memory from `a`. On failure fills *m (LNK1104 with the system's reason; a directory, a device
// and an empty file are errors too, and a file that changes its length while it is read) and returns false.
bool file_read(Arena *a, const char *path, Str *bytes, FileIdentity *id, Message *m);

typedef struct {
    u64 size, seconds, nanoseconds; // what changes when somebody writes to the file
    bool is_mapped;                 // by file_map: its bytes are the file itself, not a copy
} FileState;

// The same for an input that is only looked at: larger files are mapped, not copied. *state is for file_is_unchanged.
bool file_map(Arena *a, const char *path, Str *bytes, FileIdentity *id, FileState *state, Message *m);

// Mapped bytes will hardly be read again: they need not stay in memory. When they are read, they come from the file anew.
void file_let_go(Str mapped);

// False when the file at `path` is gone, is another one, or has been written to since.
bool file_is_unchanged(const char *path, FileIdentity id, const FileState *state);

// The same as file_read, but an empty file is no error: for response files and .def files, which may well say nothing.
bool file_read_text(Arena *a, const char *path, Str *bytes, FileIdentity *id, Message *m);

// True when `path` names an existing file that is not a directory.
bool file_exists(const char *path);

// Bytes of a regular file; 0 for everything else.
u64 file_length(const char *path);

// True when whoever runs this may run `path`: images keep that when they are written again.
bool file_is_executable(const char *path);

// Looks for `name` in `folder` without regard to case. The exact name wins; else the first match in byte order, so that
// the result does not depend on the order of the folder. The path found (NUL-terminated) or an empty Str.
Str file_find_nocase(Arena *a, const char *folder, Str name);

// The same for a whole path, each of whose folders may differ in case: for names that Windows wrote. `path` has '/' between
// its parts.
Str file_find_path_nocase(Arena *a, Str path);

// The names of all entries of `folder`, in byte order; none when it cannot be read.
typedef ARRAY(Str) FileNames;
FileNames file_list(Arena *a, const char *folder);

// The folder of the running program, with symbolic links resolved; empty when the system cannot say.
Str program_folder(Arena *a);

// Opens /dev/null for each of the descriptors 0, 1 and 2 that is closed, so that no output file can become standard
// error. For the first line of main. False when even that fails.
bool keep_standard_files_open(void);

typedef struct {
    const char *path;      // final name, as given
    const char *target;    // the same, or what the symbolic link of that name leads to
    const char *temp_path; // NULL while nothing has been created, after commit, and for special files
    FileIdentity id;       // of the file that `path` names now, all zero when there is none
    int fd;                // readable too; closed (-1) by output_prepare
    int special_fd;        // the opened device or FIFO, else -1
    bool is_special;       // a device, a FIFO or standard output: gets its bytes at commit, is never renamed over
    bool executable;       // mode 0777 & ~umask instead of 0666 & ~umask
    Arena *arena;
} OutputFile;

// A program may define this function (it is weak: file.c does without). It is called with the name of each temporary file before that is
// created and again (created = false) after it is gone, so that the program's signal handler can unlink what is left.
void on_temp_file(const char *temp_path, bool created) __attribute__((weak));

// Creates the temporary file. The folder of `path` must exist; `path` must outlive *out. LNK1104 on failure, and then
// there is nothing to discard (but doing so is harmless).
bool output_open(OutputFile *out, Arena *a, const char *path, bool executable, Message *m);
// Writes n bytes at file_off. Threads may write different pieces at the same time. LNK1106 (disk full ...) on failure.
bool output_write(OutputFile *out, u64 file_off, const void *bytes, u64 n, Message *m);
// Sets the length and maps the file, so that it can be read again before output_prepare. An empty Str when the system has
// no room for that; else it goes back with output_unmap.
Str output_map(OutputFile *out, u64 file_size);
void output_unmap(Str mapped);
// Sets the length (bytes never written are zero) and closes the file. LNK1106 on failure.
bool output_prepare(OutputFile *out, u64 file_size, Message *m);
// Gives the file its final name. LNK1104 on failure, and the temporary file is gone.
bool output_commit(OutputFile *out, Message *m);
// Removes what output_open made. Harmless after a commit and when called twice; not for an OutputFile never opened.
void output_discard(OutputFile *out);

// open, write, prepare, commit of one small file.
bool file_write(Arena *a, const char *path, Str bytes, Message *m);

#endif
