/* Removes old segments and leaves their digests (docs/journal_format.md, "What is removed").
 *
 * Runs on the writer's thread, one bounded piece a call: a quarter of a MiB read, some records
 * looked at, one group written, or one file removed. A segment goes only when every record in it
 * was read and its chain is right, every paid order in it is known to have ended, and a start reads
 * only newer ones. Whatever is not so keeps it. */
#ifndef KIOSK_JOURNAL_JOURNAL_COMPACT_H
#define KIOSK_JOURNAL_JOURNAL_COMPACT_H

#include "journal/journal_write.h"

typedef struct JournalCompact JournalCompact;

JournalCompact *journal_compact_create(void);
void journal_compact_destroy(JournalCompact *compact); // accepts NULL
// Looks for segments whose newest record is before that time. A run that is under way ends first.
void journal_compact_begin(JournalCompact *compact, int64_t before_unix_ms);
bool journal_compact_is_busy(const JournalCompact *compact);
// One piece. False when the machine failed: the run is over, nothing is lost.
MUST_USE bool journal_compact_step(JournalCompact *compact, JournalWriter *writer, Error *error);

#endif
