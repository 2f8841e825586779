#include "base/arena.h"

#include <string.h>
#include <sys/mman.h>

void arena_create(Arena *arena, size_t size_bytes)
{
    void *block = mmap(NULL, size_bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    CHECK(block != MAP_FAILED);
    *arena = (Arena){.base = block, .size_bytes = size_bytes};
}

void arena_destroy(Arena *arena)
{
    if (arena->base)
        munmap(arena->base, arena->size_bytes);
    *arena = (Arena){0};
}

void arena_clear(Arena *arena)
{
    // A big arena that was used once (a catalogue load) must not stay in memory for ever.
    size_t keep_bytes = (size_t)1 << 20;
    if (arena->used_bytes > keep_bytes)
        madvise(arena->base + keep_bytes, arena->size_bytes - keep_bytes, MADV_DONTNEED);
    arena->used_bytes = 0;
}

void *arena_try_alloc(Arena *arena, size_t item_bytes, size_t align_bytes, size_t count)
{
    size_t start = (arena->used_bytes + align_bytes - 1) & ~(align_bytes - 1);
    size_t bytes;
    if (__builtin_mul_overflow(item_bytes, count, &bytes))
        return NULL;
    if (start > arena->size_bytes || bytes > arena->size_bytes - start)
        return NULL;
    arena->used_bytes = start + bytes;
    return memset(arena->base + start, 0, bytes);
}

void *arena_alloc(Arena *arena, size_t item_bytes, size_t align_bytes, size_t count)
{
    void *memory = arena_try_alloc(arena, item_bytes, align_bytes, count);
    CHECK(memory != NULL);
    return memory;
}
