#include "fixture_setup.h"

#include <stdio.h>

static SetupView *show(Fixture *fixture, int32_t count, int32_t taken)
{
    fixture->checkout.screen = SCREEN_CLOSED;
    fixture->lane.shop_name = "";
    fixture->lane.online = false; // nobody was asked yet
    fixture->setup = (SetupView){.count = count, .taken = taken, .machine = "10000000a1b2c3d4"};
    for (int32_t i = 0; i < taken; i++) // not in their order
        fixture->setup.is_in[(i * 5 + 1) % count] = true;
    fixture->view.setup = &fixture->setup;
    return &fixture->setup;
}

void setup_none(Fixture *fixture)
{
    show(fixture, 0, 0);
}

void setup_some(Fixture *fixture)
{
    show(fixture, 7, 3);
}

void setup_again(Fixture *fixture)
{
    show(fixture, 7, 3)->note = SETUP_NOTE_AGAIN;
}

void setup_other_set(Fixture *fixture)
{
    show(fixture, 7, 3)->note = SETUP_NOTE_OTHER_SET;
}

void setup_no_code(Fixture *fixture)
{
    show(fixture, 0, 0)->note = SETUP_NOTE_NO_CODE;
}

void setup_damaged(Fixture *fixture)
{
    show(fixture, 7, 3)->note = SETUP_NOTE_DAMAGED;
}

void setup_newer(Fixture *fixture)
{
    show(fixture, 0, 0)->note = SETUP_NOTE_NEWER;
}

void setup_wrong(Fixture *fixture)
{
    SetupView *setup = show(fixture, 0, 0);
    setup->note = SETUP_NOTE_WRONG;
    snprintf(setup->words, sizeof setup->words,
             "'/etc/kiosk/kiosk.ini': [lane] timezone 'Europe/Bruxelles' is not known: write one "
             "such as Europe/Brussels");
}

void setup_card(Fixture *fixture)
{
    SetupView *setup = show(fixture, 0, 0);
    setup->note = SETUP_NOTE_CARD;
    snprintf(setup->words, sizeof setup->words,
             "none of the settings files on this card (12) is for this machine: make one for "
             "'10000000a1b2c3d4'");
}

void setup_many(Fixture *fixture)
{
    show(fixture, 60, 41)->note = SETUP_NOTE_DAMAGED;
}

void setup_done(Fixture *fixture)
{
    show(fixture, 7, 7)->note = SETUP_NOTE_DONE;
}

void setup_language(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "language");
}
