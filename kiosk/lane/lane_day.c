/* Closing the day: what the attendant asked for goes to the sync thread, what it brings is shown,
 * and a day that the server has closed is kept in the journal with its figures and the head of the
 * chain. Rescue sessions are closed on the same way, one at a time. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "lane/lane.h"

static void refuse(Lane *lane, const char *words)
{
    lane->day.state = LANE_DAY_REFUSED;
    snprintf(lane->day.words, sizeof lane->day.words, "%s", words);
}

static bool wish(Lane *lane, SyncCloseWish *out)
{
    if (!lane->has_session || !lane->has_catalogue) {
        refuse(lane, "no session is open");
        return false;
    }
    *out = (SyncCloseWish){.session_id = lane->session.session_id,
                           .currency = lane->catalogue.shop->currency};
    snprintf(out->session_name, sizeof out->session_name, "%s", lane->session.session_name);
    return true;
}

static bool give(Lane *lane, const SyncCloseWish *wanted)
{
    if (lane->sync && sync_close_session(lane->sync, wanted))
        return true;
    log_warning("the sync thread takes no request now, ignoring");
    return false;
}

static bool is_busy(const Lane *lane)
{
    return lane->day.state == LANE_DAY_CLOSING || lane->day.rescue_id != 0;
}

void lane_day_ask(Lane *lane)
{
    SyncCloseWish wanted;
    if (is_busy(lane) || lane->day.state == LANE_DAY_CLOSED || lane->day.state == LANE_DAY_ASKING)
        return;
    lane->day.words[0] = 0;
    lane->day.state = LANE_DAY_NONE;
    if (lane->sync_state == SYNC_OFFLINE || lane->sync_state == SYNC_REFUSED ||
        !wish(lane, &wanted))
        return;
    wanted.only_figures = true;
    if (give(lane, &wanted))
        lane->day.state = LANE_DAY_ASKING;
}

void lane_day_close(Lane *lane, const CheckoutEffect *effect)
{
    SyncCloseWish wanted;
    LaneDay *day = &lane->day;
    if (is_busy(lane) || day->state == LANE_DAY_CLOSED || !wish(lane, &wanted))
        return;
    if (lane->order_count > 0) {
        refuse(lane, "orders are not confirmed yet");
        return;
    }
    day->counted = wanted.counted = effect->value != 0;
    day->cash = wanted.cash = effect->amount;
    snprintf(day->attendant, sizeof day->attendant, "%s", effect->attendant);
    if (!give(lane, &wanted))
        return;
    day->words[0] = 0;
    day->state = LANE_DAY_CLOSING;
    lane_shop_post_cause(lane); // nothing is sold into a session that is being closed
}

void lane_day_close_rescue(Lane *lane, int32_t session_id)
{
    SyncCloseWish wanted;
    if (is_busy(lane) || !wish(lane, &wanted))
        return;
    wanted.is_rescue = true;
    wanted.session_id = session_id;
    wanted.session_name[0] = 0;
    for (int32_t i = 0; i < SYNC_RESCUES_MAX; i++)
        if (lane->around.rescues[i].session_id == session_id)
            memcpy(wanted.session_name, lane->around.rescues[i].name, sizeof wanted.session_name);
    lane->day.rescue_words[0] = 0;
    if (give(lane, &wanted))
        lane->day.rescue_id = session_id;
}

static void record(Lane *lane, const DayFigures *figures, bool counted)
{
    LaneDay *day = &lane->day;
    Arena scratch = lane->scratch;
    JournalDay kept = {.figures = *figures,
                       .counted = counted,
                       .cash_counted = counted ? day->cash : (Money){0},
                       .at_unix_ms = shop_time_unix_ms(&lane->time)};
    memcpy(kept.attendant, day->attendant, sizeof kept.attendant);
    memcpy(kept.chain_head, lane->chain_head, sizeof kept.chain_head);
    lane_record(lane, JOURNAL_DAY, journal_encode_day(&kept, &scratch), 0);
}

static void rescue_answered(Lane *lane, const SyncEvent *answer)
{
    LaneDay *day = &lane->day;
    day->rescue_id = 0;
    snprintf(day->rescue_words, sizeof day->rescue_words, "%s", answer->words);
    if (answer->day_state == SYNC_DAY_CLOSED)
        record(lane, &answer->day, false);
}

static void closed(Lane *lane, const SyncEvent *answer)
{
    LaneDay *day = &lane->day;
    day->state = LANE_DAY_CLOSED;
    day->figures = answer->day;
    day->closed_unix_ms = shop_time_unix_ms(&lane->time);
    memcpy(day->chain_head, lane->chain_head, sizeof day->chain_head);
    day->counted = day->counted && answer->day.counts_cash;
    record(lane, &answer->day, day->counted);
    lane_slip_print(lane);
}

void lane_day_answered(Lane *lane, const SyncEvent *answer)
{
    LaneDay *day = &lane->day;
    if (day->rescue_id != 0 && answer->day_session_id == day->rescue_id) {
        rescue_answered(lane, answer);
        return;
    }
    snprintf(day->words, sizeof day->words, "%s", answer->words);
    switch (answer->day_state) {
    case SYNC_DAY_FIGURES:
        day->state = LANE_DAY_FIGURES;
        day->figures = answer->day;
        break;
    case SYNC_DAY_REFUSED:
        day->state = LANE_DAY_REFUSED;
        break;
    case SYNC_DAY_UNREACHED:
        day->state = LANE_DAY_UNREACHED;
        break;
    case SYNC_DAY_CLOSED:
        closed(lane, answer);
        break;
    }
    lane_shop_post_cause(lane);
}

void lane_day_stale(Lane *lane)
{
    if (lane->day.state == LANE_DAY_FIGURES)
        lane->day.state = LANE_DAY_NONE;
}

void lane_day_session(Lane *lane)
{
    lane->day = (LaneDay){0};
}
