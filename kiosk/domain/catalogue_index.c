#include "domain/catalogue_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/checksum.h"

uint32_t catalogue_barcode_hash(Text barcode)
{
    uint32_t hash = (uint32_t)checksum_xxh3(barcode.data, (size_t)barcode.size);
    return hash ? hash : 1;
}

uint32_t catalogue_barcode_slots_for(uint32_t barcode_count)
{
    uint32_t slots = 8;
    while (slots < (uint64_t)barcode_count * 2)
        slots *= 2;
    return slots;
}

uint32_t catalogue_barcode_slot(const CatBarcodeSlot *slots, uint32_t slot_count, const char *text,
                                Text barcode)
{
    uint32_t hash = catalogue_barcode_hash(barcode);
    for (uint32_t step = 0; step < slot_count; step++) {
        uint32_t place = (hash + step) & (slot_count - 1);
        const CatBarcodeSlot *slot = &slots[place];
        if (slot->hash == 0)
            return place;
        if (slot->hash == hash && slot->barcode.size == (uint32_t)barcode.size &&
            memcmp(text + slot->barcode.offset, barcode.data, slot->barcode.size) == 0)
            return place;
    }
    return slot_count;
}

uint64_t catalogue_id_key(int32_t id, uint32_t index)
{
    return (uint64_t)((uint32_t)id ^ 0x80000000u) << 32 |
           index; // negative ids before positive ones
}

static int compare_keys(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

void catalogue_sort_id_keys(uint64_t *keys, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (keys[i - 1] > keys[i]) {
            qsort(keys, count, sizeof *keys, compare_keys);
            return;
        }
    }
}
