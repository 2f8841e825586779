#include "fixture_day.h"

#include <stdio.h>
#include <string.h>

#include "fixture_parts.h"

static LaneDayView *day(Fixture *fixture, LaneDayStep step)
{
    LaneDayView *view = &fixture->lane.day;
    DayFigures *figures = &view->figures;
    fixture_show(fixture, SCREEN_STAFF);
    fixture_sign_in(fixture);
    view->step = step;
    figures->order_count = 412;
    figures->total.minor = 786540;
    figures->currency = (Currency){.code = "EUR", .decimals = 2};
    figures->method_count = 2;
    figures->methods[0] = (DayMethod){.id = 6, .taken = {693}, .is_cash = true};
    figures->methods[1] = (DayMethod){.id = 7, .taken = {785847}, .payments = 408};
    snprintf(figures->methods[0].name, sizeof(figures->methods[0].name), "Cash");
    snprintf(figures->methods[1].name, sizeof(figures->methods[1].name), "Card terminal");
    snprintf(figures->session_name, sizeof(figures->session_name), "POS/00016");
    figures->counts_cash = true;
    figures->cash_expected.minor = 10693;
    snprintf(view->chain_head, sizeof(view->chain_head), "93fbbe9045cc1416");
    return view;
}

void day_figures(Fixture *fixture)
{
    day(fixture, DAY_FIGURES);
}

void day_waiting(Fixture *fixture)
{
    fixture_staff(fixture);
    fixture_show(fixture, SCREEN_STAFF)->sale_open = false;
    fixture->checkout.order.line_count = 0;
    fixture->lane.online = true;
    fixture->lane.day.waiting_count = 2;
    fixture->lane.day.aside_count = 1;
}

void day_refused(Fixture *fixture)
{
    LaneDayView *view = day(fixture, DAY_REFUSED);
    snprintf(view->words, sizeof(view->words),
             "the day does not balance: someone with accounting rights has to close it in the back "
             "office (Force Close Session)");
}

void day_offline(Fixture *fixture)
{
    day(fixture, DAY_OPEN);
    fixture->lane.online = false;
}

void day_closing(Fixture *fixture)
{
    day(fixture, DAY_CLOSING);
}

void touch_day(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "day-close");
}

// While the sheet is open the server says that it is done.
void end_day(Fixture *fixture)
{
    touch_day(fixture);
    fixture->lane.day.step = DAY_CLOSED;
    fixture->lane.day.slip = DAY_SLIP_PRINTED;
    fixture->lane.day_is_over = true;
}

void end_day_without_paper(Fixture *fixture)
{
    end_day(fixture);
    fixture->lane.day.slip = DAY_SLIP_FAILED;
    snprintf(fixture->lane.day.slip_words, sizeof(fixture->lane.day.slip_words),
             "the printer has no paper");
}

void count_cash(Fixture *fixture)
{
    static const char *const ids[] = {"day-count", "count-1", "count-0", "count-6"};
    touch_day(fixture);
    fixture_settle(fixture);
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        fixture_tap(fixture, ids[i]);
        fixture_settle(fixture);
    }
}

void session_amiss(Fixture *fixture)
{
    LaneView *lane = &fixture->lane;
    fixture_show(fixture, SCREEN_STAFF);
    fixture_sign_in(fixture);
    lane->is_moved = lane->other_device = lane->day_is_over = true;
    lane->rescue_count = 2;
    for (int32_t i = 0; i < 2; i++) {
        lane->rescues[i].session_id = 35 + i;
        snprintf(lane->rescues[i].name, sizeof(lane->rescues[i].name),
                 "POS/000%d (RESCUE FOR POS/00016)", 35 + i);
    }
}

void touch_adopt(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "lane-adopt");
}

void key_openly(Fixture *fixture)
{
    fixture_show(fixture, SCREEN_STAFF);
    fixture_sign_in(fixture);
    fixture->checkout.attendant.manager = true;
    fixture->lane.key_came_openly = true;
}

void touch_key(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "key-keep");
}

void closed_day(Fixture *fixture)
{
    fixture_show(fixture, SCREEN_CLOSED);
    fixture->lane.day.step = DAY_CLOSED;
    snprintf(fixture->checkout.cause, sizeof(fixture->checkout.cause),
             "The day was closed at 20:04. Sign in and touch \"Open the day\" to open a new one.");
}
