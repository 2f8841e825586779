/* Selling as a pure step: state + event -> state + effects. Nothing in here reads a clock, a file,
 * a device or the network, and nothing else changes the checkout. A recorded run of events replays
 * to the same end.
 *
 *     customer, scanner, terminal, journal, timer --> CheckoutEvent --> checkout_step --> effects
 * --> lane_effects.c
 *
 * Saving is a state: the payment terminal is asked only after EVENT_SAVED for the intent, and
 * "paid" is shown only after EVENT_SAVED for the paid order (promises P2 and P3). */
#ifndef KIOSK_DOMAIN_CHECKOUT_H
#define KIOSK_DOMAIN_CHECKOUT_H

#include "domain/barcode.h"
#include "domain/catalogue.h"
#include "domain/comparison.h"
#include "domain/order.h"
#include "domain/order_repair.h"
#include "domain/stick.h"

typedef enum CheckoutScreen { // what is shown; names for scripts: checkout_screen_name
    SCREEN_CLOSED,
    SCREEN_OUT_OF_ORDER,
    SCREEN_WELCOME,
    SCREEN_BROWSE,
    SCREEN_SEARCH,
    SCREEN_BASKET,
    SCREEN_PAYMENT_CHOICE,
    SCREEN_PAYMENT_PROGRESS,
    SCREEN_RECEIPT,
    SCREEN_THANKS,
    SCREEN_HELP,
    SCREEN_IDLE,
    SCREEN_STAFF_LOGIN,
    SCREEN_STAFF,
    SCREEN_ARTICLE,       // an article with choices, or looked at: quantity, choices, Add
    SCREEN_WEIGH,         // a weighed article on the scale
    SCREEN_STAFF_SALE,    // an attendant in the customer's sale: lines, price, quantity, age
    SCREEN_STAFF_ORDER,   // an attendant with a paid order that the server refused
    SCREEN_STAFF_COMPARE, // journal, server and card terminal side by side
    SCREEN_STAFF_STICK,   // an attendant with a USB stick
    SCREEN_COUNT,
} CheckoutScreen;

typedef enum PaymentPhase {
    PAYMENT_NONE,
    PAYMENT_SAVING_INTENT, // on its way to the disk; the terminal knows nothing yet
    PAYMENT_STARTING,      // asked; the reader is starting
    PAYMENT_WAITING,       // hold your card ...
    PAYMENT_PIN,
    PAYMENT_CHECKING, // the bank is asked: no cancel now
    PAYMENT_CANCELLING,
    PAYMENT_ASKING,      // answer lost: the terminal is asked what became of the intent
    PAYMENT_SAVING_PAID, // approved, the order is on its way to the disk
    PAYMENT_APPROVED,    // saved: shown for CHECKOUT_APPROVED_MS
    PAYMENT_DECLINED,
    PAYMENT_UNKNOWN, // the terminal can't tell: a colleague decides
} PaymentPhase;

typedef enum HelpReason {
    HELP_ASKED, // the customer touched Help
    HELP_UNKNOWN_CODE,
    HELP_NEEDS_SCALE,  // a weighed article without a scale
    HELP_NEEDS_CHOICE, // an article with choices that this lane can't ask
    HELP_NEEDS_LOT,    // lot or serial number
    HELP_AGE,
    HELP_PAYMENT_UNKNOWN,
    HELP_NO_METHOD, // nothing to pay with
    HELP_TOO_MUCH,  // more lines or more money than the lane sells
    HELP_TOO_MANY,  // more of one article than [sale] quantity_max
    HELP_WEIGHT,    // the scale is over or under its range for too long, or gone
    HELP_EXPIRED,   // its label says that it may not be sold any more
    HELP_LABEL,     // its label's price isn't that of its weight, or in another currency
} HelpReason;

typedef enum ToastKind {
    TOAST_NONE,
    TOAST_REMOVED,      // with Undo
    TOAST_UNKNOWN_CODE, // "We don't know this code ..."
    TOAST_CANT_LOOK_UP, // not known here and the server can't be asked now
    TOAST_LOOKING_UP,
    TOAST_NOT_NOW, // a scan while paying
    TOAST_PRICE_CHANGED,
    TOAST_OFFLINE,      // the pill was touched
    TOAST_SAVE_SLOW,    // the disk hangs
    TOAST_REFUSED_SCAN, // a discount or lot code, a badge on a customer's screen ...
    TOAST_FULL,
    TOAST_SERIAL_TWICE,     // this very piece is in the basket
    TOAST_CUSTOMER,         // a customer's card was taken: prices follow it
    TOAST_CUSTOMER_ALREADY, // the same card again
    TOAST_CUSTOMER_UNKNOWN,
    TOAST_CUSTOMER_CANT_LOOK_UP, // the server can't be asked for it now
    TOAST_SOLVED,                // an attendant settled what the customer waited for
    TOAST_AGE_CHECKED,
    TOAST_NO_REPLACEMENT, // the article that was scanned can't take the other one's place
} ToastKind;

enum {
    CHECKOUT_APPROVED_MS = 1500,
    CHECKOUT_TOAST_MS = 2600,
    CHECKOUT_SOLVED_MS = 6000, // its toast: the customer looks at the attendant first
    CHECKOUT_RECEIPT_MS = 20000,
    CHECKOUT_THANKS_MS = 8000,
    CHECKOUT_IDLE_AFTER_MS = 45000,
    CHECKOUT_IDLE_COUNTDOWN_MS = 20000,
    CHECKOUT_STAFF_IDLE_MS = 60000,
    CHECKOUT_ASK_AGAIN_MS = 3000, // between questions to a terminal that doesn't answer
    CHECKOUT_ASK_MAX = 20,        // then it is a case for an attendant
    CHECKOUT_SIGN_IN_TRIES = 3,
    CHECKOUT_WAIT_FIRST_MS = 30000, // after so many wrong ones, then twice as long each time
    CHECKOUT_WAIT_MAX_MS = 15 * 60000,
    CHECKOUT_SCALE_TROUBLE_MS = 10000, // over or under its range: then a colleague is called
    CHECKOUT_EFFECTS_MAX = 12,
    CHECKOUT_RANDOM_WORDS = 2 * (ORDER_COMBO_MAX + 3), // an order's two uuids, a combo's lines
};

typedef enum ScaleState {
    SCALE_ABSENT, // none is configured, or it does not answer
    SCALE_EMPTY,  // at zero
    SCALE_MOVING,
    SCALE_STEADY,
    SCALE_UNDER, // under zero, or under its smallest weight
    SCALE_OVER,  // over its largest weight
} ScaleState;

// Attribute value ids, in the order of the article's attributes.
typedef struct CheckoutChosen {
    int32_t count;
    int32_t values[ORDER_LINE_CHOICES_MAX];
} CheckoutChosen;

// One choice of a combo.
typedef struct CheckoutPart {
    int32_t line;          // catalogue index in combo_lines, CATALOGUE_NONE: not chosen yet
    CheckoutChosen chosen; // of that line's article
} CheckoutPart;

// What the article and the weigh screen are about.
typedef struct CheckoutSubject {
    int32_t article; // catalogue index, CATALOGUE_NONE: nothing
    CheckoutChosen chosen;
    CheckoutPart parts[ORDER_COMBO_MAX]; // of a combo, one for each of the article's combos
    int32_t part_count;
    char lot[ORDER_LOT_SIZE]; // lot or serial number that was scanned or typed, empty: none
    int32_t pieces;           // of the article screen's stepper, from 1
    int32_t tare_grams;       // of what it is packed in
    int32_t tare_number;      // which of the settings' tares, from 1; 0: none
} CheckoutSubject;

typedef struct CheckoutSettings { // from configuration; never changes while running
    int32_t card_method_id;       // 0: the session's only bank method (found at the catalogue)
    bool cash;                    // offer cash: never in this version but "desk"
    bool offer_no_receipt;
    bool print_at_end; // the automatic answer on the receipt screen
    int32_t idle_after_ms, idle_countdown_ms, receipt_ms, thanks_ms;
    struct CheckoutAgeRule {
        char category[64]; // name in the catalogue's first language; its children too
        int32_t minimum_age;
    } age_rules[8];
    int32_t age_rule_count;
    int32_t quantity_max;         // pieces of one article a customer may take, 0: no limit
    char bag_barcode[32];         // the bag that the basket offers, empty: no offer
    char replacement_barcode[32]; // offered for an article that is gone, empty: scan one
    int32_t price_change_percent; // how far an attendant may change a price; a manager any
    struct CheckoutTare {
        char name[32]; // msgid: "Paper bag"
        int32_t grams;
    } tares[3];
    int32_t tare_count;
} CheckoutSettings;

typedef struct CheckoutAttendant {
    bool signed_in, manager, by_badge; // by badge alone: look and help, no money
    char name[48];
    char approved_by[48]; // whose manager's badge lifted the limit; for one decision
} CheckoutAttendant;

// The paid order that an attendant looks at, as the app knows it.
typedef struct CheckoutReviewed {
    char uuid[ORDER_UUID_SIZE];
    const Order *order; // NULL: its record can't be read
    OrderRepairs repairs;
    OrderRefusal about;
    bool refused;       // set aside: may be repaired, sent again, settled
    bool elsewhere;     // it belongs to another server: may only be settled
    char words[240];    // the server's
    int32_t session_id; // the lane's open one, 0: none
} CheckoutReviewed;

typedef struct CheckoutReview {
    char uuid[ORDER_UUID_SIZE]; // empty: no order is looked at
    int32_t replace_id;         // its article that is being replaced, 0: none
    int32_t replacement_id;     // what was scanned for it, 0: nothing yet; both the server's ids
} CheckoutReview;

// The USB stick that an attendant works with.
typedef struct CheckoutStick {
    char name[STICK_NAME_SIZE]; // the chosen one, empty: none yet
    bool shows_files;           // exports on it, to be taken up
    char file[STICK_FILE_SIZE]; // the one that is looked at, empty: none
} CheckoutStick;

// A series of wrong PINs and badges; all zeros: none.
typedef struct CheckoutSignIn {
    int32_t failures;
    int32_t badge_failures; // while no PIN is taken
    bool ended_by_badge;    // a wait of this series
    int64_t until_unix_ms;  // no PIN is taken before, 0: it is
} CheckoutSignIn;

typedef struct Checkout {
    CheckoutScreen screen;
    CheckoutScreen back_to; // under help, idle and staff
    Order order;            // order.line_count > 0 or screens of a sale: a sale is open
    bool sale_open;
    PaymentPhase payment;
    int32_t method_id; // chosen tender
    char intent_id[ORDER_UUID_SIZE];
    Money asked; // what the terminal was asked to charge for it
    int32_t ask_count;
    int64_t phase_since_ms; // monotonic; for the screens' time-outs
    int64_t last_activity_ms;
    int64_t wait_ticket; // of the save that is waited for, 0: none
    HelpReason help_reason;
    int32_t help_line_id; // the line that needs a colleague, 0: none
    char help_code[BARCODE_SIZE_MAX + 1];
    char
        asked_scan[GS1_SIZE_MAX + 1]; // what was scanned when the server was asked for a part of it
    int64_t help_since_ms;
    bool help_open;   // an attendant came to the help screen and has not settled it yet
    ToastKind solved; // what the customer is told when the attendant has gone, TOAST_NONE: nothing
    ToastKind toast;
    int64_t toast_since_ms;
    char toast_text[ORDER_NAME_MAX];
    OrderSpan undo;                        // what TOAST_REMOVED's Undo puts back; count 0: nothing
    char customer_name[48];                // whose card was scanned; empty: nobody's
    char asked_card[BARCODE_SIZE_MAX + 1]; // the card that the server was asked for
    int32_t just_added_line_id;            // shown as "just added", 0: none
    int64_t just_added_ms;
    bool printing, print_failed, printed;
    CheckoutAttendant attendant;
    CheckoutReview review;
    CheckoutStick stick;
    CheckoutSignIn sign_in;
    int64_t locked_until_ms; // monotonic, of its until_unix_ms
    bool sign_in_busy;
    char card_refusal[64]; // the terminal's words, for the declined screen
    char cause[240];       // closed and out-of-order: why, in words (English, for the attendant)
    bool paused;           // closed by an attendant, not by trouble
    bool has_catalogue, has_session;
    bool disk_failed; // until the next start
    bool disk_full;   // until there is room
    int32_t next_intent;
    CheckoutSubject subject;
    CheckoutScreen subject_from; // the article and weigh screens lead back to it
    ScaleState scale;
    int32_t scale_grams;             // as shown by the scale, before the tare
    int64_t scale_since_ms;          // in this state
    bool scale_to_empty;             // what was weighed last still lies on it
    int32_t selected_line_id;        // staff-sale
    ComparisonPeriod compare_period; // staff-compare
    char language[8];                // the customer's
} Checkout;

typedef enum CheckoutEventKind {
    // a person
    EVENT_START,       // welcome: touch to start
    EVENT_SCAN,        // code
    EVENT_ADD_ARTICLE, // article (catalogue index): a tile was touched; an age rule is shown first
    EVENT_LINE_PLUS,   // line_id
    EVENT_LINE_MINUS,  // line_id; at 1 the line goes
    EVENT_LINE_REMOVE, // line_id
    EVENT_UNDO,
    EVENT_SHOW_BROWSE,
    EVENT_SHOW_SEARCH,
    EVENT_SHOW_BASKET,
    EVENT_PAY,
    EVENT_CHOOSE_METHOD, // method_id
    EVENT_BACK, // from payment choice, declined, help, staff screens: to where one came from
    EVENT_CANCEL_PAYMENT,
    EVENT_TRY_AGAIN, // after declined
    EVENT_RECEIPT_PRINT,
    EVENT_RECEIPT_QR,
    EVENT_RECEIPT_NONE,
    EVENT_HELP,
    EVENT_KEEP_ADDING,   // help: back to the sale
    EVENT_REMOVE_CAUSE,  // help: take the line out that needs a colleague
    EVENT_STILL_HERE,    // idle
    EVENT_START_OVER,    // idle: drop the basket
    EVENT_LANGUAGE,      // text: "ar"
    EVENT_TOUCHED,       // any touch or key: activity
    EVENT_TOUCH_OFFLINE, // the offline pill
    // attendants
    EVENT_STAFF,     // the staff icon
    EVENT_PIN,       // text: digits typed; verified by the app, never kept
    EVENT_BADGE,     // code
    EVENT_SIGNED_IN, // text: name, flag manager, flag by_badge
    EVENT_SIGN_IN_FAILED,
    EVENT_STAFF_LEAVE, // sign out, back to the customer
    EVENT_AGE_APPROVE,
    EVENT_AGE_REFUSE,
    EVENT_CANCEL_SALE, // the whole basket, by an attendant
    EVENT_PAYMENT_WAS_CHARGED,
    EVENT_PAYMENT_NOT_CHARGED, // an attendant settles PAYMENT_UNKNOWN
    EVENT_LANE_PAUSE,
    EVENT_LANE_OPEN,
    EVENT_REVIEW_ORDER,     // text: uuid of an order that was set aside: staff-order shows it
    EVENT_RETRY_ORDER,      // staff-order: send it again
    EVENT_REPLACE_ARTICLE,  // value_id: the article of it that is gone, 0: not any more
    EVENT_REPAIR_ORDER,     // repair: which kind; ids are those of the order, the lane, the scan
    EVENT_SETTLE_ORDER,     // words: how it ended
    EVENT_ASK_SERVER_AGAIN, // reconnect, reopen a closed session
    EVENT_DAY,              // the attendant looks at closing the day: its figures are asked for
    EVENT_DAY_CLOSE,        // flag: cash was counted, amount
    EVENT_DAY_PRINT,        // the closed day's slip once more
    EVENT_RESCUE_CLOSE,     // value_id: the rescue session
    EVENT_LANE_ADOPT,       // the folder is another machine's: it sells on this one from now on
    EVENT_KEY_KEEP,         // a manager: the key that came openly is good all the same
    EVENT_SEND_LOST,        // confirmed orders that the server has lost: again
    EVENT_COMPARE,          // value_id: ComparisonPeriod; staff-compare shows it
    EVENT_STICK,            // from the attendant's home to the USB sticks
    EVENT_STICK_CHOOSE,     // text: its name, empty: none
    EVENT_STICK_SAVE,       // value_id: StickContent
    EVENT_STICK_FILES,      // exports on it are looked for
    EVENT_STICK_FILE,       // text: what would this one do?
    EVENT_STICK_TAKE,       // its orders are taken up
    EVENT_STAFF_SALE,       // from the attendant's home into the customer's sale
    EVENT_STAFF_HOME,       // and back
    EVENT_SELECT_LINE,      // line_id
    EVENT_STAFF_VOID,       // line_id: taken out, kept for the journal
    EVENT_STAFF_QUANTITY,   // line_id, pieces
    EVENT_STAFF_PRICE,      // line_id, price_micro, text: reason
    EVENT_HELP_SOLVED,      // the attendant has seen to it; text: how
    EVENT_SETTLE_CHARGE,    // of an order that was left behind; text: intent id, amount, words: how
    EVENT_ASK_CHARGE,       // text: intent id: what does the terminal say of it now?
    // the article, weigh and basket screens
    EVENT_OPEN_ARTICLE, // article: look at it (a tile was held, or it has choices)
    EVENT_CHOOSE_VALUE, // value_id: an attribute's value was touched; part: of which part of a
                        // combo,
                        // from 1; 0: of the article itself
    EVENT_CHOOSE_PART,  // part, value_id: the server's id of a combo's line
    EVENT_LOT,          // text: the lot or serial number that was typed, empty: another one
    EVENT_PIECES,       // pieces: the article screen's stepper
    EVENT_ADD_CHOSEN,   // the article screen's Add
    EVENT_TARE,         // tare_number: which of the settings' tares, from 1; 0: none
    EVENT_ADD_WEIGHED,  // the weigh screen's Add; grams: thousandths of the unit, as shown
    EVENT_ADD_BAG,      // the basket's bag offer
    // the machine
    EVENT_SCALE,       // scale, grams
    EVENT_CATALOGUE,   // a catalogue is mapped and its image on disk (flag)
    EVENT_SESSION,     // there is a session to number orders with
    EVENT_CAUSE,       // text: why the lane can't sell, empty: nothing stands in the way
    EVENT_SAVED,       // ticket
    EVENT_SAVE_FAILED, // ticket, text, flag: only for want of room
    EVENT_TERMINAL_STARTED,
    EVENT_TERMINAL_WAITING,
    EVENT_TERMINAL_PIN,
    EVENT_TERMINAL_CHECKING,
    EVENT_TERMINAL_APPROVED,    // text: intent id, transaction, card_type
    EVENT_TERMINAL_DECLINED,    // text: intent id; words
    EVENT_TERMINAL_LOST,        // text: intent id; no answer: ask what became of it
    EVENT_TERMINAL_NEVER_HEARD, // text: intent id; it doesn't know the intent: nothing was charged
    EVENT_PRINTED,
    EVENT_PRINT_FAILED, // text
    EVENT_LOOKED_UP,    // code, article (index or NONE), flag: could be asked
    EVENT_CUSTOMER,     // text: card; flag: could be asked; partner_id (0: nobody's), words: name,
                        // pricelist_id, fiscal_position_id: theirs, 0: none
    EVENT_STICK_ENDED,  // text: what was done with it, as the journal says it; words: how
    EVENT_DISK_ROOM,    // flag: there is room for another sale
    EVENT_RESTORE,      // order (basket after a restart), intent
    EVENT_RESTORE_SIGN_IN, // sign_in
    EVENT_TICK,            // time passed: timers
    EVENT_KIND_COUNT,
} CheckoutEventKind;

typedef struct CheckoutEvent {
    CheckoutEventKind kind;
    int32_t line_id, article, method_id;
    int64_t ticket;
    bool flag, flag2;
    char text[GS1_SIZE_MAX + 1];
    char words[160];
    char transaction[64], card_type[24];
    const Order *order;     // EVENT_RESTORE only; good during the call
    int32_t intent_outcome; // EVENT_RESTORE: 0 none, 1 open or unknown, 2 approved
    int32_t value_id, part, pieces, grams, tare_number;
    int32_t partner_id, pricelist_id, fiscal_position_id; // the server's ids
    int64_t price_micro;
    Money amount;
    ScaleState scale;
    OrderRepairKind repair;
    CheckoutSignIn sign_in;
} CheckoutEvent;

typedef enum CheckoutEffectKind {
    EFFECT_SAVE_BASKET,        // order as it is now (or that there is none); not waited for
    EFFECT_SAVE_INTENT,        // order, intent_id, method, amount; answered by EVENT_SAVED(ticket)
    EFFECT_SAVE_INTENT_RESULT, // outcome in `value` (JournalIntentOutcome numbers: 1 approved, 2
                               // declined, 3 unknown, 4 settled)
    EFFECT_SAVE_PAID,          // order; answered by EVENT_SAVED(ticket)
    EFFECT_LATE_CHARGE, // text: intent id, words: transaction; charged, and it pays no order here:
                        // a case
    EFFECT_CHARGE,
    EFFECT_ASK_TERMINAL,
    EFFECT_CANCEL_CHARGE,    // intent_id, amount
    EFFECT_SEND_ORDER,       // the order, now on disk
    EFFECT_PRINT,            // receipt of the order
    EFFECT_SAVE_RECEIPT,     // text: "printed" "shown" "none"
    EFFECT_LOOK_UP,          // text: code, of a GS1 one its article's number
    EFFECT_LOOK_UP_CUSTOMER, // text: card
    EFFECT_VERIFY_PIN,
    EFFECT_VERIFY_BADGE,   // text
    EFFECT_SAVE_SIGN_IN,   // sign_in
    EFFECT_SAVE_ATTENDANT, // text: action; words: reason; line_id, old/new in words
    EFFECT_SETTLE_CHARGE,  // text: intent id, words: how it ended
    EFFECT_CUSTOMER_GONE,  // between customers: catalogues may be swapped now
    EFFECT_RETRY_ORDER,    // text: uuid
    EFFECT_REPAIR_ORDER,   // text: uuid; repair, attendant; why: what the server said of it
    EFFECT_SETTLE_ORDER,   // text: uuid, words: how and by whom
    EFFECT_ASK_SERVER_AGAIN,
    EFFECT_ASK_DAY,
    EFFECT_CLOSE_DAY, // value: 1 when cash was counted, amount; attendant
    EFFECT_PRINT_DAY,
    EFFECT_CLOSE_RESCUE, // value: session id
    EFFECT_ADOPT_LANE,   // attendant
    EFFECT_KEEP_KEY,     // attendant
    EFFECT_SEND_LOST,    // all that were found
    EFFECT_COMPARE,      // value: ComparisonPeriod
    EFFECT_STICK_SAVE,   // text: stick, value: StickContent
    EFFECT_STICK_READ,   // text: stick, words: file
    EFFECT_STICK_TAKE,   // the same
    EFFECT_STICK_CLEAR,  // something else is looked at: what was done last is no longer shown
    EFFECT_SOUND,        // value: CheckoutSound
} CheckoutEffectKind;

typedef enum CheckoutSound {
    SOUND_ADDED,
    SOUND_NOT_KNOWN,
    SOUND_REMOVED,
    SOUND_ATTENTION,
    SOUND_WAIT,
    SOUND_PAID,
    SOUND_REFUSED,
} CheckoutSound;

typedef struct CheckoutEffect {
    CheckoutEffectKind kind;
    int32_t value, line_id, method_id;
    int64_t ticket;
    Money amount;
    char text[96], words[160];
    char old_value[64], new_value[64];
    char attendant[48]; // SAVE_ATTENDANT, REPAIR_ORDER: who was signed in
    OrderRepair repair;
    char order_uuid[ORDER_UUID_SIZE]; // and whose order it was about; empty: none
    CheckoutSignIn sign_in;           // EFFECT_SAVE_SIGN_IN
} CheckoutEffect;

typedef struct CheckoutEffects {
    int32_t count;
    CheckoutEffect items[CHECKOUT_EFFECTS_MAX];
} CheckoutEffects;

// What a step may look at besides the state. Same inputs, same result.
typedef struct CheckoutWorld {
    const Catalogue *catalogue; // NULL: none yet
    const CheckoutSettings *settings;
    int64_t now_ms;          // monotonic
    int64_t now_unix_ms;     // UTC, never back
    int64_t local_minute;    // the shop's time: minutes since 1970-01-01 00:00 on its clocks
    OrderNumber next_number; // for the next order that is paid
    uint64_t random[CHECKOUT_RANDOM_WORDS]; // fresh random bits for uuids
    int64_t next_ticket;                    // for a save that is waited for
    bool online;                            // a look-up may be asked
    const CheckoutReviewed *reviewed;       // NULL: none, or no longer among those that wait
    bool stick_busy;                        // a stick is written, or orders are taken up
} CheckoutWorld;

void checkout_init(Checkout *checkout, const char *language);
void checkout_step(Checkout *checkout, const CheckoutEvent *event, const CheckoutWorld *world,
                   CheckoutEffects *out_effects);
// When EVENT_TICK is next due (monotonic), INT64_MAX: never.
int64_t checkout_next_tick_ms(const Checkout *checkout, const CheckoutSettings *settings);

const char *checkout_screen_name(CheckoutScreen screen);
typedef enum CheckoutLaneState {
    LANE_IS_OPEN,         // a customer can begin, or is there
    LANE_IS_PAUSED,       // by an attendant
    LANE_IS_CLOSED,       // no session, no catalogue, or another cause
    LANE_IS_OUT_OF_ORDER, // the disk
    LANE_STATE_COUNT,
} CheckoutLaneState;

CheckoutLaneState checkout_lane_state(const Checkout *checkout);
// A sale is open and can take articles on this screen.
bool checkout_is_selling(const Checkout *checkout);
// The methods a customer may choose, by index in the catalogue; returns how many (card first).
// `has_customer`: the order knows whose it is.
int32_t checkout_methods(const CheckoutWorld *world, bool has_customer, int32_t out_methods[8]);
// Amount due as shown: the order's total after cash rounding of the chosen method.
Money checkout_amount_due(const Checkout *checkout);
// The first of the settings' age categories that the catalogue doesn't have, or NULL: nobody's age
// would be asked for.
const char *checkout_age_category_missing(const Catalogue *catalogue,
                                          const CheckoutSettings *settings);
// The first line that needs an age check, or NULL.
const OrderLine *checkout_age_line(const Checkout *checkout);
// The line whose age check an attendant decides now: the selected one, else the strictest; or NULL.
const OrderLine *checkout_age_case(const Checkout *checkout);
// How long no PIN is taken after so many wrong ones in a row.
int64_t checkout_sign_in_wait_ms(int32_t failures);
// There is something to pay: lines that an attendant took out don't count.
bool checkout_has_lines(const Checkout *checkout);
// An attendant alone may not set this price: it is further from the shop's than [sale]
// price_change_percent.
bool checkout_price_needs_manager(const CheckoutSettings *settings, const OrderLine *line,
                                  UnitPrice price);
// Settling takes a paid sale off the books: a manager's, by PIN or by badge beside the attendant.
bool checkout_may_settle(const CheckoutAttendant *attendant);
// Taking orders of an export up puts sales on the books: a manager's, too.
bool checkout_may_import(const CheckoutAttendant *attendant);
// What [sale] replacement names, when it can take the place of the order's article `gone_id`:
// catalogue index or CATALOGUE_NONE.
int32_t checkout_replacement(const CheckoutReviewed *reviewed, const CheckoutSettings *settings,
                             const Catalogue *catalogue, int32_t gone_id);
// The age that an article of the catalogue asks for, 0: none.
int32_t checkout_age_of(const Catalogue *catalogue, const CheckoutSettings *settings,
                        int32_t article);
// A value that a customer may choose: what is typed by hand ("own text") can't be asked here.
bool checkout_value_offered(const CatAttributeValue *value);
bool checkout_value_chosen(const CheckoutChosen *chosen, int32_t value_id);
// The first attribute of an article that still needs a value, NULL: none does.
const CatAttribute *checkout_choice_missing(const Catalogue *catalogue, int32_t article,
                                            const CheckoutChosen *chosen);
// What must be chosen before Add may be touched.
typedef enum CheckoutMissingKind {
    MISSING_NOTHING,
    MISSING_VALUE, // attribute
    MISSING_PART,  // combo
    MISSING_LOT,
} CheckoutMissingKind;
typedef struct CheckoutMissing {
    CheckoutMissingKind kind;
    const CatAttribute *attribute;
    const CatCombo *combo;
} CheckoutMissing;
CheckoutMissing checkout_missing(const Catalogue *catalogue, const CheckoutSubject *subject);
// The n-th combo of a combo article, from 0.
const CatCombo *checkout_combo(const Catalogue *catalogue, int32_t article, int32_t number);
// A combo's line that the lane can sell: nothing to weigh, no lot to ask for, choices that can be
// asked.
bool checkout_part_offered(const Catalogue *catalogue, const CatComboLine *line);
// The combo as it would be added: an order_preview_combo away from its price. False: something is
// still to be chosen, or it is no combo. Points into `subject`.
bool checkout_combo_chosen(const Catalogue *catalogue, const CheckoutSubject *subject,
                           const CheckoutSettings *settings, OrderCombo *out);
// Sold by its serial number: one piece at a time.
bool checkout_is_one_piece(const Catalogue *catalogue, int32_t article);
// Prices as the open sale has them: the shop's, or those of the customer whose card was scanned.
OrderPricing checkout_pricing(const Checkout *checkout, const Catalogue *catalogue,
                              int64_t now_unix_ms);
int32_t checkout_pieces_max(const CheckoutSettings *settings); // of the stepper
// The bag that the basket offers: catalogue index, CATALOGUE_NONE when there is none to offer or
// one is taken already.
int32_t checkout_bag_offer(const Checkout *checkout, const CheckoutSettings *settings,
                           const Catalogue *catalogue);

#endif
