/* Finds items of a list by a hash of their text: what a tool needs to go through a journal of years
 * in one pass. Hashes may meet: the caller compares the texts. */
#ifndef KIOSK_JOURNAL_JOURNAL_INDEX_H
#define KIOSK_JOURNAL_JOURNAL_INDEX_H

#include "base/check.h"
#include "base/text.h"

typedef struct JournalIndex { // zeroed: empty
    struct JournalIndexSlot {
        uint64_t tag;
        int32_t item; // of the list, plus one; 0: free
    } * slots;        // malloc'd
    int32_t room, count;
} JournalIndex;

uint64_t journal_index_tag(const char *text);
void journal_index_add(JournalIndex *index, uint64_t tag, int32_t item);
// The next item of that tag; *cursor is 0 at first. -1: there is no more.
int32_t journal_index_next(const JournalIndex *index, uint64_t tag, int32_t *cursor);
void journal_index_release(JournalIndex *index);

#endif
