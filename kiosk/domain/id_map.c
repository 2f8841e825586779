#include "domain/id_map.h"

#include <stdlib.h>

void id_map_release(IdMap *map)
{
    free(map->slots);
    *map = (IdMap){0};
}

// The slot of `id`, or the free slot where it belongs.
static IdMapSlot *find_slot(const IdMap *map, int32_t id)
{
    size_t mask = map->capacity - 1;
    size_t position = ((uint32_t)id * 2654435769u >> 7) & mask;
    while (map->slots[position].index >= 0 && map->slots[position].id != id)
        position = (position + 1) & mask;
    return &map->slots[position];
}

static void grow(IdMap *map)
{
    IdMap larger = {.count = map->count, .capacity = map->capacity ? map->capacity * 2 : 64};
    larger.slots = malloc(larger.capacity * sizeof *larger.slots);
    CHECK(larger.slots != NULL);
    for (size_t i = 0; i < larger.capacity; i++)
        larger.slots[i] = (IdMapSlot){0, -1};
    for (size_t i = 0; i < map->capacity; i++) {
        if (map->slots[i].index >= 0)
            *find_slot(&larger, map->slots[i].id) = map->slots[i];
    }
    free(map->slots);
    *map = larger;
}

bool id_map_add(IdMap *map, int32_t id, int32_t index)
{
    CHECK(index >= 0);
    if (id_map_find(map, id) >= 0)
        return false;
    id_map_put(map, id, index);
    return true;
}

void id_map_put(IdMap *map, int32_t id, int32_t index)
{
    CHECK(index >= 0);
    if (map->count * 2 >= map->capacity)
        grow(map);
    IdMapSlot *slot = find_slot(map, id);
    if (slot->index < 0)
        map->count++;
    *slot = (IdMapSlot){id, index};
}

int32_t id_map_find(const IdMap *map, int32_t id)
{
    return map->count == 0 ? -1 : find_slot(map, id)->index;
}
