/* One shop, one lane and one checkout that can be put into every state that a screen shows; drawn
 * in memory. For the pictures and for the tests of the screens. */
#ifndef KIOSK_TESTS_SCREENS_FIXTURE_H
#define KIOSK_TESTS_SCREENS_FIXTURE_H

#include "screens/screens.h"
#include "ui/display.h"

// Pictures come from another thread, when they are ready: the tests go without, with initials on
// the tiles.
typedef enum FixturePictures { FIXTURE_INITIALS, FIXTURE_PICTURES_LOADED } FixturePictures;

typedef struct Fixture {
    Arena catalogue_arena;
    Catalogue catalogue;
    CheckoutSettings settings;
    Checkout checkout;
    OrderPricing pricing;
    LaneView lane;
    SetupView setup;
    ScreensView view;
    ScreensState *screens;
    Display display;
    Ui *ui;
    EventOut out;   // of the last frame
    bool presented; // the last frame changed the screen
    FixturePictures pictures;
    int64_t now_ms;
    int64_t line_count; // lines made so far, for uuids
} Fixture;

typedef struct FixtureSize {
    const char *name;
    int32_t width, height;
} FixtureSize;

// A state to draw, by name: "basket", "payment-progress--declined". Named after the picture it
// makes.
typedef struct FixtureState {
    const char *name;
    void (*enter)(Fixture *fixture);
    void (*touch)(Fixture *fixture); // after the first frame: opens a sheet; may be NULL
} FixtureState;

extern const FixtureState fixture_states[];
extern const int32_t fixture_state_count;

void fixture_open(Fixture *fixture, int32_t width, int32_t height, FixturePictures pictures);
// A shop of so many articles and no categories, which the browse screen has in one list.
void fixture_open_long(Fixture *fixture, int32_t width, int32_t height, int32_t articles,
                       PictureSource pictures);
void fixture_close(Fixture *fixture);
void fixture_set_language(Fixture *fixture, const char *language);
void fixture_set_text(Fixture *fixture, int32_t percent, ThemeKind theme);
// Resets the checkout and the screens, enters the state and draws until nothing moves.
void fixture_enter(Fixture *fixture, const FixtureState *state);
void fixture_frame(Fixture *fixture, int64_t after_ms);
void fixture_settle(Fixture *fixture);
// A finger goes down on the control and up again; the events of it are in fixture->out.
bool fixture_tap(Fixture *fixture, const char *id);
bool fixture_hold(Fixture *fixture, const char *id); // the same, for longer than a touch
int32_t fixture_article(const Fixture *fixture, const char *name); // catalogue index
void fixture_add(Fixture *fixture, const char *name, int32_t pieces);
// With attribute values, in the order of the attributes.
void fixture_add_chosen(Fixture *fixture, const char *name, int32_t pieces, const int32_t *values,
                        int32_t value_count);
void fixture_add_piece(Fixture *fixture, const char *name, const char *serial);
// Of the menu that the article screen is about: what is taken for its choice `number`, from 0, with
// an attribute value of that (0: none).
void fixture_choose_part(Fixture *fixture, int32_t number, const char *name, int32_t value);
void fixture_add_menu(Fixture *fixture); // as it is chosen
void fixture_fill_basket(Fixture *fixture);

#endif
