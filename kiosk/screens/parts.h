/* What the screens share: the scene that is drawn, their own state, and the parts that several of
 * them have. Only files of this folder include this. */
#ifndef KIOSK_SCREENS_PARTS_H
#define KIOSK_SCREENS_PARTS_H

#include "domain/catalogue_search.h"
#include "screens/screens.h"
#include "ui/widgets.h"

typedef enum SheetKind {
    SHEET_NONE,
    SHEET_LANGUAGE,
    SHEET_ACCESS,
    SHEET_CANCEL_SALE, // staff: "Cancel the whole sale?"
    SHEET_REPLACE,     // staff-order: what takes the place of an article that is gone
    SHEET_SETTLE,      // staff-order: how it was settled
    SHEET_PRICE,       // staff-sale: of the selected line
    SHEET_QUANTITY,
    SHEET_SOLVED, // staff: how the case was solved
    SHEET_CHARGE, // staff: how a charge without an end ended
    SHEET_DAY,    // staff: closing the day
    SHEET_DAY_COUNT,
    SHEET_KEY,        // staff: a key that others may have seen
    SHEET_ADOPT,      // staff: the folder is another machine's
    SHEET_STICK_TAKE, // staff-stick: before orders are taken up
    SHEET_LOT,        // article: a lot or serial number is typed
} SheetKind;

typedef enum BrowseChoice {
    BROWSE_FAVOURITES,
    BROWSE_CATEGORY, // with all below it
    BROWSE_OTHER,    // articles without a category
} BrowseChoice;

// The articles of what is chosen, as catalogue indexes; rebuilt only when the choice or the
// catalogue changes.
typedef struct ArticleList {
    const CatalogueHeader *header;
    uint64_t checksum; // a new catalogue may lie where the old one did
    BrowseChoice choice;
    int32_t category; // index
    bool built;
    bool has_other; // some article has no category
    int32_t *articles;
    int32_t count, room;
} ArticleList;

typedef struct LineHeight {
    uint64_t key; // of everything that the height depends on
    float height;
} LineHeight;

enum { ENTRY_SIZE_MAX = 9, PIN_SIZE_MAX = 12, SEARCH_BYTES_MAX = 48, SEARCH_RESULTS_MAX = 200 };

struct ScreensState {
    CheckoutScreen screen; // of the last frame
    bool drawn;            // there was one
    int64_t screen_since_ms;
    UiSettings home; // the shop's settings, which a customer's choices go back to
    bool home_known;
    UiSettings wanted; // chosen in this frame, for the next one
    bool wants_settings;
    bool take_time;
    bool low_reach;      // everything that is touched is in the lower third
    bool low_categories; // there, with large letters: chips in place of the tiles
    int32_t low_page;    // of the strip of tiles
    int32_t low_line_id; // the basket's line that the keys below are about, 0: the newest

    SheetKind sheet;
    bool sheet_closing;
    char sheet_uuid[ORDER_UUID_SIZE];
    int32_t compare_page; // of staff-compare, from 0

    BrowseChoice choice;
    int32_t category_id; // server id: outlives a new catalogue
    bool sub_open;       // narrow: the row of chips shows the level below
    ArticleList list;
    int64_t seen_added_ms; // just_added_ms that was scrolled to

    float asked_from, asked_to; // of the group of choices that is still to be made; 0, 0: none is
    uint64_t asked_key;         // of what was asked when it was scrolled to

    char query[SEARCH_BYTES_MAX];
    int32_t query_size;
    bool keys_hidden, keys_symbols, keys_shifted;
    int32_t found[SEARCH_RESULTS_MAX];
    int32_t found_count, found_total;
    const CatalogueHeader *found_in;
    bool found_valid;

    char pin[PIN_SIZE_MAX + 1];
    int32_t pin_size;

    char lot[ORDER_LOT_SIZE];       // what is typed of a lot or serial number
    char entry[ENTRY_SIZE_MAX + 1]; // what is typed in a sheet of the attendant's
    int32_t entry_size;
    int32_t reason; // chosen there, from 1; 0: none

    LineHeight heights[ORDER_LINES_MAX];
};

typedef struct Scene {
    ScreensState *state;
    Ui *ui;
    const ScreensView *view;
    const Checkout *checkout;
    const Order *order;
    const LaneView *lane;
    EventOut *out;
} Scene;

void scene_emit(Scene *scene, CheckoutEventKind kind);
void scene_emit_line(Scene *scene, CheckoutEventKind kind, int32_t line_id);
void scene_emit_text(Scene *scene, CheckoutEventKind kind, Text text);
void scene_open_sheet(Scene *scene, SheetKind sheet);
bool scene_has_sale(const Scene *scene); // there is something to pay

// ---- The frame of a screen

typedef struct Frame {
    LayoutKind kind;
    bool wide, compact, big; // wide: landscape and compact; big: text from 140 %
    bool low;                // for low reach: all controls are in the dock, a third of the screen
    float width, height, margin, gutter;
    Rect top;   // the bar
    Rect main;  // below the bar, above or beside the dock, without margins at the sides
    Rect upper; // low: what is only looked at. There the bar and the main area lie in the dock
    Rect dock;
    Rect panel; // wide: of the dock, above the pay row
    Rect row;   // portrait: of the dock, above the pay row; no height when not asked for
    Rect caption, total, pay;
} Frame;

// `row_height`: of the portrait dock's row above the pay row; 0 none. `row_line`: with a line under
// it.
Frame frame_sale(Scene *scene, float row_height, bool row_line);
Frame frame_plain(Scene *scene); // no dock
// The customer asked for everything in the lower third, and this screen has it.
bool frame_is_low(Scene *scene);
// Makes a plain frame low when it has to be.
void frame_lower(Scene *scene, Frame *frame);
// Low reach: `more` of the screen for the controls, at the cost of what is only looked at; not more
// than half of it.
void frame_low_grow(Frame *frame, float more);
float frame_button_height(Scene *scene, float height); // at least 112 with big text
// Text that is wrapped, each '\n' a new line; returns the height used. Does not draw when `draw` is
// false.
float scene_paragraph(Scene *scene, Rect where, Text text, UiText options, bool draw);
// What a screen that says one thing says: large, and below it what follows (may be empty). The
// same.
float scene_title_and_detail(Scene *scene, Rect where, Text title, Text detail, TextAlign align,
                             bool draw);
// A text that may not be cut: as many lines as it takes.
float scene_text_height(Scene *scene, float width, Text text, UiText options);

enum { TOP_HELP = 1, TOP_LANGUAGE = 2, TOP_ACCESS = 4, TOP_ALL = 7 };
enum {
    LOW_SEARCH = 1,
    LOW_BASKET = 2,
    LOW_CATEGORIES = 4,
    LOW_ADD_MORE = 8,
    LOW_KEYS = 16,
    LOW_BAG = 32
};
typedef struct TopBar {
    Text back; // title beside a back button; empty: the shop's name
    CheckoutEventKind back_event;
    uint32_t tools;
    uint32_t low; // more buttons, where everything is in the lower third
    bool search;  // a field that leads to the search screen
} TopBar;
// The field that leads there.
void part_search_field(Scene *scene, Rect where, Text placeholder);
void part_top_bar(Scene *scene, const Frame *frame, const TopBar *bar);
// The attendant's dark bar; true when its button was touched.
bool part_staff_bar(Scene *scene, const Frame *frame, UiIcon icon, Text title, Text detail,
                    const UiButton *button);
void part_brand(Scene *scene, Rect where);

// ---- Low reach: the upper two thirds are looked at, the lower third is touched

// The grounds, and the words that say where the buttons are; before anything else is drawn. Does
// nothing on a frame that is not low.
void part_low_begin(Scene *scene, const Frame *frame);
// The basket to look at. `edit`: a line of it is chosen for the keys below.
void part_low_basket(Scene *scene, Rect where, bool edit);
// The basket's keys: which line, how many of it, and a bin.
void part_low_keys(Scene *scene, const Frame *frame);
const OrderLine *part_low_line(Scene *scene); // the chosen one, NULL: there is none
// One row of tiles between keys that turn the page.
void part_low_tiles(Scene *scene, Rect where, const int32_t *articles, int32_t count, Text mark);

// ---- The dock

typedef struct PayRow {
    Text caption; // empty: "Total · 5 items"
    UiButton button;
    bool no_button;
} PayRow;
void part_dock_ground(Scene *scene, const Frame *frame);
bool part_pay_row(Scene *scene, const Frame *frame, const PayRow *row);
// Pay as it is on the screens where one shops; emits EVENT_PAY. `outline`: something else has the
// accent.
void part_pay(Scene *scene, const Frame *frame, bool outline);
Text part_item_count(Scene *scene);
// Wide: "Your basket" and its lines. `edit`: with the button to the basket and a stepper on the
// newest line.
void part_basket_panel(Scene *scene, const Frame *frame, bool edit);
void part_wall(Scene *scene, Rect area); // the welcome wall of pictures
float part_wall_nudge(Scene *scene);     // how far the arrow of the hint is moved

typedef struct Notice {
    Text title, detail, art, cause;
    bool no_staff;   // there is no lane that attendants could sign in to
    UiButton button; // no label: none
} Notice;
// The whole screen; true when its button was touched.
bool part_notice(Scene *scene, const Notice *notice);
// What a dialog or sheet takes of its outer size for its padding.
float frame_dialog_pad_x(const Frame *frame, bool sheet);
float frame_dialog_pad_y(const Frame *frame, bool sheet);
float scene_toast_bottom(Scene *scene); // on screens without a dock
void part_toast(Scene *scene, float bottom, float start, float width);
void part_sale_toast(Scene *scene, const Frame *frame);

// The basket's offer of a bag: no height when there is none to offer.
float part_bag_height(Scene *scene, const Frame *frame, float width);
void part_bag(Scene *scene, const Frame *frame, Rect where);
void part_bag_button(Scene *scene, Rect where); // where there is no room for the card

// ---- Lines

Text line_name(Scene *scene, const OrderLine *line);
Text article_name(Scene *scene, int32_t article);
// What one costs; of what is sold by weight or volume what a kilogram or a litre does, whatever
// unit the shop sells it in (Directive 98/6/EC, articles 2 and 3).
typedef struct ArticlePrice {
    bool known;
    Money now, before; // equal when nothing is saved
    Text unit;         // "kg"; empty: a piece
} ArticlePrice;
ArticlePrice article_price(Scene *scene, int32_t article);
Text article_initials(Scene *scene, Text name);
Text unit_word(Scene *scene, Text unit);
int32_t line_number(const Order *order, const OrderLine *line); // 1 is the oldest
bool line_is_shown(const OrderLine *line); // not taken out by an attendant, no part of a combo
int64_t line_minor(Scene *scene, const OrderLine *line); // what it comes to, a combo with its parts
bool line_needs_age(Scene *scene, const OrderLine *line); // of a combo: one of its parts does
Money line_amount_before(const OrderLine *line); // equal to display_total when nothing was saved
Money order_savings(const Order *order);
UiText line_end_style(TypeStyle style); // of an amount or a quantity at the end of a line
UiText line_count_style(Scene *scene);  // of count_words
void line_picture(Scene *scene, Rect where, int32_t article_id, Text name, float radius);
Text line_detail(Scene *scene, const OrderLine *line, bool short_form);
int32_t line_name_lines(const OrderLine *line, int32_t lines); // of the usual `lines`
void line_stepper(Scene *scene, Rect where, const OrderLine *line, bool on_tint);
float line_stepper_width(Scene *scene);
float line_stepper_height(Scene *scene);
float line_height(Scene *scene, const OrderLine *line, float width);
void line_draw(Scene *scene, Rect where, const OrderLine *line);
// What stands under a line's name: a rule, a saving or what one costs.
void line_note(Scene *scene, Rect where, const OrderLine *line);
void line_describe(Scene *scene, Rect where, const OrderLine *line);
float line_mini_height(Scene *scene, bool with_stepper);
void line_mini_draw(Scene *scene, Rect where, const OrderLine *line, bool is_new,
                    bool with_stepper);

// What of a list is not seen, counted line by line while it is drawn, and the strip under its
// scroll area that says so.
typedef struct MoreLines {
    int32_t above, below;
    bool cut; // the last one that is seen
} MoreLines;
void more_count(MoreLines *more, UiScrollState scroll, float y, float height);
float part_more_height(Scene *scene);
void part_more(Scene *scene, Rect where, MoreLines more);

// ---- Articles

void article_list_release(ArticleList *list);
void article_list_update(Scene *scene); // state->list is what is chosen
bool article_list_has_other(Scene *scene);
// A grid of tiles in a scroll area.
void part_tiles(Scene *scene, Rect where, Text id, const int32_t *articles, int32_t count,
                Text mark);
typedef enum TileForm {
    TILE_TALL,
    TILE_FLAT, // on a surface
    TILE_ROW,  // the picture beside the words
} TileForm;
void part_tile(Scene *scene, Rect where, int32_t article, Text mark, TileForm form);

// ---- Words

Text side_words(Scene *scene, DeviceSide side, const char *below, const char *left,
                const char *right, const char *above);
float text_baseline(Ui *ui, TypeStyle style); // from a line's upper edge to its letters' foot
Text count_words(Scene *scene, Text count);   // "2 ×", before a price
Text product_words(Scene *scene, Text count, Text price); // "2 × €1.19"
Text help_subject(Scene *scene);                          // what the open case is about
Text duration_words(Scene *scene, int64_t ms);            // "0:24"
int32_t seconds_left(Scene *scene,
                     int64_t until_ms); // rounded up; asks for the next second's frame

// ---- Sheets and screens

void sheet_language(Scene *scene);
void sheet_access(Scene *scene);
void sheet_cancel_sale(Scene *scene);
void sheet_replace(Scene *scene);
void sheet_settle(Scene *scene);
void sheet_price(Scene *scene);
void sheet_quantity(Scene *scene);
void sheet_solved(Scene *scene);
void sheet_charge(Scene *scene);
Text charge_words(Scene *scene, const LaneCharge *charge); // what the terminal says of it
void sheet_day(Scene *scene);
void sheet_day_count(Scene *scene);
typedef struct SheetQuestion { // before something that can't be taken back
    Text id, title, detail;
    UiButton no, yes;
} SheetQuestion;
// True when yes was touched. The sheet closes with either answer.
bool sheet_question(Scene *scene, const SheetQuestion *question);
void sheet_adopt(Scene *scene);
void sheet_key(Scene *scene);
void sheet_stick_take(Scene *scene);
void sheet_lot(Scene *scene);
void lot_type(ScreensState *state, Text typed); // on a keyboard, as search_type
// Adds what was typed to `text`, up to `room` bytes; "\b" takes the last letter. No zero at the
// end.
void typed_text(char *text, int32_t *size, int32_t room, Text typed);
// How high a sheet may be: with low reach a third of the screen, and what is in it scrolls.
float sheet_height_most(Scene *scene);
// Title and close button of a sheet; returns what is left below.
// Title, detail and the cross; returns what is left below. The height is without drawing.
Rect sheet_head(Scene *scene, Rect inner, Text title, Text detail);
float sheet_head_height(Scene *scene, float width, Text title, Text detail);
void sheet_words(Scene *scene, Rect where, Text title, Text detail); // without the cross
void sheet_cross(Scene *scene, Rect where);

void screen_setup(Scene *scene);
void screen_welcome(Scene *scene);
void screen_browse(Scene *scene);
void screen_search(Scene *scene);
void search_type(ScreensState *state, Text typed); // on a keyboard; "\b" takes the last letter
void screen_basket(Scene *scene);
void screen_payment_choice(Scene *scene);
void screen_payment_progress(Scene *scene);
void screen_receipt(Scene *scene);
void screen_thanks(Scene *scene);
void screen_closed(Scene *scene);
void screen_out_of_order(Scene *scene);
void screen_help(Scene *scene);
void screen_idle(Scene *scene);
void screen_staff_login(Scene *scene);
void screen_staff(Scene *scene);
void screen_article(Scene *scene);
void screen_weigh(Scene *scene);
void screen_staff_sale(Scene *scene);
void screen_staff_order(Scene *scene);
void screen_staff_compare(Scene *scene);
void screen_staff_stick(Scene *scene);

#endif
