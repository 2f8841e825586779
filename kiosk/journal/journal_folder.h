/* The data folder as the journal sees it: names, the list of segments, the device key. */
#ifndef KIOSK_JOURNAL_JOURNAL_FOLDER_H
#define KIOSK_JOURNAL_JOURNAL_FOLDER_H

#include "journal/journal_format.h"

enum { JOURNAL_PATH_SIZE = 4096 };

// "DIR/journal-00000007.wal"; `suffix` is ".wal", ".wal.new", ".damaged". ERROR_LIMIT when the path
// is too long.
MUST_USE bool journal_segment_path(const char *directory, int32_t number, const char *suffix,
                                   char out[JOURNAL_PATH_SIZE], Error *error);
MUST_USE bool journal_folder_path(const char *directory, const char *name,
                                  char out[JOURNAL_PATH_SIZE], Error *error);

// A copy of the folder's name.
MUST_USE bool journal_folder_copy(const char *directory, char out[JOURNAL_PATH_SIZE], Error *error);

typedef struct JournalSegmentList {
    int32_t *numbers; // malloc'd, rising
    int32_t count, room;
    int32_t highest; // of segments and of what was kept aside: the next segment takes one more
    int32_t leftover_count;
    int32_t leftovers[16]; // segments that were being made when the power went: `.wal.new`
} JournalSegmentList;

MUST_USE bool journal_folder_list(const Os *os, const char *directory, JournalSegmentList *out,
                                  Error *error);
void journal_folder_list_release(JournalSegmentList *list);

typedef enum JournalKeyState {
    JOURNAL_KEY_FOUND,
    JOURNAL_KEY_MISSING,
    JOURNAL_KEY_BAD, // a file of another size
} JournalKeyState;

MUST_USE bool journal_key_load(const Os *os, const char *directory, uint8_t out[JOURNAL_KEY_SIZE],
                               JournalKeyState *out_state, Error *error);
// Makes a new one (mode 0600, durable); a bad one is kept aside as `device.key.damaged`.
MUST_USE bool journal_key_make(const Os *os, const char *directory, JournalKeyState state,
                               uint8_t out[JOURNAL_KEY_SIZE], Error *error);

#endif
