/* Server ids to positions: a hash table that grows, for the tables of a catalogue while it is
 * built. */
#ifndef KIOSK_DOMAIN_ID_MAP_H
#define KIOSK_DOMAIN_ID_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"

typedef struct IdMapSlot {
    int32_t id, index; // index -1: the slot is free
} IdMapSlot;

typedef struct IdMap {
    IdMapSlot *slots; // heap; capacity is a power of two, at most half full
    size_t count, capacity;
} IdMap;

void id_map_release(IdMap *map); // accepts a zeroed map, leaves one behind
// False when the id is there already; the first index stays. CHECKs index >= 0.
MUST_USE bool id_map_add(IdMap *map, int32_t id, int32_t index);
// Replaces the index of an id, or adds it.
void id_map_put(IdMap *map, int32_t id, int32_t index);
int32_t id_map_find(const IdMap *map, int32_t id); // -1 when it is not there

#endif
