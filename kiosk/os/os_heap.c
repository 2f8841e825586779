#include "os/os_heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    HUGE_PAGE_BYTES = 2 << 20,
    STEP_BYTES = 24 << 20,           // what the heap grows by: addresses, taken as they are used
    MAPPED_FROM_BYTES = 2 << 20,     // larger blocks are mapped by themselves and given back
    GIVE_BACK_FROM_BYTES = 32 << 20, // free at the heap's end
    PROBE_BYTES = 256 << 10,         // more than what the libraries left free
    HEADER_BYTES = 16,               // malloc's, before each block
};

// What lies before the first huge page. Never touched, so it costs no memory, only addresses; kept,
// so that nothing is put there.
static void *volatile skipped;

// The address of the heap's free end.
static uintptr_t find_end(void)
{
    void *volatile probe = malloc(PROBE_BYTES); // volatile: else the compiler leaves both calls out
    uintptr_t end = (uintptr_t)probe;
    free(probe);
    return end;
}

void os_heap_begin(void)
{
    if (mallopt(M_ARENA_MAX, 1) != 1 || mallopt(M_TOP_PAD, STEP_BYTES) != 1)
        return;
    mallopt(M_MMAP_THRESHOLD, 2 * HUGE_PAGE_BYTES); // what is skipped is of the heap
    uintptr_t end = find_end();
    // A page that was touched keeps its huge page small: the first whole one begins behind the
    // probe, and the header of what comes next stays before it.
    uintptr_t from = (end + PROBE_BYTES + HUGE_PAGE_BYTES) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
    skipped = malloc(from - end - HEADER_BYTES);
    mallopt(M_MMAP_THRESHOLD, MAPPED_FROM_BYTES);
    mallopt(M_TRIM_THRESHOLD, GIVE_BACK_FROM_BYTES);
    uintptr_t after = (uintptr_t)sbrk(0);
    if (skipped && after != UINTPTR_MAX && after > from)
        (void)madvise((void *)from, after - from, MADV_HUGEPAGE);
}
