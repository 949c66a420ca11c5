// abi.c - the one machine-dependent step that needs the kernel's help: setting the register that leads to the TEB.
#include "abi.h"

#include <asm/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

void set_current_teb(void *teb) {
    // User code cannot load a 64-bit base into GS on every processor, the kernel can. It keeps the value per thread.
    syscall(SYS_arch_prctl, ARCH_SET_GS, teb);
}
