/* The screen machinery in one context: screens say each frame what is to be seen, and are told what
 * was touched. widgets.h has the components; this file the frame, the drawing and what controls are
 * made of.
 *
 *     ui_begin(ui, now_ms, TEXT("basket"));
 *     ui_text(ui, RECT(40, 40, 600, 46), ui_tr(ui, "Your basket"), (UiText){.style = TYPE_TITLE});
 *     if (ui_button(ui, RECT(560, 1760, 480, 120), &(UiButton){.id = TEXT("pay"), ...}))
 *         event_out_push(out, ...);
 *     ui_end(ui);
 *
 * All coordinates are u (layout.h), left-to-right, origin at the top left. In right-to-left
 * languages the whole screen is mirrored once, in here: drawing, touch and access rectangles alike.
 * Pictures, numbers and most icons are not turned around. "start" and "end" are left and right in
 * left-to-right.
 *
 * Everything is redrawn each frame into a list; only what differs from the frame before is painted.
 * So a frame may be asked for at any time and costs little when nothing changed. Not thread-safe:
 * one thread. */
#ifndef KIOSK_UI_UI_H
#define KIOSK_UI_UI_H

#include "base/error.h"
#include "base/text.h"
#include "ui/access_tree.h"
#include "ui/icon.h"
#include "ui/layout.h"
#include "ui/picture.h"
#include "ui/text_format.h"
#include "ui/theme.h"
#include "ui/touch.h"
#include "ui/translation.h"
#include "ui/type_style.h"

typedef struct Ui Ui;
struct Display; // display.h: the window, or a surface in memory

// ---- Life
// ---------------------------------------------------------------------------------------------

typedef struct UiSetup {
    struct Display *display;      // outlives the Ui
    const char *assets_directory; // icons/, art/, translations/
    float dpi;                    // 0: unknown
    PictureSource pictures;       // may be zero: no article pictures
    void (*bell)(void *context);  // rung on the loader thread when a picture came; may be NULL
    void *bell_context;
} UiSetup;

// Opens fonts and icons. A missing font is an Error that names the Debian package.
MUST_USE bool ui_create(Ui **out_ui, const UiSetup *setup, Error *error);
void ui_destroy(Ui *ui); // accepts NULL

typedef struct UiSettings {
    ThemeKind theme;
    int32_t text_percent; // 100 to 200; 0 is 100
    bool motion_off;      // fades of 120 ms only
} UiSettings;

// May change at any time between frames; takes effect with the next one.
void ui_set_settings(Ui *ui, UiSettings settings);
UiSettings ui_settings(const Ui *ui);
// Loads assets/translations/LANGUAGE.mo and mirrors when the language runs right to left. On an
// Error the language before stays.
MUST_USE bool ui_set_language(Ui *ui, Text language, Error *error);
Text ui_language(const Ui *ui);
// Amounts are written in this currency from now on. Copies the symbol.
void ui_set_currency(Ui *ui, FormatCurrency currency);

// ---- Events
// -------------------------------------------------------------------------------------------

// Fingers, the mouse as a finger, and the window's own events. False for events that are not the
// Ui's. Keys are never taken: the application decides which come from a person (ui_press_key) and
// which from a scanner.
union SDL_Event;
bool ui_handle_event(Ui *ui, const union SDL_Event *event, int64_t now_ms);

typedef enum UiKey {
    UI_KEY_NEXT,
    UI_KEY_PREVIOUS,
    UI_KEY_UP,
    UI_KEY_DOWN,
    UI_KEY_LEFT,
    UI_KEY_RIGHT,
    UI_KEY_ACT,
    UI_KEY_CANCEL
} UiKey;
// TAB, shift TAB, arrows, ENTER, ESC of a person's keypad. Shows the focus ring.
void ui_press_key(Ui *ui, UiKey key, int64_t now_ms);
// Esc was pressed since the last frame and nothing else took it. Reading it takes it.
bool ui_took_cancel(Ui *ui);
// When a finger last touched or a key was last pressed.
int64_t ui_last_input_ms(const Ui *ui);

// ---- Frame
// --------------------------------------------------------------------------------------------

// `screen` is the name used in scripts; when it differs from the last frame's, the screens
// cross-fade, queued touches are dropped and the touch guard begins.
void ui_begin(Ui *ui, int64_t now_ms, Text screen);
// Ends the frame: paints and presents what changed. True when something was presented.
bool ui_end(Ui *ui);
// When the next frame is needed although nothing happens: a time in the clock of ui_begin, or
// INT64_MAX.
int64_t ui_next_wake_ms(const Ui *ui);
// Asks for a frame at `at_ms` (a countdown's next second). Kept until the next frame has begun.
void ui_wake_at(Ui *ui, int64_t at_ms);
// No transition, queued touch or finger; what `wait idle` waits for.
bool ui_is_idle(const Ui *ui);
bool ui_is_loading_pictures(const Ui *ui); // that the last frame asked for
// All of the screen is painted anew in the next frame.
void ui_invalidate(Ui *ui);
// The next screen change slides back instead of forward.
void ui_transition_back(Ui *ui);

int64_t ui_now_ms(const Ui *ui);
const Layout *ui_layout(const Ui *ui);
Rect ui_screen_rect(const Ui *ui);
bool ui_is_mirrored(const Ui *ui);
bool ui_is_text_big(const Ui *ui); // text_percent over 140: layouts of one or two columns
float ui_text_scale(const Ui *ui); // 1 to 2
Arena *ui_frame_arena(Ui *ui);     // cleared by the next ui_begin but one
uint32_t ui_colour(const Ui *ui, ThemeColour colour);

// The tree of the last complete frame.
const AccessTree *ui_access_tree(const Ui *ui);

typedef struct UiFrameStats {
    int32_t command_count;
    int32_t damage_count; // rectangles
    int64_t damage_pixels;
    int64_t text_bytes, picture_bytes; // caches
} UiFrameStats;
UiFrameStats ui_frame_stats(const Ui *ui);
// What is painted is tinted, for developers.
void ui_show_damage(Ui *ui, bool on);
MUST_USE bool ui_write_screenshot(Ui *ui, const char *path, Error *error); // PNG

// ---- Words
// --------------------------------------------------------------------------------------------

// xgettext: --keyword=ui_tr:2 --keyword=ui_tr_plural:2,3 --keyword=ui_tr_context:2c,3, and those of
// translation.h; tests/translations compares what it finds with the translations.
Text ui_tr(Ui *ui, const char *msgid);
Text ui_tr_context(Ui *ui, const char *context, const char *msgid);
Text ui_tr_plural(Ui *ui, const char *msgid, const char *msgid_plural, int64_t count);
// Fills {names}: UI_FILL(ui, ui_tr(ui, "Add · {price}"), {"price", ui_money(ui, 230)})
#define UI_FILL(ui, pattern, ...)                                                                  \
    ui_fill((ui), (pattern), (const FormatPart[]){__VA_ARGS__},                                    \
            (int32_t)COUNT_OF(((const FormatPart[]){__VA_ARGS__})))
Text ui_fill(Ui *ui, Text pattern, const FormatPart *parts, int32_t part_count);
// An id or other text in the frame arena.
Text ui_id(Ui *ui, const char *format, ...) PRINTF_LIKE(2, 3);
Text ui_money(Ui *ui, int64_t minor);
Text ui_integer(Ui *ui, int64_t number);
Text ui_milli(Ui *ui, int64_t milli, int32_t decimals_min, int32_t decimals);

// ---- Drawing
// ------------------------------------------------------------------------------------------

enum { // corners for UiBox.square_corners and pictures
    CORNER_TOP_START = 1,
    CORNER_TOP_END = 2,
    CORNER_BOTTOM_START = 4,
    CORNER_BOTTOM_END = 8,
    CORNERS_BOTTOM = 12,
    CORNERS_TOP = 3,
    CORNERS_END = 10,
};

typedef struct UiBox {
    ThemeColour fill, border;
    float radius;
    float border_width;     // 0: the theme's width when `border` is given
    ShadowLevel shadow;     // under the box
    uint8_t square_corners; // corners that are not rounded
} UiBox;
void ui_box(Ui *ui, Rect where, UiBox box);

typedef enum TextAlign { ALIGN_START, ALIGN_CENTRE, ALIGN_END } TextAlign;
typedef enum TextVertical { VERTICAL_TOP, VERTICAL_MIDDLE, VERTICAL_BOTTOM } TextVertical;

typedef struct UiText {
    TypeStyle style;
    ThemeColour colour; // 0: COLOUR_TEXT
    TypeWeight weight;  // 0: the style's
    TextAlign align;
    TextVertical vertical;
    int32_t max_lines; // 0 is 1; what does not fit ends in an ellipsis
    bool number;       // one left-to-right run, digits in cells of one width: money, weights, times
    bool struck;       // a line through it: the old price
    bool silent;       // no access node of its own: part of a control whose label says it
    bool fit;          // one line: smaller letters (not under 60 %) before an ellipsis
    bool whole_words;  // several lines: smaller letters (not under 70 %) before a word is broken
    Text mark;         // the first occurrence of this part is bold and accent; empty: none
    Text id;           // of the access node; may be empty ("total")
    Text label;        // what the access node says instead of the text; may be empty
} UiText;

typedef struct UiTextSize {
    float width, height; // u, of what was drawn
    int32_t lines;
    bool cut;    // ended by an ellipsis
    bool broken; // a word is on two lines
} UiTextSize;

UiTextSize ui_text(Ui *ui, Rect where, Text text, UiText options);
// The same without drawing; `width` 0 or less: one line of any width.
UiTextSize ui_text_measure(Ui *ui, float width, Text text, UiText options);
float ui_line_height(Ui *ui, TypeStyle style);

// Sizes of icons grow with the text: ui_icon_size(ui, 36) is 54 at 200 %.
float ui_icon_size(const Ui *ui, float size);
// Fills the square in the middle of `where`. Turned around when mirrored and the icon has a
// direction.
void ui_icon(Ui *ui, Rect where, UiIcon icon, ThemeColour colour);

typedef struct UiPicture {
    PictureKind kind;
    uint64_t id;      // article or category
    Text art;         // PICTURE_ART: "art/terminal.svg"
    Text initials;    // shown on the tint while there is no picture; may be empty
    ThemeColour tint; // 0: no ground. Taken from `id` when COLOUR_COUNT
    float radius;
    float inset;   // of a transparent picture in its tile; photos fill it
    float opacity; // 0 is 1
} UiPicture;
// The rectangle's tint and the picture on it.
PictureState ui_picture(Ui *ui, Rect where, const UiPicture *picture);
// The ground that `tint` COLOUR_COUNT gives a picture of that size.
ThemeColour ui_picture_tint(Ui *ui, Rect where, const UiPicture *picture);
// A new file came for an article or category (0: for all of them): it is loaded again when next
// shown.
void ui_forget_picture(Ui *ui, PictureKind kind, uint64_t id);

void ui_line(Ui *ui, float x, float y, float w, float thickness, ThemeColour colour); // horizontal
void ui_disc(Ui *ui, float cx, float cy, float radius, ThemeColour colour);
// A disc of any colour (0xffRRGGBB, of an article, not of the theme) with an edge that is seen on
// every ground.
void ui_swatch(Ui *ui, float cx, float cy, float radius, uint32_t rgb);
// Ring or arc with round ends, clockwise from the top (when mirrored too); from and to in turns, 0
// to 1.
void ui_arc(Ui *ui, float cx, float cy, float radius, float stroke, float from, float to,
            ThemeColour colour);
// Square modules of one size, quiet zone of 4 included, black on white. False: too long for a code.
bool ui_qr(Ui *ui, Rect where, Text content, Text label);
void ui_scrim(Ui *ui, float opacity); // 0 to 1 of the theme's scrim, over everything so far

// Clips and groups nest; each push has its pop, which the end of the frame CHECKs.
void ui_push_clip(Ui *ui, Rect where);
void ui_pop_clip(Ui *ui);
// Moves what is drawn until the pop, with touch and access rectangles.
void ui_push_offset(Ui *ui, float dx, float dy);
void ui_pop_offset(Ui *ui);
// Moves and fades only what is drawn: controls are already where they will end.
void ui_push_motion(Ui *ui, float dx, float dy, float opacity);
void ui_pop_motion(Ui *ui);

// ---- Controls
// -----------------------------------------------------------------------------------------

typedef struct UiControl {
    Text id, label; // both needed: a control without a label can't be built
    Text value, reason;
    AccessRole role; // 0: button
    bool disabled, selected, secret;
    float radius; // of the focus ring, which is drawn 12 u outside
} UiControl;

typedef struct UiControlState {
    bool acted;   // touched and let go inside, or ENTER: do it
    bool held;    // held for TOUCH_HOLD_MS; the release will not act
    bool pressed; // a finger is on it: draw it pressed
    bool focused; // the ring is drawn by ui_end
} UiControlState;

// Registers a control; the caller draws it. `where` is its touch area.
UiControlState ui_control(Ui *ui, Rect where, const UiControl *control);
// Adds a node for something seen that is neither text nor control (a picture, a progress bar).
void ui_describe(Ui *ui, Rect where, AccessRole role, Text id, Text label, Text value);
// Moves the focus; takes effect when the control is in the frame.
void ui_focus(Ui *ui, Text id);
// Until the pop, controls lie on a layer above: only the top layer can be touched or focused.
void ui_push_layer(Ui *ui);
void ui_pop_layer(Ui *ui);

// ---- Motion
// -------------------------------------------------------------------------------------------

// Goes from its last target to `target` in `duration_ms` (ease out); `key` names the value. A key
// not seen before starts at `target`, or at `start` when it is given with ui_animate_from. Asks for
// frames itself.
float ui_animate(Ui *ui, Text key, float target, int32_t duration_ms);
float ui_animate_from(Ui *ui, Text key, float start, float target, int32_t duration_ms);
// Milliseconds since `key` was first seen without a gap of a frame.
int64_t ui_age_ms(Ui *ui, Text key);
// A total that counts to its new amount in 300 ms.
int64_t ui_animate_minor(Ui *ui, Text key, int64_t minor);

#endif
