# option-clang-msvc.sh - clang and clang-cl for Microsoft's ABI call mylink with -fuse-ld=mylink; missing run-time libraries do no harm.
. tests/common.sh
need clang
mkdir "$t/tools"
ln -s "$MYLINK" "$t/tools/mylink"
ln -s "$(command -v "$(tool clang)")" "$t/tools/clang-cl"
export PATH="$t/tools:$PATH"
put "$t/a.c" <<'END'
__declspec(dllimport) void ExitProcess(unsigned);
void mainCRTStartup(void) { ExitProcess(23); }
END
cd "$t"
"$(tool clang)" --target=x86_64-pc-windows-msvc -fuse-ld=mylink a.c -lkernel32 -o 1.exe
clang-cl --target=x86_64-pc-windows-msvc -fuse-ld=mylink a.c /GS- /MT /link kernel32.lib /subsystem:console /out:2.exe
for image in 1.exe 2.exe; do
    check_image $image
    run_wine -x 23 $image ''
done
