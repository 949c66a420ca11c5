# loader-error-texts.sh - FormatMessage: the texts of Windows' errors, texts of the program's own with arguments, buffers that are made or too small; error modes,
# debug output, pointers made unreadable.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <stdio.h>
#include <windows.h>
static const DWORD codes[] = {0, 1, 2, 3, 4, 5, 6, 8, 18, 32, 33, 38, 50, 80, 87, 109, 112, 122, 126, 127, 131, 145, 182, 183, 193, 203, 232, 267, 288, 298, 487, 1113, 1114, 1460};
static DWORD format(DWORD flags, const char *source, char *to, DWORD size, ...) {
    va_list args;
    va_start(args, size);
    DWORD n = FormatMessageA(flags, source, 0, 0, to, size, &args);
    va_end(args);
    return n;
}
int main(int argc, char **argv) {
    char text[300], *made = 0;
    WCHAR wide[300], *wide_made = 0;
    if (argc > 1) {
        for (int i = 0; i < sizeof codes / sizeof *codes; i++) {
            FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, 0, codes[i], 0, text, 300, 0);
            printf("%lu: %s", codes[i], text);
        }
        SetLastError(7);
        DWORD n = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, 0, 123456, 0, text, 300, 0);
        printf("%lu %lu", n, GetLastError());
        n = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM, 0, 123456, 0, wide, 300, 0);
        printf(" %lu %lu\n", n, GetLastError());
        n = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ALLOCATE_BUFFER, 0, 5, 0, (WCHAR *)&wide_made, 0, 0);
        printf("%lu %ls", n, wide_made);
        LocalFree(wide_made);
        OutputDebugStringA("a debug text"), OutputDebugStringW(L"a wide debug text");
        return 0;
    }
    printf("%lu", format(FORMAT_MESSAGE_FROM_STRING, "<%1 and %2, 100%%%nnext>", text, 300, "one", "two"));
    printf(" %s\n", text);
    DWORD_PTR array[] = {(DWORD_PTR)"first", (DWORD_PTR)"second"};
    printf("%lu", FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, "%2 %1.", 0, 0, text, 300, (va_list *)array));
    printf(" %s\n", text);
    printf("%lu", FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_ALLOCATE_BUFFER, "as it is: %1", 0, 0, (char *)&made, 0, 0));
    printf(" %s\n", made);
    LocalFree(made);
    printf("%lu", FormatMessageA(FORMAT_MESSAGE_FROM_STRING, "longer than that", 0, 0, text, 5, 0));
    printf(" %lu", GetLastError());
    printf(" %lu", FormatMessageW(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_IGNORE_INSERTS, L"wide %1", 0, 0, wide, 300, 0));
    printf(" %ls", wide);
    printf(" %lu", FormatMessageW(FORMAT_MESSAGE_FROM_STRING, L"longer than that", 0, 0, wide, 5, 0));
    printf(" %lu\n", GetLastError());
    SetErrorMode(SEM_FAILCRITICALERRORS);
    printf("%u", SetErrorMode(SEM_NOOPENFILEERRORBOX) & 0x8003);
    printf(" %d", (GetErrorMode() & SEM_NOOPENFILEERRORBOX) != 0);
    BOOL present = 9;
    printf(" %d", CheckRemoteDebuggerPresent(GetCurrentProcess(), &present));
    printf(" %d %d %d %d\n", present, IsDebuggerPresent(), DecodePointer(EncodePointer(&present)) == (void *)&present, 0);
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -o $t/main.exe $t/main.c
run_both $t/main.exe '25 <one and two, 100%
next>
13 second first.
12 as it is: %1
0 122 7 wide %1 0 122
1 1 1 0 0 1 0'
cat >$t/system <<'END'
0: The operation completed successfully.
1: Incorrect function.
2: The system cannot find the file specified.
3: The system cannot find the path specified.
4: The system cannot open the file.
5: Access is denied.
6: The handle is invalid.
8: Not enough memory resources are available to process this command.
18: There are no more files.
32: The process cannot access the file because it is being used by another process.
33: The process cannot access the file because another process has locked a portion of the file.
38: Reached the end of the file.
50: The request is not supported.
80: The file exists.
87: The parameter is incorrect.
109: The pipe has been ended.
112: There is not enough space on the disk.
122: The data area passed to a system call is too small.
126: The specified module could not be found.
127: The specified procedure could not be found.
131: An attempt was made to move the file pointer before the beginning of the file.
145: The directory is not empty.
182: The operating system cannot run %1.
183: Cannot create a file when that file already exists.
193: %1 is not a valid Win32 application.
203: The system could not find the environment option that was entered.
232: The pipe is being closed.
267: The directory name is invalid.
288: Attempt to release mutex not owned by caller.
298: Too many posts were made to a semaphore.
487: Attempt to access invalid address.
1113: No mapping for the Unicode character exists in the target multi-byte code page.
1114: A dynamic link library (DLL) initialization routine failed.
1460: This operation returned because the timeout period expired.
0 317 0 317
19 Access is denied.
END
run_load $t/main.exe @$t/system texts # Wine has texts of its own
"$MYLOAD" --trace $t/main.exe texts >$t/out 2>$t/trace
grep -q '^\[debug\]  a debug text$' $t/trace || fail 'no debug text'
grep -q '^\[debug\]  a wide debug text$' $t/trace || fail 'no wide debug text'
