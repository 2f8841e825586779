/* The closed day on paper: its figures and the head of the chain. The day is closed whether or not
 * it prints; the attendant is told, and can have it printed again until the next session. */
#include <stdio.h>
#include <string.h>

#include "devices/day_slip.h"
#include "lane/lane.h"

static DaySlip slip_of(const LaneDay *day)
{
    DaySlip slip = {.figures = day->figures, .counted = day->counted, .cash_counted = day->cash};
    memcpy(slip.attendant, day->attendant, sizeof slip.attendant);
    memcpy(slip.chain_head, day->chain_head, sizeof slip.chain_head);
    shop_time_local(day->closed_unix_ms, &slip.closed.year, &slip.closed.month, &slip.closed.day,
                    &slip.closed.hour, &slip.closed.minute);
    return slip;
}

void lane_slip_print(Lane *lane)
{
    LaneDay *day = &lane->day;
    Arena scratch = lane->scratch;
    char name[96];
    if (day->state != LANE_DAY_CLOSED || day->slip == DAY_SLIP_PRINTING)
        return;
    if (!lane->printer) {
        day->slip = DAY_SLIP_NO_PRINTER;
        return;
    }
    DaySlip slip = slip_of(day);
    snprintf(name, sizeof name, "Day %s", day->figures.session_name);
    Text text = day_slip_text(&slip, &lane->receipt_shop, &scratch);
    day->slip = DAY_SLIP_PRINTING;
    if (!receipt_printer_print(lane->printer, PRINT_DAY_SLIP, name, text)) {
        day->slip = DAY_SLIP_FAILED;
        strcpy(day->slip_words, "the printer takes no more jobs");
    }
}

void lane_slip_answered(Lane *lane, const PrinterEvent *answer)
{
    LaneDay *day = &lane->day;
    lane->changed = true;
    if (day->slip != DAY_SLIP_PRINTING)
        return; // of a session before
    day->slip = answer->ok ? DAY_SLIP_PRINTED : DAY_SLIP_FAILED;
    memcpy(day->slip_words, answer->words, sizeof day->slip_words);
}
