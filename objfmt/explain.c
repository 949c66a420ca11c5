// explain.c - the table of all message codes. See explain.h.
//
//      {2019, 3, "unresolved external symbol <name> ...", why it happens, what to do}
//
// Sorted by code; tests/explain-table.sh fails when a code that some source file reports is not here. "Warning" begins
// at 4000. Sentences end with a full stop; what is to be typed stands as it is typed.
#include "explain.h"

// The titles of tutorial/NN-*.md; index 0: no chapter
static const char *const chapters[] = {
    NULL,
    "What a linker is for",
    "An object file, byte by byte",
    "Names: symbols and who wins",
    "Sections and where things land",
    "Relocations",
    "The smallest program, header by header",
    "Calling a DLL",
    "Import libraries",
    "Exporting: a DLL of your own",
    "Base relocations and ASLR",
    "How the loader starts your program",
    "Load time or run time",
    "Data in DLLs, copy on write, TLS, DllMain and threads",
    "COMDATs, weak names, throwing away and folding",
    "A C and a C++ program: start-up, exceptions and unwind data",
    "Delay loading and forwarders",
    "Reading link.exe's output beside ours",
    "Making it fast",
    "Where to go next",
};
enum { CHAPTER_COUNT = sizeof chapters / sizeof *chapters };

static const Explanation table[] = {
    {1000, 0, "internal error: <what>",
     "The linker checks the headers and tables of the image before it gives the file its name, and found them wrong. "
     "That is a mistake in mylink, not in your program.",
     "Please report it with the inputs; /MAP and /VERBOSE show where the linker was."},
    {1102, 0, "out of memory",
     "The system refused memory. Inputs are held in memory whole.",
     "Close other programs, raise `ulimit -v`, or link fewer objects at a time into a DLL."},
    {1104, 8, "cannot open file '<name>'",
     "A library or an output could not be opened. Libraries are looked for as written, in the folders of /LIBPATH, in "
     "those of the LIB variable (separated by ';'), and among mylink's own import libraries; case does not matter.",
     "Check the spelling, or name the folder: /LIBPATH:folder. For a run-time library that a compiler's object asks "
     "for: /NODEFAULTLIB:name, or build without it (clang: -nostdlib)."},
    {1106, 0, "cannot write file '<name>'",
     "The disk is full, a limit was reached, or the folder cannot be written. The old output is as it was.",
     "Make room, or write elsewhere: /OUT:other/folder/name.exe."},
    {1107, 2, "invalid or corrupt file: cannot read at <offset>",
     "The file is not what its beginning says it is: a table points outside the file, or a field has a value that "
     "the format does not have.",
     "Build or copy the file again. An ELF object (Linux) must be compiled for Windows: nasm -f win64, or clang "
     "--target=x86_64-pc-windows-msvc."},
    {1112, 6, "module machine type '<a>' conflicts with target machine type '<b>'",
     "An image holds code for one processor. The first object, or /MACHINE, decides which; another input is for a "
     "different one.",
     "Compile all for the same machine (nasm: -f win64 for x64, -f win32 for x86), or say /MACHINE."},
    {1113, 2, "invalid machine type <number>",
     "The object's header names a processor that mylink does not know.",
     "mylink links x64 (8664h), x86 (14Ch) and ARM64 (AA64h); compile for one of these."},
    {1117, 0, "syntax error in option '<option>'",
     "The option is known, but what stands behind the colon cannot be read.",
     "mylink /? shows how the argument looks."},
    {1118, 9, "syntax error in '<statement>' statement",
     "A line of the .def file does not have the form of its statement.",
     "Compare with: EXPORTS name[=internal] [@ordinal [NONAME]] [PRIVATE] [DATA]"},
    {1119, 9, "invalid ordinal number '<number>'",
     "Ordinals are 16-bit numbers, and 0 is not one of them.",
     "Choose a number from 1 to 65535."},
    {1120, 3, "<n> unresolved externals",
     "Names were used that no input defines; each has a message of its own above.",
     "See LNK2019."},
    {1121, 9, "duplicate ordinal number '<number>'",
     "Two exports of a .def file ask for the same number, but a program that imports by number must get one of them.",
     "Give one of the two another ordinal."},
    {1123, 2, "failure during conversion to COFF: file invalid or corrupt",
     "A .res file is a row of records with their sizes; one of them does not fit.",
     "Compile the resource script again."},
    {1127, 8, "library is corrupt",
     "The archive's headers or its index do not agree with its size or its members.",
     "Build the library again, for example with mylib /OUT:x.lib a.obj b.obj."},
    {1136, 2, "invalid or corrupt file",
     "A section or its relocations lie outside the object file; mostly it was cut off.",
     "Build the object again."},
    {1141, 9, "failure during build of exports file",
     "The export table cannot be made from what was asked: see the message.",
     "Mend the .def file or the /EXPORT options; of two .exp files make one."},
    {1143, 14, "invalid or corrupt file: no symbol for COMDAT section",
     "A section of which the linker is to keep one copy needs a symbol by which copies are recognised.",
     "Build the object again; in assembly, give the section a name that is global."},
    {1146, 0, "no argument specified with option '<option>'",
     "The option needs something behind its colon.",
     "Write /NAME:argument, without a blank between."},
    {1149, 0, "output filename matches input filename '<name>'",
     "Writing the output would destroy what was just read. Files are compared, not names.",
     "Choose another name with /OUT, /IMPLIB or /MAP."},
    {1152, 9, "cannot resolve one or more undecorated symbols",
     "A .def file exports `f`, and several decorated names (_f@4, _f@8) could be meant.",
     "Write the decorated name: f=_f@4."},
    {1158, 0, "cannot run '<program>'",
     "mydump /DISASM asks objdump or llvm-objdump for the disassembly; neither is installed, or none reads this file.",
     "Install the package binutils, or llvm for ARM64."},
    {1159, 0, "no output file specified",
     "The name of the image is that of the first object, and there is none.",
     "Say /OUT:name.exe."},
    {1164, 4, "section <name> alignment (<n>) greater than /ALIGN value",
     "A section cannot be aligned more strictly than the image's pages of sections.",
     "Use a larger /ALIGN, or leave it out (4096)."},
    {1169, 3, "one or more multiply defined symbols found",
     "Names have two definitions; each has a message of its own above.",
     "See LNK2005."},
    {1170, 0, "response file '<name>' is one too many",
     "Response files name response files without an end, or hold more text than a command line can sensibly have.",
     "Look for a response file that names itself, directly or through another one."},
    {1181, 0, "cannot open input file '<name>'",
     "The object was not found where it was said to be, nor in the folders of /LIBPATH and LIB.",
     "Check the spelling (also upper and lower case: Linux tells them apart), or whether the compiler made it."},
    {1189, 4, "too many sections",
     "The header of an image counts sections with 16 bits, and Windows takes fewer still.",
     "Combine sections with /MERGE:from=to."},
    {1194, 16, "cannot delay-load '<dll>' due to import of data symbol '<name>'",
     "Delay loading works by calling a helper at the first call; reading a variable is no call, so nobody would load "
     "the DLL before it.",
     "Link without /DELAYLOAD for this DLL, or have a function return the variable's address."},
    {1218, 0, "warning treated as error; no output file generated",
     "/WX makes warnings errors, and there was one.",
     "Mend its cause, name it in /IGNORE:n, or leave /WX out."},
    {1223, 15, "invalid or corrupt file: file contains invalid .pdata contributions",
     "The table of functions for exceptions must consist of whole entries.",
     "Build the object again; in assembly, check what you write into .pdata."},
    {1224, 10, "invalid image base address <address>",
     "Windows maps images at multiples of 64 KB, and an x86 image must lie below 4 GB.",
     "Choose an address whose last four hexadecimal digits are 0: /BASE:0x140000000."},
    {1235, 2, "corrupt or invalid COFF symbol table",
     "A record of the object's symbol table points outside the file, or its fields contradict each other.",
     "Build the object again."},
    {1246, 0, "'<option>' not compatible with '<machine>' target machine",
     "The option is about a feature that this processor does not have, or must always have.",
     "Leave the option out."},
    {1248, 4, "image size exceeds maximum allowable size",
     "Addresses inside an image have 32 bits: 4 GB are the most that it can have.",
     "Look for huge arrays with /MAP; allocate them when the program runs."},
    {1276, 2, "invalid directive '<word>' found; does not start with '/'",
     "The .drectve section of an object holds linker options. A bare word would name an input file, which an object "
     "may not do.",
     "Look at `#pragma comment(linker, ...)` in the source; a library is named with /DEFAULTLIB:name."},
    {1281, 15, "Unable to generate SAFESEH image.",
     "/SAFESEH asks for a table of all exception handlers, and an object does not say which it has; see LNK2026.",
     "See LNK2026."},
    {1282, 10, "unable to /REBASE file; it has been signed",
     "A signature is made over the whole file. /REBASE changes every address in it.",
     "Rebase first, then sign."},
    {1295, 10, "'/FIXED' not compatible with '/DYNAMICBASE'",
     "One says that the image loads at its own address only, the other that it may be moved.",
     "Leave one of the two out."},
    {1319, 15, "<n> mismatches detected",
     "Objects disagree about settings that must be the same; each has a message of its own above.",
     "See LNK2038."},
    {1327, 0, "failure during merging of manifests: <what>",
     "A manifest is XML; one of those that are to become the image's own says the opposite of another, or is not a "
     "manifest.",
     "Mend the file, or remove one of the two /MANIFESTINPUT files."},
    {1352, 4, "/MERGE: '<a>' and '<b>' cannot be merged",
     "The linker or the loader looks for one of these sections by its name, or the merges go in a circle.",
     "Leave the /MERGE out."},
    {1561, 11, "entry point must be defined",
     "Windows has to know where the program starts. Without /ENTRY it follows from what the program defines: main, "
     "wmain, WinMain, wWinMain, or one of their start-up functions such as mainCRTStartup. None was found.",
     "Say /ENTRY:name; for a DLL without an entry point /DLL /NOENTRY."},
    {1901, 0, "option '<option>' is not supported: <reason>",
     "mylink links native machine code. Options for .NET code, for Microsoft's link-time code generation and for "
     "LLVM's cannot do what they say, so they are refused rather than ignored.",
     "Leave the option out and compile without the matching compiler option (/GL, -flto)."},
    {1902, 0, "unrecognized option '<option>'",
     "The command line is read as GNU ld's, which has no such option. ld stops here, too.",
     "Check the spelling; link.exe's options are read when the program is called mylink."},
    {1903, 10, "'<option>' cannot be set",
     "The image was linked with /FIXED: without base relocations nobody can tell where in it addresses stand, so it cannot be "
     "moved.",
     "Link it again without /FIXED, or with another /BASE."},
    {1904, 8, "no DLL name is specified",
     "A program that is linked with an import library asks Windows for the DLL by the name that the library says. The .def "
     "file has no LIBRARY statement, and neither /NAME nor /OUT stands in for it.",
     "Begin the .def file with `LIBRARY my.dll`, or say /NAME:my.dll."},
    {2001, 3, "unresolved external symbol <name>",
     "As LNK2019, but the reference stands in data, or in front of every function of its section.",
     "See LNK2019."},
    {2005, 3, "<name> already defined in <file>",
     "Two inputs define the same external name; which one is meant? An object counts whole, so that a library member "
     "which was pulled in for one name can bring a second definition of another.",
     "Rename one, make it static, or leave one of the two files out. In a header: declare (extern), define in one .c "
     "file. /FORCE:MULTIPLE takes the first."},
    {2013, 5, "<type> fixup overflow. Target '<name>' is out of range",
     "The distance or the address does not fit the bits of the instruction's field.",
     "Make the image smaller, bring the two places closer, or go through a pointer."},
    {2017, 5, "'<type>' relocation to '<name>' invalid without /LARGEADDRESSAWARE:NO",
     "The field has 32 bits, but x64 images lie above 4 GB: the address does not fit.",
     "Address relative to the instruction: nasm `default rel` or [rel name]; gcc and clang do so unless told "
     "otherwise. /LARGEADDRESSAWARE:NO /BASE:0x400000 puts the image below 4 GB."},
    {2019, 3, "unresolved external symbol <name> referenced in function <function>",
     "The function uses a name that no object and no library on the command line defines. The compiler accepted the "
     "declaration; the definition is missing, is in a library that was not named, or has another spelling: "
     "decoration (_f@8), case, C++ (?f@@YAXXZ), __imp_ for a DLL's address-table slot.",
     "Read the do: line, which comes from a search of the libraries at hand. mydump /SYMBOLS x.obj shows how an "
     "object spells its names, mydump /LINKERMEMBER x.lib what a library has."},
    {2026, 15, "module unsafe for SAFESEH image.",
     "The object has code and does not promise (by bit 0 of its symbol @feat.00) that its exception handlers are listed. "
     "Assemblers make such a promise only when told to.",
     "nasm: `@feat.00 equ 1` and `global @feat.00`, and `safeseh name` for handlers; masm: /safeseh; or link with "
     "/SAFESEH:NO."},
    {2038, 15, "mismatch detected for '<key>': value '<a>' doesn't match value '<b>' in <file>",
     "Compilers note settings in objects that all must share (which run-time library, the layout of C++ library "
     "classes), so that a mixture fails here and not in a strange crash.",
     "Compile all objects with the same /MD, /MT, /MDd or /MTd, and take libraries built the same way."},
    {4001, 0, "no object files specified; libraries used",
     "Only libraries were named, so that nothing but /ENTRY, /INCLUDE and /EXPORT pulls members in.",
     "Name an object, or /INCLUDE:symbol."},
    {4002, 9, "<name> defined in <file>", "One of several names that an export could mean; see LNK4022.", "See LNK4022."},
    {4006, 3, "<name> already defined in <file>; second definition ignored",
     "As LNK2005, with /FORCE:MULTIPLE, or in a library that is being made.",
     "See LNK2005."},
    {4010, 6, "invalid subsystem version number <n>; default subsystem version assumed",
     "Windows would not start a program with so low a version.",
     "Leave the version out of /SUBSYSTEM, or use 6.0."},
    {4012, 0, "invalid value '<value>', must be ...; ignored", "The machine is not one that mylink links for.",
     "/MACHINE:X64, X86 or ARM64."},
    {4013, 6, "image size <n> exceeds specified maximum <n>",
     "The second number of /BASE says how large the image may become before it meets the next one.",
     "Give the image more room there."},
    {4014, 8, "cannot find member object \"<name>\"", "The library has no member of that name.",
     "mylib FILE /LIST prints the full names."},
    {4015, 9, "<statement> commit exceeds reserve", "More memory is to be there at the start than is reserved at all.",
     "Exchange the two numbers."},
    {4017, 9, "<statement> statement not supported for the target platform; ignored",
     "A .def statement of 16-bit Windows.", "Remove it."},
    {4022, 9, "cannot find unique match for symbol '<name>'",
     "A .def file exports `f`, and several decorated names could be meant; LNK4002 lists them.",
     "Write the decorated name: f=_f@4."},
    {4037, 14, "'<name>' does not exist; ignored",
     "The list of /ORDER names something that no object shows to the others: it is static, or spelled otherwise.",
     "Write the name as /MAP shows it."},
    {4039, 4, "section '<name>' specified with /SECTION option does not exist",
     "No input has that section, or its name is spelled otherwise; case counts.",
     "mydump /HEADERS a.obj lists the sections."},
    {4044, 0, "unrecognized option '<option>'; ignored", "No option has this name.",
     "mylink /? lists the options. A path that begins with '/' is taken for one when it has a second '/' or exists."},
    {4049, 7, "symbol '<name>' defined in '<file>' is imported",
     "As LNK4217, for a reference whose object is not known.",
     "See LNK4217."},
    {4062, 0, "'<option>' not compatible with '<machine>' target machine; option ignored",
     "The option is about a feature that this processor does not have.", "Leave it out."},
    {4065, 14, "'<name>' cannot be ordered; ignored",
     "The list of /ORDER names a function that shares its section with others. Only what has a section of its own, a COMDAT, "
     "can be moved.",
     "Compile with /Gy (clang: -ffunction-sections)."},
    {4068, 0, "/MACHINE not specified; defaulting to X64", "No input says which processor the image is for.",
     "Say /MACHINE."},
    {4070, 9, "/OUT:<name> directive in .EXP differs from output filename '<name>'; ignoring directive",
     "The name of the DLL was fixed when the .exp file and the import library were made; programs that link to that "
     "library will look for the other name.",
     "Make the library again with /OUT or /NAME, or use the name it has."},
    {4075, 0, "ignoring '<option>' due to '<option>' specification", "Two options contradict each other.",
     "Leave one of them out."},
    {4078, 4, "multiple '<name>' sections found with different attributes",
     "Contributions of one name want different rights (one may be written, another not). They become two sections, "
     "because rights belong to whole pages.",
     "Use one declaration for the section in all sources."},
    {4086, 13, "entrypoint '<name>' is not __stdcall with 12 bytes of arguments; image may not run",
     "On x86 Windows pushes three arguments for the entry point of a DLL, and the function must take them off the stack. A "
     "function of another calling convention leaves them there.",
     "Declare it `int __stdcall DllMain(void *, unsigned, void *)`; in nasm name it _DllMain@12 and end it with `ret 12`."},
    {4092, 4, "shareable writable section '<name>' contains relocations; image may not run correctly",
     "All processes share one copy of the section, but the addresses in it fit only one process's place of the image.",
     "Keep pointers out of shared sections."},
    {4098, 15, "defaultlib '<library>' conflicts with use of other libs; use /NODEFAULTLIB:library",
     "The objects ask for two kinds of the C run-time library (static and DLL, release and debug). Each has its own "
     "heap, files and locale: memory from one cannot be freed by the other.",
     "Compile all with the same /MD, /MT, /MDd or /MTd; or leave one out: /NODEFAULTLIB:name."},
    {4102, 9, "export of deleting destructor '<name>'; image may not run correctly",
     "It frees memory with the DLL's own operator delete, whoever allocated it.", "Do not export it."},
    {4104, 9, "export of symbol '<name>' should be PRIVATE",
     "It is always found by GetProcAddress; a program that links to it gets the wrong DLL's.",
     "Add PRIVATE to the export."},
    {4105, 0, "no argument specified with option '<option>'; ignoring option", "Nothing stands behind the colon.",
     "Write the argument, or leave the option out."},
    {4108, 6, "/ALIGN specified without /DRIVER; image may not run",
     "Windows loads programs with other alignments than 4096 only under conditions.", "Leave /ALIGN out."},
    {4194, 16, "/DELAYLOAD:<dll> ignored", "The helper that loads other DLLs itself calls functions of KERNEL32.dll.",
     "Leave the option out."},
    {4197, 9, "export '<name>' specified multiple times; using first specification",
     "The name is in /EXPORT, in the .def file or in an object's directives more than once.", "Remove all but one."},
    {4199, 16, "/DELAYLOAD:<dll> ignored; no imports found from <dll>",
     "No code that is in the image calls a function of that DLL.", "Check the DLL's name, or leave the option out."},
    {4210, 15, ".CRT section exists; there may be unhandled static initializers or terminators",
     "Objects have put pointers to functions into .CRT$XC or .CRT$XI: constructors of global objects, mostly. The start-up code "
     "of a run-time library calls them before main. Without it nobody does.",
     "Leave out /ENTRY and /NOENTRY and link a run-time library, or mylink's own mycrt0.lib; or have no such objects."},
    {4216, 9, "exported entry point <name>",
     "The loader calls the entry point; others should not.", "Export another function."},
    {4217, 7, "symbol '<name>' defined in '<file>' is imported by '<file>' in function '<function>'",
     "The object was compiled to call the function through a DLL's address table (__declspec(dllimport)), but the "
     "function is in this very link. The linker made a pointer for it: the program is right, one load slower.",
     "Compile the caller without __declspec(dllimport), or link with the DLL's import library."},
    {4221, 8, "This object file does not define any previously undefined public symbols",
     "Nothing can pull this member out of the library.", "Leave it out."},
    {4222, 9, "exported symbol '<name>' should not be assigned an ordinal", "It is always found by its name.",
     "Remove the @number."},
    {4224, 0, "<option> is no longer supported; ignored", "An option of old linkers, without a meaning today.",
     "Remove it."},
    {4228, 0, "'<option>' invalid for a DLL; ignored",
     "The stack, the heap and the terminal server belong to the program, not to its DLLs.", "Leave it out."},
    {4229, 2, "invalid directive '<option>' encountered; ignored",
     "An object's .drectve section may hold a short list of options: an object must not be able to name files to be "
     "written, or to change where libraries come from.",
     "Give the option on the command line."},
    {4237, 7, "/SUBSYSTEM:NATIVE specified when importing from '<dll>'; use /SUBSYSTEM:CONSOLE or /SUBSYSTEM:WINDOWS",
     "A native program or a driver starts without the Windows subsystem; DLLs such as kernel32.dll are not there for it.",
     "Give the subsystem that the program is written for, or call what ntdll.dll or the kernel has."},
    {4253, 4, "section '<a>' not merged into '<b>'; already merged into '<c>'", "The first /MERGE of a section counts.",
     "Remove one of them."},
    {4254, 4, "section '<a>' merged into '<b>' with different attributes",
     "The merged section has the rights of the one it went to.", "Check that it need not be written or executed."},
    {4286, 7, "symbol '<name>' defined in '<file>' is imported by '<file>'",
     "As LNK4217, where the reference is in data.", "See LNK4217."},
    {4901, 15, "/DEBUG: no program database is written", "mylink writes no .pdb files.",
     "/DEBUG:DWARF keeps what gcc -g and clang -gdwarf write into objects."},
    {4902, 0, "LIB names the folder '<folders>'; folders are separated by ';'",
     "':' stands in every Windows path, so ';' separates folders in LIB, here too.",
     "LIB='/first/folder;/second/folder'"},
    {4903, 0, "duplicate resource: <name>",
     "Two resource files have the same resource; /FORCE:MULTIPLERES lets the first one win.", "Remove one of them."},
    {4904, 9, "'<name>' had ordinal <n> in this import library and has <n> now",
     "The export has no name, so programs that were linked with the import library which is about to be replaced ask "
     "for its number, and would get another function.",
     "Give it its old number (in the .def file: name @n NONAME), or link those programs again."},
    {4905, 0, "no libraries for <machine> were found below '<folder>'",
     "/WINSYSROOT, /VCTOOLSDIR and /WINSDKDIR name copies of Visual Studio and of the Windows SDK with their own folders; "
     "lib/x64, um/x64 or ucrt/x64 (or those of another machine) were not found in them.",
     "/WINSYSROOT names the folder that has VC/Tools/MSVC and Windows Kits/10 in it."},
    {4906, 6, "the image is signed; its signature is no longer valid",
     "A signature covers nearly every byte of the file.", "Sign it again."},
    {4907, 0, "/<option> has no effect: the image has no load configuration",
     "Guard tables and load flags are found through the structure _load_config_used, which comes with Microsoft's run-time "
     "library.",
     "Link with msvcrt.lib or libcmt.lib, or leave the option out."},
    {4908, 4, "image size exceeds 2 GB; Windows does not load it",
     "The file format has room for images of 4 GB, and other loaders may take them. Windows maps at most 2 GB; link.exe refuses "
     "to make more.",
     "Look for huge arrays with /MAP; allocate them when the program runs."},
};
enum { CODE_COUNT = sizeof table / sizeof *table };

const Explanation *explain_at(u32 idx) { return idx < CODE_COUNT ? &table[idx] : NULL; }

const Explanation *explain_code(u32 code) {
    for (u32 i = 0; i < CODE_COUNT; i++)
        if (table[i].code == code) return &table[i];
    return NULL;
}

const char *chapter_title(u32 chapter) { return chapter < CHAPTER_COUNT ? chapters[chapter] : NULL; }

// Text broken into lines of at most 96 bytes, each behind `indent` blanks.
static void put_paragraph(Buffer *b, const char *label, const char *text) {
    enum { WIDTH = 96, INDENT = 7 };
    buffer_printf(b, "%-*s", INDENT, label);
    Str rest = str(text);
    while (rest.n > WIDTH) {
        size_t n = WIDTH;
        while (n > 0 && rest.p[n] != ' ') n--;
        if (!n) break;
        buffer_printf(b, "%.*s\n%*s", (int)n, (const char *)rest.p, INDENT, "");
        rest = str_slice(rest, n + 1, rest.n);
    }
    buffer_printf(b, "%.*s\n", (int)rest.n, (const char *)rest.p);
}

Str explain_page(Arena *a, u32 code) {
    Buffer b = {.arena = a};
    const Explanation *e = explain_code(code);
    if (!e) return (Str){0};
    buffer_printf(&b, "LNK%04u  %s\n\n", code, e->message);
    put_paragraph(&b, "why:", e->why);
    put_paragraph(&b, "do:", e->todo);
    if (e->chapter) buffer_printf(&b, "read:  tutorial, chapter %u: %s\n", e->chapter, chapters[e->chapter]);
    return buffer_str(&b);
}
