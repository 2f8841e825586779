#include "fixture_stick.h"

#include <stdio.h>
#include <string.h>

static StickStatus *at_stick(Fixture *fixture)
{
    Checkout *checkout = &fixture->checkout;
    StickStatus *status = &fixture->lane.stick;
    checkout->screen = SCREEN_STAFF_STICK;
    checkout->attendant = (CheckoutAttendant){.signed_in = true, .manager = true, .name = "Maria"};
    checkout->last_activity_ms = fixture->now_ms;
    *status = (StickStatus){.offered = true, .looked = true};
    return status;
}

static void plug(StickStatus *status, const char *name, uint64_t free_bytes, bool read_only)
{
    Stick *stick = &status->sticks[status->stick_count++];
    snprintf(stick->name, sizeof stick->name, "%s", name);
    stick->free_bytes = free_bytes;
    stick->read_only = read_only;
}

void stick_none(Fixture *fixture)
{
    at_stick(fixture);
}

void stick_one(Fixture *fixture)
{
    plug(at_stick(fixture), "OFFICE", 7640000000, false);
}

void stick_several(Fixture *fixture)
{
    StickStatus *status = at_stick(fixture);
    plug(status, "BACKUP 2026", 121000000000, false);
    plug(status, "OFFICE", 412000, false);
    plug(status, "TRAINING", 3000000000, true);
}

static StickStatus *chosen(Fixture *fixture)
{
    StickStatus *status = at_stick(fixture);
    plug(status, "OFFICE", 7640000000, false);
    snprintf(fixture->checkout.stick.name, sizeof fixture->checkout.stick.name, "OFFICE");
    status->file_count = 3;
    static const char *const files[] = {"orders-Lane-2-2026-11-23-1402.json",
                                        "orders-Lane-2-2026-11-23-1402.msgpack", "lane-1.json"};
    for (int32_t i = 0; i < status->file_count; i++) {
        snprintf(status->files[i].name, sizeof status->files[i].name, "%s", files[i]);
        status->files[i].size_bytes = 1 + 740000 * (uint64_t)i;
    }
    return status;
}

void stick_chosen(Fixture *fixture)
{
    chosen(fixture);
}

void stick_chosen_read_only(Fixture *fixture)
{
    StickStatus *status = chosen(fixture);
    status->sticks[0].read_only = true;
    status->file_count = 0;
}

void stick_saving(Fixture *fixture)
{
    chosen(fixture)->task = STICK_SAVING;
}

void stick_saved(Fixture *fixture)
{
    StickStatus *status = chosen(fixture);
    status->task = STICK_SAVED;
    status->paid = 41;
    status->unpaid = 2;
    snprintf(status->saved, sizeof status->saved, "orders-Lane-3-2026-11-23-1406");
}

static StickStatus *failed(Fixture *fixture, StickTrouble trouble)
{
    StickStatus *status = chosen(fixture);
    status->task = STICK_FAILED;
    status->trouble = trouble;
    return status;
}

void stick_pulled(Fixture *fixture)
{
    failed(fixture, STICK_GONE)->stick_count = 0;
}

void stick_full(Fixture *fixture)
{
    failed(fixture, STICK_FULL);
}

void stick_read_only(Fixture *fixture)
{
    failed(fixture, STICK_READ_ONLY);
}

void stick_broken(Fixture *fixture)
{
    StickStatus *status = failed(fixture, STICK_BROKEN);
    snprintf(status->words, sizeof status->words, "cannot sync a file: Input/output error");
}

// Pulled out while it was looked at; another one is there.
void stick_gone(Fixture *fixture)
{
    StickStatus *status = chosen(fixture);
    snprintf(status->sticks[0].name, sizeof status->sticks[0].name, "BACKUP");
}

void stick_files(Fixture *fixture)
{
    StickStatus *status = chosen(fixture);
    fixture->checkout.stick.shows_files = true;
    for (int32_t i = status->file_count; i < STICK_FILES_MAX; i++) {
        status->files[i].size_bytes = 5200 * (uint64_t)i;
        snprintf(status->files[i].name, sizeof status->files[i].name,
                 "orders-Lane-%d-2026-11-%02d-2200.json", (int)i % 5 + 1, 25 - (int)i);
    }
    status->file_count = STICK_FILES_MAX + 4;
}

void stick_files_none(Fixture *fixture)
{
    chosen(fixture)->file_count = 0;
    fixture->checkout.stick.shows_files = true;
}

static StickStatus *file(Fixture *fixture, StickTask task)
{
    StickStatus *status = chosen(fixture);
    CheckoutStick *stick = &fixture->checkout.stick;
    stick->shows_files = true;
    memcpy(stick->file, status->files[0].name, sizeof stick->file);
    status->task = task;
    status->sum = (StickSum){
        .taken = 12,
        .kept = 29,
        .known = 2,
        .refused = 5,
        .unpaid = 1,
        .refusals = {
            "Order 00016-001-0002: another order of this journal has its number: the server would "
            "take one for the other",
            "Order 00003-001-0007: it belongs to 'https://training.example shop' and this lane to "
            "'https://odoo.shop.example shop'",
            "the snapshot of an order is cut short"}};
    return status;
}

void stick_looked_at(Fixture *fixture)
{
    file(fixture, STICK_READ);
}

void stick_no_manager(Fixture *fixture)
{
    file(fixture, STICK_READ)->sum = (StickSum){.taken = 1};
    fixture->checkout.attendant.manager = false;
}

void stick_take(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "stick-take");
}

void stick_taking(Fixture *fixture)
{
    StickStatus *status = file(fixture, STICK_TAKING);
    status->done = 17;
    status->total = 41;
}

void stick_taken(Fixture *fixture)
{
    file(fixture, STICK_TAKEN);
}

void stick_no_export(Fixture *fixture)
{
    StickStatus *status = failed(fixture, STICK_NO_EXPORT);
    CheckoutStick *stick = &fixture->checkout.stick;
    stick->shows_files = true;
    memcpy(stick->file, status->files[2].name, sizeof stick->file);
    snprintf(status->words, sizeof status->words,
             "this is no export of a kiosk: nothing in it says so");
}
