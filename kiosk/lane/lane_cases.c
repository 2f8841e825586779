/* Card charges that no order has: left behind by a restart, or approved after they were given up.
 * Each ends by what the terminal says (nothing was charged) or by an attendant with a reason
 * (promise P3). */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "lane/lane.h"

static int32_t find(const Lane *lane, const char *intent_id)
{
    for (int32_t i = 0; i < lane->recovered.case_count; i++)
        if (strcmp(lane->recovered.cases[i].intent.intent_id, intent_id) == 0)
            return i;
    return -1;
}

// Journalled as it is now; when it has ended it leaves the list.
static void save(Lane *lane, int32_t index, JournalIntentOutcome outcome, const char *words)
{
    JournalRecovered *found = &lane->recovered;
    JournalCase *open = &found->cases[index];
    Arena scratch = lane->scratch;
    open->intent.outcome = outcome;
    snprintf(open->intent.words, sizeof open->intent.words, "%s", words);
    lane_record(lane, JOURNAL_INTENT_RESULT,
                journal_encode_intent_result(&open->intent, open->order_uuid, &scratch), 0);
    lane->changed = true;
    if (outcome != JOURNAL_INTENT_DECLINED && outcome != JOURNAL_INTENT_SETTLED)
        return;
    memmove(open, open + 1, (size_t)(found->case_count - index - 1) * sizeof *open);
    found->case_count--;
}

void lane_cases_ask(Lane *lane)
{
    for (int32_t i = 0; i < lane->recovered.case_count; i++)
        if (!card_terminal_ask(lane->terminal, lane->recovered.cases[i].intent.intent_id)) {
            log_warning("the terminal takes no more questions: an attendant can ask for the other "
                        "charges without an end");
            return;
        }
}

void lane_cases_answer(Lane *lane, const TerminalEvent *answer)
{
    int32_t index = find(lane, answer->intent_id);
    if (index < 0)
        return;
    const JournalIntent *intent = &lane->recovered.cases[index].intent;
    switch (answer->kind) {
    case TERMINAL_APPROVED:
        if (intent->outcome != JOURNAL_INTENT_APPROVED)
            save(lane, index, JOURNAL_INTENT_APPROVED, answer->transaction);
        return;
    case TERMINAL_DECLINED:
    case TERMINAL_NEVER_HEARD:
        log_info("the charge %s without an end: %s", answer->intent_id, answer->words);
        save(lane, index, JOURNAL_INTENT_DECLINED, answer->words);
        return;
    case TERMINAL_LOST:
        if (intent->outcome == JOURNAL_INTENT_OPEN)
            save(lane, index, JOURNAL_INTENT_UNKNOWN, answer->words);
        return;
    case TERMINAL_STARTED:
    case TERMINAL_WAITING:
    case TERMINAL_PIN:
    case TERMINAL_CHECKING:
    case TERMINAL_STATE:
        return;
    }
}

void lane_cases_add(Lane *lane, const char *order_uuid, const JournalIntent *intent)
{
    JournalRecovered *found = &lane->recovered;
    JournalCase *cases = ARENA_NEW(&lane->boot, JournalCase, (size_t)found->case_count + 1);
    if (found->case_count > 0)
        memcpy(cases, found->cases, (size_t)found->case_count * sizeof *cases);
    JournalCase *added = &cases[found->case_count++];
    found->cases = cases;
    added->intent = *intent;
    snprintf(added->order_uuid, sizeof added->order_uuid, "%s", order_uuid);
}

void lane_cases_note(Lane *lane, const CheckoutEffect *effect)
{
    if (find(lane, effect->text) >= 0)
        return;
    JournalIntent intent = {.method_id = effect->method_id,
                            .amount = effect->amount,
                            .asked_unix_ms = shop_time_unix_ms(&lane->time)};
    snprintf(intent.intent_id, sizeof intent.intent_id, "%.36s", effect->text);
    lane_cases_add(lane, effect->order_uuid, &intent);
    log_error("a card was charged for no order: %s", effect->words);
    save(lane, lane->recovered.case_count - 1, JOURNAL_INTENT_APPROVED, effect->words);
}

void lane_cases_settle(Lane *lane, const CheckoutEffect *effect)
{
    int32_t index = find(lane, effect->text);
    if (index >= 0) // else it was settled before
        save(lane, index, JOURNAL_INTENT_SETTLED, effect->words);
}
