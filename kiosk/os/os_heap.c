#include "os/os_heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    HUGE_PAGE_BYTES = 2 << 20,
    STEP_BYTES = 8 << 20,            // what the heap grows by
    MAPPED_FROM_BYTES = 1 << 20,     // larger blocks are mapped by themselves and given back
    GIVE_BACK_FROM_BYTES = 32 << 20, // free at the heap's end
    FIRST_BYTES = 512 << 10,         // more than what the libraries left free
};

void os_heap_begin(void)
{
    if (mallopt(M_TOP_PAD, STEP_BYTES) != 1)
        return;
    mallopt(M_MMAP_THRESHOLD, MAPPED_FROM_BYTES);
    mallopt(M_TRIM_THRESHOLD, GIVE_BACK_FROM_BYTES);
    uintptr_t before = (uintptr_t)sbrk(0);
    void *volatile first = malloc(FIRST_BYTES); // volatile: else the compiler leaves both calls out
    free(first);
    uintptr_t after = (uintptr_t)sbrk(0);
    uintptr_t from = (before + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
    if (before != UINTPTR_MAX && after > from)
        (void)madvise((void *)from, after - from, MADV_HUGEPAGE);
}
