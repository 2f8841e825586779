#include "journal/journal_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/checksum.h"

uint64_t journal_index_tag(const char *text)
{
    return checksum_xxh3(text, strlen(text));
}

static void place(JournalIndex *index, uint64_t tag, int32_t item)
{
    uint64_t mask = (uint64_t)index->room - 1;
    uint64_t at = tag & mask;
    while (index->slots[at].item != 0)
        at = (at + 1) & mask;
    index->slots[at].tag = tag;
    index->slots[at].item = item + 1;
}

void journal_index_add(JournalIndex *index, uint64_t tag, int32_t item)
{
    if (index->count * 2 >= index->room) {
        JournalIndex larger = {.room = index->room ? index->room * 2 : 512, .count = index->count};
        larger.slots = calloc((size_t)larger.room, sizeof *larger.slots);
        CHECK(larger.slots != NULL);
        for (int32_t i = 0; i < index->room; i++)
            if (index->slots[i].item != 0)
                place(&larger, index->slots[i].tag, index->slots[i].item - 1);
        free(index->slots);
        *index = larger;
    }
    place(index, tag, item);
    index->count++;
}

int32_t journal_index_next(const JournalIndex *index, uint64_t tag, int32_t *cursor)
{
    uint64_t mask = (uint64_t)index->room - 1;
    while (*cursor < index->room) {
        const struct JournalIndexSlot *slot = &index->slots[(tag + (uint64_t)*cursor) & mask];
        if (slot->item == 0)
            break;
        ++*cursor;
        if (slot->tag == tag)
            return slot->item - 1;
    }
    return -1;
}

void journal_index_release(JournalIndex *index)
{
    free(index->slots);
    *index = (JournalIndex){0};
}
