# loader-arm64-unwind.sh - ARM64 unwind data, packed and full: from every instruction of a function, in prolog, body and epilog, one step leads to
# the caller with all its registers.
#
# Each function is copied, with a breakpoint in place of one instruction, and called. The handler of the breakpoint takes the state to be that of the
# original function at this instruction, undoes it with RtlVirtualUnwind, and compares with what the caller had set.
. tests/common.sh
can_run arm64 || skip 'build/myload-arm64 or qemu-aarch64 is missing'
clang=$(tool clang)
cat >$t/functions.s <<'END'
// Sets x19 to x28 to 19 ..., d8 to d15 to 8 ..., keeps its stack pointer in caller_sp, and calls the function in x0.
.globl check, checked, caller_sp
.seh_proc check
check: stp x29, x30, [sp, #-160]!
.seh_save_fplr_x 160
    stp x19, x20, [sp, #16]
.seh_save_regp x19, 16
    stp x21, x22, [sp, #32]
.seh_save_regp x21, 32
    stp x23, x24, [sp, #48]
.seh_save_regp x23, 48
    stp x25, x26, [sp, #64]
.seh_save_regp x25, 64
    stp x27, x28, [sp, #80]
.seh_save_regp x27, 80
    stp d8, d9, [sp, #96]
.seh_save_fregp d8, 96
    stp d10, d11, [sp, #112]
.seh_save_fregp d10, 112
    stp d12, d13, [sp, #128]
.seh_save_fregp d12, 128
    stp d14, d15, [sp, #144]
.seh_save_fregp d14, 144
.seh_endprologue
    .irp n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28
    mov x\n, #\n
    .endr
    .irp n, 8, 9, 10, 11, 12, 13, 14, 15
    mov x9, #\n
    fmov d\n, x9
    .endr
    mov x29, #29
    adrp x9, caller_sp
    add x9, x9, :lo12:caller_sp
    mov x10, sp
    str x10, [x9]
    blr x0
checked: ldp x19, x20, [sp, #16]
    ldp x21, x22, [sp, #32]
    ldp x23, x24, [sp, #48]
    ldp x25, x26, [sp, #64]
    ldp x27, x28, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    ldp x29, x30, [sp], #160
    ret
.seh_endproc
.bss
.p2align 3
caller_sp: .skip 8

// packed NAME RegF RegI H CR frame: its line of .pdata; every function ends at NAME_end and is listed in `functions`
.macro listed name
.section .rdata, "dr"
    .quad \name, \name\()_end
.text
.endm
.macro packed name regf regi home cr frame
.section .pdata, "dr"
    .long \name@IMGREL
    .long 1 + \name\()_end - \name + (\regf << 13) + (\regi << 16) + (\home << 20) + (\cr << 21) + ((\frame / 16) << 23)
    listed \name
.endm
.section .rdata, "dr"
.globl functions
.p2align 3
functions:
.text
.p2align 2
usual: stp x19, x20, [sp, #-16]!
    stp x29, x30, [sp, #-64]!
    mov x29, sp
    mov x19, #0
    mov x20, #0
    mov x30, #0
    ldp x29, x30, [sp], #64
    ldp x19, x20, [sp], #16
    ret
usual_end: packed usual 0 2 0 3 80

lr_pair: stp x19, x20, [sp, #-64]!
    stp x21, x30, [sp, #16]
    stp d8, d9, [sp, #32]
    str d10, [sp, #48]
    sub sp, sp, #32
    mov x19, #0
    mov x21, #0
    mov x30, #0
    fmov d8, xzr
    fmov d10, xzr
    add sp, sp, #32
    ldr d10, [sp, #48]
    ldp d8, d9, [sp, #32]
    ldp x21, x30, [sp, #16]
    ldp x19, x20, [sp], #64
    ret
lr_pair_end: packed lr_pair 2 3 0 1 96

everything: stp x19, x20, [sp, #-144]!
    stp x21, x22, [sp, #16]
    stp x23, x24, [sp, #32]
    stp x25, x26, [sp, #48]
    stp x27, x28, [sp, #64]
    stp d8, d9, [sp, #80]
    stp d10, d11, [sp, #96]
    stp d12, d13, [sp, #112]
    stp d14, d15, [sp, #128]
    sub sp, sp, #4080
    sub sp, sp, #912
    mov x19, #0
    mov x28, #0
    fmov d8, xzr
    fmov d15, xzr
    add sp, sp, #912
    add sp, sp, #4080
    ldp d14, d15, [sp, #128]
    ldp d12, d13, [sp, #112]
    ldp d10, d11, [sp, #96]
    ldp d8, d9, [sp, #80]
    ldp x27, x28, [sp, #64]
    ldp x25, x26, [sp, #48]
    ldp x23, x24, [sp, #32]
    ldp x21, x22, [sp, #16]
    ldp x19, x20, [sp], #144
    ret
everything_end: packed everything 7 10 0 0 5136

home: str x19, [sp, #-80]!
    stp x0, x1, [sp, #8]
    stp x2, x3, [sp, #24]
    stp x4, x5, [sp, #40]
    stp x6, x7, [sp, #56]
    sub sp, sp, #1024
    stp x29, x30, [sp]
    mov x29, sp
    mov x19, #0
    mov x30, #0
    mov sp, x29
    ldp x29, x30, [sp]
    add sp, sp, #1024
    ldr x19, [sp], #80
    ret
home_end: packed home 0 1 1 3 1104

only_floats: stp d8, d9, [sp, #-16]!
    fmov d8, xzr
    ldp d8, d9, [sp], #16
    ret
only_floats_end: packed only_floats 1 0 0 0 16

only_lr: str x30, [sp, #-16]!
    mov x30, #0
    ldr x30, [sp], #16
    ret
only_lr_end: packed only_lr 0 0 0 1 16

lr_behind: stp x19, x20, [sp, #-32]!
    str x30, [sp, #16]
    mov x30, #0
    mov x20, #0
    ldr x30, [sp, #16]
    ldp x19, x20, [sp], #32
    ret
lr_behind_end: packed lr_behind 0 2 0 1 32

signed: hint #27 // pacibsp
    stp x29, x30, [sp, #-32]!
    mov x29, sp
    mov x9, x30
    ldp x29, x30, [sp], #32
    hint #31 // autibsp
    ret
signed_end: packed signed 0 0 0 2 32

.globl fp_below
.seh_proc fp_below
fp_below: stp x19, x20, [sp, #-96]!
.seh_save_r19r20_x 96
    stp x21, x22, [sp, #16]
.seh_save_regp x21, 16
    stp x23, x24, [sp, #32]
.seh_save_next
    str x25, [sp, #48]
.seh_save_reg x25, 48
    stp x29, x30, [sp, #64]
.seh_save_fplr 64
    add x29, sp, #64
.seh_add_fp 64
    sub sp, sp, #32
.seh_stackalloc 32
.seh_endprologue
    mov x19, #0
    mov x24, #0
    mov x25, #0
    mov x30, #0
    sub sp, sp, #48   // as alloca does
    mov x9, #0
.seh_startepilogue
    sub sp, x29, #64
.seh_add_fp 64
    ldp x29, x30, [sp, #64]
.seh_save_fplr 64
    ldr x25, [sp, #48]
.seh_save_reg x25, 48
    ldp x23, x24, [sp, #32]
.seh_save_regp x23, 32
    ldp x21, x22, [sp, #16]
.seh_save_regp x21, 16
    ldp x19, x20, [sp], #96
.seh_save_r19r20_x 96
    ret
.seh_endepilogue
fp_below_end:
.seh_endproc
    listed fp_below

.seh_proc singles
singles: str x21, [sp, #-16]!
.seh_save_reg_x x21, 16
    str d9, [sp, #-16]!
.seh_save_freg_x d9, 16
    stp d10, d11, [sp, #-48]!
.seh_save_fregp_x d10, 48
    str d12, [sp, #16]
.seh_save_freg d12, 16
    stp x23, x30, [sp, #24]
.seh_save_lrpair x23, 24
    stp x25, x26, [sp, #-32]!
.seh_save_regp_x x25, 32
    sub sp, sp, #2048
.seh_stackalloc 2048
    nop
.seh_nop
    sub sp, sp, #65536
.seh_stackalloc 65536
.seh_endprologue
    mov x21, #0
    mov x23, #0
    mov x30, #0
    mov x26, #0
    fmov d9, xzr
    fmov d11, xzr
    fmov d12, xzr
.seh_startepilogue
    add sp, sp, #65536
.seh_stackalloc 65536
    add sp, sp, #2048
.seh_stackalloc 2048
    ldp x25, x26, [sp], #32
.seh_save_regp_x x25, 32
    ldp x23, x30, [sp, #24]
.seh_save_lrpair x23, 24
    ldr d12, [sp, #16]
.seh_save_freg d12, 16
    ldp d10, d11, [sp], #48
.seh_save_fregp_x d10, 48
    ldr d9, [sp], #16
.seh_save_freg_x d9, 16
    ldr x21, [sp], #16
.seh_save_reg_x x21, 16
    ret
.seh_endepilogue
singles_end:
.seh_endproc
    listed singles

leaf: mov x9, #0
    ret
leaf_end: listed leaf // no unwind data at all
.section .rdata, "dr"
    .quad 0
END
$clang --target=aarch64-pc-windows-msvc -c -o $t/functions.obj $t/functions.s
c_for arm64 $t/main.obj <<'END'
typedef unsigned long long u64;
typedef struct { unsigned flags, cpsr; u64 x[31], sp, pc; struct { u64 low, high; } v[32]; u64 rest[18]; } Context;
typedef struct { unsigned code, flags; void *next, *address; } Record;
typedef struct { Record *record; Context *context; } Pointers;
__declspec(dllimport) void *VirtualAlloc(void *, u64, unsigned, unsigned), *AddVectoredExceptionHandler(unsigned, int (*)(Pointers *));
__declspec(dllimport) void *RtlLookupFunctionEntry(u64, u64 *, void *), *RtlVirtualUnwind(unsigned, u64, u64, void *, Context *, void **, u64 *, void *);
__declspec(dllimport) int FlushInstructionCache(void *, void *, u64);
int printf(const char *, ...);
extern u64 caller_sp;
extern struct { unsigned *begin, *end; } functions[];
extern char checked[];
void check(unsigned *);
static unsigned *copy;
static int function, at, count, wrong;
static void expect(const char *what, int n, u64 got, u64 want) {
    if (got == want) return;
    wrong++;
    printf("function %d, instruction %d: %s%d is %llx, not %llx\n", function, at, what, n, got, want);
}
static int step(Pointers *p) {
    Context c = *p->context;
    u64 base, frame;
    void *data;
    if (p->record->code != 0x80000003 || c.pc != (u64)(copy + at)) return 0;
    c.pc = (u64)(functions[function].begin + at);
    void *entry = RtlLookupFunctionEntry(c.pc, &base, 0);
    if (entry)
        RtlVirtualUnwind(0, base, c.pc, entry, &c, &data, &frame, 0);
    else
        c.pc = c.x[30], frame = c.sp;
    expect("pc", 0, c.pc, (u64)checked);
    expect("sp", 0, c.sp, caller_sp);
    expect("frame", 0, frame, caller_sp);
    for (int i = 19; i < 30; i++) expect("x", i, c.x[i], i);
    for (int i = 8; i < 16; i++) expect("d", i, c.v[i].low, i);
    copy[at] = functions[function].begin[at]; // and on with the instruction itself
    FlushInstructionCache((void *)-1, copy, 4096);
    count++;
    return -1;
}
int main(void) {
    copy = VirtualAlloc(0, 4096, 0x3000, 0x40);
    AddVectoredExceptionHandler(1, step);
    for (function = 0; functions[function].begin; function++) {
        int length = (int)(functions[function].end - functions[function].begin);
        for (at = 0; at < length; at++) {
            for (int i = 0; i < length; i++) copy[i] = functions[function].begin[i];
            copy[at] = 0xd43e0000; // brk #0xf000
            FlushInstructionCache((void *)-1, copy, 4096);
            check(copy);
        }
    }
    printf("%d functions, %d instructions, %d wrong\n", function, count, wrong);
    return 0;
}
END
mylink /nologo /entry:main /subsystem:console /out:$t/main.exe $t/main.obj $t/functions.obj kernel32.lib msvcrt.lib
$(tool llvm-readobj) --unwind $t/main.exe >$t/unwind
run_load $t/main.exe '11 functions, 136 instructions, 0 wrong'
proves 'Unwind tables, sorted' arm64
