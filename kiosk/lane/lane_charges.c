/* Card charges that pay no order: the terminal said late, after we had given an intent up, that the
 * card was charged; or nobody knows. Each is a case in the journal until the terminal says that
 * nothing was charged, or an attendant ends it. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "lane/lane.h"

static LaneIntent *find(Lane *lane, const char *intent_id)
{
    for (int32_t i = 0; i < LANE_INTENTS_MAX; i++)
        if (intent_id[0] && strcmp(lane->intents[i].intent.intent_id, intent_id) == 0)
            return &lane->intents[i];
    return NULL;
}

static int32_t find_case(const Lane *lane, const char *intent_id)
{
    for (int32_t i = 0; i < lane->recovered.case_count; i++)
        if (strcmp(lane->recovered.cases[i].intent.intent_id, intent_id) == 0)
            return i;
    return -1;
}

void lane_charges_asked(Lane *lane, const JournalIntent *intent, const char *order_uuid)
{
    LaneIntent *asked = &lane->intents[lane->intent_next++ % LANE_INTENTS_MAX];
    *asked = (LaneIntent){.intent = *intent};
    snprintf(asked->order_uuid, sizeof asked->order_uuid, "%s", order_uuid);
}

void lane_charges_paid(Lane *lane, const Order *order)
{
    for (int32_t i = 0; i < order->payment_count; i++) {
        LaneIntent *asked = find(lane, order->payments[i].intent_id);
        if (asked)
            asked->paid = true;
    }
}

static void add_case(Lane *lane, const LaneIntent *charge)
{
    JournalRecovered *found = &lane->recovered;
    JournalCase *cases = ARENA_NEW(&lane->boot, JournalCase, (size_t)found->case_count + 1);
    if (found->case_count > 0)
        memcpy(cases, found->cases, (size_t)found->case_count * sizeof *cases);
    cases[found->case_count] = (JournalCase){.intent = charge->intent};
    memcpy(cases[found->case_count].order_uuid, charge->order_uuid, ORDER_UUID_SIZE);
    found->cases = cases;
    found->case_count++;
    lane->changed = true;
}

void lane_charges_late(Lane *lane, const char *intent_id, const char *transaction)
{
    Arena scratch = lane->scratch;
    LaneIntent *asked = find(lane, intent_id);
    if ((asked && asked->paid) || find_case(lane, intent_id) >= 0)
        return; // said twice
    LaneIntent charge = {0};
    if (asked)
        charge = *asked;
    else // of a life before: what it was about is on the terminal's own list
        snprintf(charge.intent.intent_id, sizeof charge.intent.intent_id, "%s", intent_id);
    charge.intent.outcome = JOURNAL_INTENT_APPROVED;
    snprintf(charge.intent.words, sizeof charge.intent.words, "%s", transaction);
    log_error("the terminal has charged %s after all: compare with the card terminal", intent_id);
    lane_record(lane, JOURNAL_INTENT_RESULT,
                journal_encode_intent_result(&charge.intent, charge.order_uuid, &scratch), 0);
    add_case(lane, &charge);
}

// Journalled as it is now; when it has ended it leaves the list.
static void save_case(Lane *lane, int32_t at, JournalIntentOutcome outcome, const char *words)
{
    Arena scratch = lane->scratch;
    JournalRecovered *found = &lane->recovered;
    JournalCase *open = &found->cases[at];
    open->intent.outcome = outcome;
    snprintf(open->intent.words, sizeof open->intent.words, "%s", words);
    lane_record(lane, JOURNAL_INTENT_RESULT,
                journal_encode_intent_result(&open->intent, open->order_uuid, &scratch), 0);
    lane->changed = true;
    if (outcome != JOURNAL_INTENT_DECLINED && outcome != JOURNAL_INTENT_SETTLED)
        return;
    memmove(open, open + 1, (size_t)(found->case_count - at - 1) * sizeof *open);
    found->case_count--;
}

void lane_charges_settle(Lane *lane, const char *intent_id, const char *words)
{
    int32_t at = find_case(lane, intent_id);
    if (at >= 0) // else it was settled before
        save_case(lane, at, JOURNAL_INTENT_SETTLED, words);
}

void lane_charges_ask(Lane *lane)
{
    for (int32_t i = 0; i < lane->recovered.case_count; i++)
        if (!card_terminal_ask(lane->terminal, lane->recovered.cases[i].intent.intent_id)) {
            log_warning("the terminal takes no more questions: an attendant can ask for the other "
                        "charges without an end");
            return;
        }
}

void lane_charges_answer(Lane *lane, const TerminalEvent *answer)
{
    int32_t at = find_case(lane, answer->intent_id);
    if (at < 0)
        return;
    JournalIntentOutcome known = lane->recovered.cases[at].intent.outcome;
    switch (answer->kind) {
    case TERMINAL_APPROVED:
        if (known != JOURNAL_INTENT_APPROVED)
            save_case(lane, at, JOURNAL_INTENT_APPROVED, answer->transaction);
        return;
    case TERMINAL_DECLINED:
    case TERMINAL_NEVER_HEARD:
        if (known != JOURNAL_INTENT_APPROVED) // what it was sure of it can't take back
            save_case(lane, at, JOURNAL_INTENT_DECLINED, answer->words);
        return;
    case TERMINAL_LOST:
        if (known == JOURNAL_INTENT_OPEN)
            save_case(lane, at, JOURNAL_INTENT_UNKNOWN, answer->words);
        return;
    case TERMINAL_STARTED:
    case TERMINAL_WAITING:
    case TERMINAL_PIN:
    case TERMINAL_CHECKING:
    case TERMINAL_STATE:
        return;
    }
}
