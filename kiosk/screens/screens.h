/* What the customer and the attendant see: one function a screen, from a view of the state to draw commands and
 * events. Screens do no I/O and decide nothing about the sale: they emit checkout events. What is theirs alone (scroll
 * position, chosen category, typed PIN, open sheet) is in ScreensState. */
#ifndef KIOSK_SCREENS_SCREENS_H
#define KIOSK_SCREENS_SCREENS_H

#include "domain/checkout.h"
#include "domain/day_figures.h"
#include "ui/ui.h"

enum { EVENT_OUT_MAX = 16, LANE_PENDING_SHOWN_MAX = 64, LANE_CHARGES_MAX = 8, LANE_LANGUAGES_MAX = CATALOGUE_LANGUAGES_MAX };

typedef struct EventOut {
    int32_t count;
    CheckoutEvent events[EVENT_OUT_MAX];
    bool setup_anew; // of the setup screen: forget the codes that are in
} EventOut;
void event_out_push(EventOut *out, CheckoutEvent event);

typedef enum DeviceState { DEVICE_READY, DEVICE_ATTENTION, DEVICE_DOWN, DEVICE_ABSENT } DeviceState;

typedef struct LaneDevice {
    const char *name; // msgid: "Card reader"
    DeviceState state;
    char words[80];
} LaneDevice;

typedef struct LanePending { // an order that the server has not confirmed
    char uuid[ORDER_UUID_SIZE];
    char reference[ORDER_REFERENCE_SIZE];
    Money total;
    int64_t paid_unix_ms;
    bool refused; // set aside: needs a person
    char words[240];
} LanePending;

typedef enum LaneDayStep {
    DAY_OPEN,
    DAY_ASKING, // for its figures
    DAY_FIGURES,
    DAY_CLOSING,
    DAY_REFUSED, // words
    DAY_UNREACHED, // words; it may be half closed
    DAY_CLOSED,
} LaneDayStep;

typedef struct LaneDayView {
    LaneDayStep step;
    DayFigures figures; // of FIGURES and CLOSED
    char words[240]; // the server's, English or its own language
    char chain_head[17]; // the first 16 hexadecimal digits, of CLOSED as journalled
    DaySlipState slip; // of CLOSED
    char slip_words[160]; // why it was not printed
    int32_t waiting_count, aside_count; // orders not confirmed, and set aside
} LaneDayView;

enum { LANE_RESCUES_MAX = 4 };
typedef struct LaneRescue { // a session that keeps orders of a closed one, and has to be closed too
    int32_t session_id;
    char name[64];
} LaneRescue;

typedef struct LaneTime { // shop's time zone
    int32_t year, month, day, hour, minute;
} LaneTime;

typedef struct LaneCharge { // of an order that was left behind: nobody knows how it ended
    char intent_id[ORDER_UUID_SIZE];
    Money amount;
    LaneTime asked;
    bool said_charged; // by the terminal
    char words[160];   // the terminal's, empty: it said nothing yet
} LaneCharge;

typedef struct LaneReview { // the paid order that an attendant looks at (checkout->review)
    const CheckoutReviewed *reviewed; // NULL: it is no longer among those that wait
    char reference[ORDER_REFERENCE_SIZE];
    Money total;
    LaneTime paid;
    char session_name[32]; // the lane's open session
} LaneReview;

typedef enum LaneCompareStep { COMPARE_NONE, COMPARE_ASKING, COMPARE_DONE, COMPARE_FAILED } LaneCompareStep;
typedef struct LaneCompareView { // journal, server and card terminal side by side
    LaneCompareStep step;
    const Comparison *comparison; // of DONE
    const char *words; // of FAILED
} LaneCompareView;

typedef enum DeviceSide { SIDE_BELOW, SIDE_LEFT, SIDE_RIGHT, SIDE_ABOVE } DeviceSide;

typedef struct LaneView {
    const char *lane_name, *shop_name;
    bool online;          // false: the offline pill
    bool clock_unsure;
    bool loses_grams; // weighed articles are sold in steps of more than a gram
    char server_words[240]; // for the attendant: what the back office connection does
    bool queue_stopped;
    char queue_words[240]; // the server's
    LaneTime now;
    int32_t pending_count;  // all; the first LANE_PENDING_SHOWN_MAX are in `pending`, refused ones first
    LanePending pending[LANE_PENDING_SHOWN_MAX];
    LaneReview review;
    LaneCompareView compare;
    StickStatus stick;
    int32_t lost_count;   // confirmed orders that the server has no more
    bool lost_sending;    // they are being sent again
    int32_t charge_count; // oldest first
    LaneCharge charges[LANE_CHARGES_MAX];
    LaneDevice devices[8];
    int32_t device_count;
    int32_t article_count;
    char journal_words[200]; // damage found at the start, for the attendant; empty: none
    DeviceSide scanner_side, reader_side, printer_side;
    char languages[LANE_LANGUAGES_MAX][8]; // offered to customers
    int32_t language_count;
    char version[24];
    LaneDayView day;
    bool day_is_over; // no session is open: an attendant can open the next one
    int32_t rescue_count; // all; the first LANE_RESCUES_MAX are in `rescues`
    LaneRescue rescues[LANE_RESCUES_MAX];
    int32_t rescue_closing; // the one that is being closed, 0: none
    char rescue_words[240]; // why the last one was not
    bool other_device; // something else signed in to this lane's session
    bool is_moved; // the data folder is another machine's
    bool key_came_openly; // on a card or on paper, and no manager said that it stays
    char receipt_qr[256]; // what the QR on the receipt screen says; empty: none
    int32_t sales_today;
    Money takings_today;
} LaneView;

typedef enum SetupNote { // what is said of the last code, or of the whole
    SETUP_NOTE_NONE,
    SETUP_NOTE_AGAIN, // that one is in
    SETUP_NOTE_OTHER_SET,
    SETUP_NOTE_NO_CODE,
    SETUP_NOTE_DAMAGED,
    SETUP_NOTE_NEWER,
    SETUP_NOTE_WRONG, // words
    SETUP_NOTE_CARD,  // words: what was on the card
    SETUP_NOTE_DONE,
} SetupNote;

enum { SETUP_CODES_MAX = 60 };
typedef struct SetupView { // a lane without settings
    int32_t count, taken; // count 0: no code was scanned
    bool is_in[SETUP_CODES_MAX];
    SetupNote note;
    char words[400]; // English
    char machine[128]; // its serial number, or a card's address; empty: it has neither
} SetupView;

typedef struct ScreensView {
    const Checkout *checkout;
    const Catalogue *catalogue;   // NULL: none yet
    int32_t catalogue_language;   // index for catalogue_article_name
    const OrderPricing *pricing;  // for prices on tiles
    const CheckoutSettings *settings;
    const LaneView *lane;
    const SetupView *setup;       // there are no settings: nothing but the setup screen; else NULL
    const char *trouble;          // the lane's program can't run: nothing but the closed screen with this (English, without full stop); else NULL
    int64_t now_ms;
} ScreensView;

typedef struct ScreensState ScreensState;
ScreensState *screens_create(void);
void screens_destroy(ScreensState *state);
// After EFFECT_CUSTOMER_GONE: the next customer finds everything as new (category, scroll, access options).
void screens_customer_gone(ScreensState *state, Ui *ui);

// Between frames, right after ui_end: what was chosen in the access sheet (text size, contrast) takes effect with the
// next frame. True when something changed: a frame is due.
bool screens_apply_settings(ScreensState *state, Ui *ui);

// The customer asked for no countdowns ("Take your time"): until Pay, the screens emit EVENT_TOUCHED for them while
// somebody was there in the last ten minutes.
bool screens_takes_time(const ScreensState *state);

// What a person typed on a keyboard, "\b" takes the last letter back. Goes to the field of the screen, if it has one.
void screens_type(ScreensState *state, Text typed);

// Draws checkout->screen between ui_begin and ui_end and says what was touched.
void screens_draw(ScreensState *state, Ui *ui, const ScreensView *view, EventOut *out);

#endif
