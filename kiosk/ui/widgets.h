/* The components of the design. Each draws itself, registers itself for touch, focus and speech,
 * and says whether it was acted on. Sizes in the comments are the design's; the caller gives
 * rectangles.
 *
 * Options are structs whose zero is the usual case: ui_button(ui, r, &(UiButton){.id = ..., .label
 * = ...}). */
#ifndef KIOSK_UI_WIDGETS_H
#define KIOSK_UI_WIDGETS_H

#include "ui/ui.h"

// ---- Buttons
// ------------------------------------------------------------------------------------------

typedef enum UiButtonKind {
    BUTTON_SECONDARY,   // 96 high, surface with an outline
    BUTTON_PRIMARY,     // 112: the one accent button of a screen
    BUTTON_PAY,         // 120
    BUTTON_PAY_OUTLINE, // Pay on a screen that has its own main action
    BUTTON_BIG,         // 136: welcome
    BUTTON_SOFT,        // 80 to 112, sunken
    BUTTON_LIFT,        // 80, surface with a shadow
    BUTTON_QUIET,       // 80, no ground
    BUTTON_DANGER,      // 96
    BUTTON_STAFF,       // on the attendant's bar
} UiButtonKind;

typedef struct UiButton {
    Text id, label;
    Text text; // what is drawn; empty: the label. Nothing with `icon_only`
    UiButtonKind kind;
    UiIcon icon, icon_end; // leading, trailing
    float icon_size;       // u at 100 % text; 0: 38, icon-only 36
    bool icon_only;        // 80 x 80
    bool disabled;
    Text reason; // of being disabled: drawn as the label, readable
    bool busy;   // spinner in place of the leading icon; takes no touch
    bool selected;
    bool align_start; // words and icon at the start instead of the centre
} UiButton;
bool ui_button(Ui *ui, Rect where, const UiButton *button);
// The width that a button of this kind needs for its words.
float ui_button_width(Ui *ui, const UiButton *button);

// ---- Chips, options, switches
// -------------------------------------------------------------------------

typedef struct UiChip {
    Text id, label;
    bool sub;      // 64 high, no border
    bool selected; // ink; sub chips accent-soft
    bool disabled;
    UiIcon icon, icon_end;
    UiPicture picture; // 52 x 52 leading; kind 0: none
} UiChip;
bool ui_chip(Ui *ui, Rect where, const UiChip *chip);
float ui_chip_width(Ui *ui, const UiChip *chip);
float ui_chip_height(const Ui *ui, bool sub); // 80 or 64; 112 at big text

typedef struct UiOption {
    Text id, label;
    Text detail;   // second text at the end: a price; may be empty
    bool selected; // border 4 ink and a check
    bool disabled;
    Text reason; // "Sold out"
    UiIcon icon;
    bool centred; // words and detail as one piece in the middle
    bool snug; // narrower: its check has a place only while it is selected, so its neighbours move
    uint32_t swatch; // 0xffRRGGBB: a disc of that colour before the words; 0: none
} UiOption;
bool ui_option(Ui *ui, Rect where, const UiOption *option); // 96 high
float ui_option_width(Ui *ui, const UiOption *option);

typedef struct UiSwitch {
    Text id, label, detail;
    UiIcon icon;
    bool on, disabled;
} UiSwitch;
// A row of a settings sheet; true when it was touched (the caller turns it).
bool ui_switch(Ui *ui, Rect where, const UiSwitch *toggle);

// ---- Articles
// -----------------------------------------------------------------------------------------

typedef enum UiTap { TAP_NONE, TAP_TOUCHED, TAP_HELD } UiTap;

typedef struct UiTile {
    Text id, name;
    Text price;        // as drawn
    Text unit;         // "/ kg"; may be empty
    Text mark;         // part of the name that is marked (search)
    UiPicture picture; // ground and inset are the tile's
    bool weighed;      // scale mark
    bool flat;         // on a surface: no shadow, and the ground of the screen
    bool row;          // lower than wide: the picture stands beside the words
    int32_t count;     // in the basket; 0 no badge
    Text count_text;   // empty: the number
    bool unavailable;
    Text reason; // "Sold out", in place of the price; touching still acts (to say why)
} UiTile;
UiTap ui_tile(Ui *ui, Rect where, const UiTile *tile); // 235 x 315, see ui_tile_height
float ui_tile_height(Ui *ui);                          // 315; 404 at big text

typedef enum UiStep { STEP_NONE, STEP_LESS, STEP_MORE, STEP_REMOVE } UiStep;

typedef struct UiStepper {
    Text id;                                   // its keys are "<id>-minus" and "<id>-plus"
    Text what;                                 // "Whole milk": spoken with the keys
    Text number;                               // as drawn
    Text less_label, more_label, remove_label; // "One less", ...
    bool removes;                              // one left: minus becomes a bin
    bool more_off;                             // at the limit
    bool less_off;
    bool big;     // 120 high instead of 80
    bool on_tint; // on a tinted line: surface instead of sunken
} UiStepper;
UiStep ui_stepper(Ui *ui, Rect where, const UiStepper *stepper);
float ui_stepper_width(Ui *ui, bool big); // 212, or 382
float ui_stepper_height(const Ui *ui, bool big);

// ---- Entry
// --------------------------------------------------------------------------------------------

typedef struct UiField {
    Text id, label;
    Text value;
    Text placeholder; // when empty
    bool active;      // accent border and caret
    bool secret;      // dots, never spoken
    bool numbers;
    UiIcon icon;    // leading; search
    bool clearable; // a cross at the end when there is a value; its id is "<id>-clear"
} UiField;
typedef enum UiFieldAct { FIELD_NONE, FIELD_TOUCHED, FIELD_CLEARED } UiFieldAct;
UiFieldAct ui_field(Ui *ui, Rect where, const UiField *field); // 88 high

// A caret behind what was typed: draws it beside words of `width` that begin at where.x +
// ui_caret_lead, and as high as `where`. Numbers and Latin words grow to the right in a mirrored
// screen too, so there the caret stands before what looks like the beginning.
float ui_caret_lead(const Ui *ui, Text value);
void ui_caret(Ui *ui, Rect where, Text value, float width);

typedef enum UiKeyKind { KEY_LETTER, KEY_ALT, KEY_GO, KEY_DIGIT } UiKeyKind;
typedef struct UiKeyCap {
    Text id, label; // label is spoken; drawn unless `text` or `icon` is given
    Text text;
    UiIcon icon;
    UiKeyKind kind;
    bool disabled, selected;
    bool on_surface; // has no shadow
    bool large;      // an alternative key of a keypad
    float inset;     // the cap is drawn this much smaller on each side than where it reacts
} UiKeyCap;
bool ui_key(Ui *ui, Rect where, const UiKeyCap *key); // 89 x 96, keypad 269 x 128

typedef struct UiKeypad {
    Text id; // keys are "<id>-1" ... "<id>-0", "<id>-back", "<id>-ok"
    Text back_label, ok_label;
    UiIcon ok_icon; // 0: the corner is empty when ok_label is empty too
    bool ok_off, back_off;
    bool on_surface; // of a sheet: its keys are told from it by their colour
    Text point;      // decimal separator key instead of ok; may be empty
} UiKeypad;
enum { KEYPAD_NONE = 0, KEYPAD_BACK = 8, KEYPAD_OK = 13, KEYPAD_POINT = '.' };
// '0' to '9' or one of the above. Rows of three; 840 x 560.
int32_t ui_keypad(Ui *ui, Rect where, const UiKeypad *keypad);

typedef struct UiKeyboard {
    Text id; // keys are "<id>-q", "<id>-space", "<id>-back", "<id>-go", "<id>-123", "<id>-shift"
    Text language; // QWERTY, QWERTZ, AZERTY, Arabic by language
    Text go_label, hide_label, back_label, space_label, symbols_label, shift_label, letters_label;
    bool symbols, shifted; // which page is shown; the caller keeps it
    bool on_surface;       // its keys are told from the ground by their colour
} UiKeyboard;
typedef enum UiKeyboardAct {
    KEYBOARD_NONE,
    KEYBOARD_CHARACTER,
    KEYBOARD_BACK,
    KEYBOARD_GO,
    KEYBOARD_HIDE,
    KEYBOARD_TURN, // the caller turns `symbols`
    KEYBOARD_SHIFT,
} UiKeyboardAct;
// The character typed is in *out_character (UTF-8, frame arena) for KEYBOARD_CHARACTER. 1012 x 432,
// the gaps around the outer keys included.
UiKeyboardAct ui_keyboard(Ui *ui, Rect where, const UiKeyboard *keyboard, Text *out_character);

// ---- Telling
// ------------------------------------------------------------------------------------------

typedef enum UiTone { TONE_INFO, TONE_GOOD, TONE_WARNING, TONE_BAD, TONE_NEUTRAL } UiTone;

typedef struct UiBanner {
    Text text, id;
    UiTone tone;
    UiIcon icon; // 0: the tone's
} UiBanner;
void ui_banner(Ui *ui, Rect where, const UiBanner *banner); // at least ui_banner_height
float ui_banner_height(Ui *ui, float width, const UiBanner *banner);

typedef struct UiTag {
    Text text, id;
    UiTone tone; // TONE_INFO is accent-soft, TONE_NEUTRAL sunken
    UiIcon icon;
    bool pill;  // 56 high with round ends
    bool large; // 56 high, letters of 28: beside a number that fills the screen
} UiTag;
// Draws at the start of `where`, 40 high, in its vertical middle; returns the width used.
float ui_tag(Ui *ui, Rect where, const UiTag *tag);
float ui_tag_width(Ui *ui, const UiTag *tag);

typedef enum UiDot { DOT_READY, DOT_LOOK, DOT_FAULT, DOT_OFF } UiDot;
void ui_status_dot(Ui *ui, float cx, float cy, UiDot dot); // always beside a word

void ui_progress_bar(Ui *ui, Rect where, float done, Text id, Text label); // 12 high, 0 to 1
void ui_progress_ring(Ui *ui, float cx, float cy, float radius, float done, Text id, Text label);
void ui_spinner(Ui *ui, float cx, float cy, float size,
                ThemeColour colour); // turns unless motion is off
// The disc with a check that draws itself from left to right in 300 ms.
void ui_check_disc(Ui *ui, float cx, float cy, float radius, Text key);

typedef struct UiToast {
    Text id, text;
    UiIcon icon;
    Text undo_label;  // empty: no button; its id is "<id>-undo"
    int64_t since_ms; // when it appeared, in the clock of ui_begin
} UiToast;
typedef enum UiToastState { TOAST_GONE, TOAST_SHOWN, TOAST_UNDONE } UiToastState;
// 96 high at the bottom of `where` (24 above the dock); gone after TOAST_MS.
UiToastState ui_toast(Ui *ui, Rect where, const UiToast *toast);

// ---- Surfaces
// -----------------------------------------------------------------------------------------

void ui_card(Ui *ui, Rect where, float radius); // surface with a shadow, or a border in contrast
void ui_divider(Ui *ui, float x, float y, float w);

// A dialog (centred) or sheet (slides up from the bottom; a dialog in landscape) over the scrim.
// What is drawn until ui_end_dialog is inside and above; focus stays in it. `height` in u; returns
// the inner rectangle.
typedef struct UiDialog {
    Text id, label;
    float width, height; // width 0: 960 (840 in landscape), a sheet the screen's
    bool sheet;
    bool low;     // at the bottom also in landscape
    bool closing; // slides out; *out_closed when it is gone
} UiDialog;
typedef struct UiDialogFrame {
    Rect outer, inner;
    bool gone;    // closing has ended: the caller stops drawing it
    bool outside; // the scrim was touched
} UiDialogFrame;
UiDialogFrame ui_begin_dialog(Ui *ui, const UiDialog *dialog);
void ui_end_dialog(Ui *ui);

// Scrolling. What is drawn until ui_end_scroll moves with the finger and is clipped to `where`.
typedef struct UiScroll {
    Text id, label;
    float content; // height (width when horizontal) of what is inside, u
    bool horizontal;
    bool to_end;       // keep at the end when it grows
    float bleed;       // the clip is this much larger at the sides: shadows, chips that run off
    bool sign_centred; // else it is at the end, where lines of words have ended
    bool own_sign;     // the caller shows that there is more; else a chevron in the lower edge does
} UiScroll;
typedef struct UiScrollState {
    float offset;             // u scrolled
    float seen_from, seen_to; // of the content: draw only what lies between
    bool moving;
} UiScrollState;
UiScrollState ui_begin_scroll(Ui *ui, Rect where, const UiScroll *scroll);
void ui_end_scroll(Ui *ui);
// Moves so that the piece (in the content's coordinates) is seen; 0,0 goes to the beginning.
void ui_scroll_to(Ui *ui, Text id, float from, float to);

#endif
