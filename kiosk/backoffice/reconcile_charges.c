// Charges of a terminal that goes on charging while the journal is read.
#include <string.h>

#include "backoffice/reconcile.h"

static bool is_among(const TerminalCharge *charges, const JournalIndex *index,
                     const char *intent_id)
{
    int32_t cursor = 0, i;
    while ((i = journal_index_next(index, journal_index_tag(intent_id), &cursor)) >= 0)
        if (strcmp(charges[i].intent_id, intent_id) == 0)
            return true;
    return false;
}

static bool knows(const JournalOrders *journal, const char *intent_id)
{
    int32_t cursor = 0, i;
    uint64_t tag = journal_index_tag(intent_id);
    while ((i = journal_index_next(&journal->by_intent, tag, &cursor)) >= 0)
        if (strcmp(journal->charges[i].intent_id, intent_id) == 0)
            return true;
    return false;
}

int32_t reconcile_charges_known(const JournalOrders *journal, const TerminalCharge *before,
                                int32_t before_count, TerminalCharge *after, int32_t after_count)
{
    JournalIndex index = {0};
    int32_t kept = 0;
    for (int32_t i = 0; i < before_count; i++)
        journal_index_add(&index, journal_index_tag(before[i].intent_id), i);
    for (int32_t i = 0; i < after_count; i++)
        if (is_among(before, &index, after[i].intent_id) || knows(journal, after[i].intent_id))
            after[kept++] = after[i];
    journal_index_release(&index);
    return kept;
}
