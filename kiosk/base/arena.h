/* Memory named after how long it lives: boot, catalogue, order, frame.
 *
 * An arena is one block and a mark; allocating moves the mark, clearing moves it back. A function
 * that takes `Arena scratch` by value may allocate from it freely: the caller's mark does not move,
 * so the scraps are gone on every return path. Two arenas can be passed to one function: results go
 * to the `Arena *`. */
#ifndef KIOSK_BASE_ARENA_H
#define KIOSK_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"

typedef struct Arena {
    uint8_t *base;
    size_t used_bytes;
    size_t size_bytes;
} Arena;

// Reserves address space of `size_bytes` (pages are taken as they are touched). CHECKs on failure.
void arena_create(Arena *arena, size_t size_bytes);
// Gives the block back. Accepts a zeroed arena.
void arena_destroy(Arena *arena);
// Forgets everything; the memory stays with the arena, pages over the first MiB go back to the
// system.
void arena_clear(Arena *arena);

// Zeroed, aligned memory for `count` items. CHECKs when the arena is full: limits are tested
// before.
void *arena_alloc(Arena *arena, size_t item_bytes, size_t align_bytes, size_t count);
// The same, but returns NULL when it does not fit: for input whose size is not known beforehand.
void *arena_try_alloc(Arena *arena, size_t item_bytes, size_t align_bytes, size_t count);

#define ARENA_NEW(arena, Type, count)                                                              \
    ((Type *)arena_alloc(arena, sizeof(Type), _Alignof(Type), count))

#endif
