/* The cards of the attendant's screen. Each is measured first (`draw` false) and drawn at the same
 * width. */
#ifndef KIOSK_SCREENS_STAFF_PARTS_H
#define KIOSK_SCREENS_STAFF_PARTS_H

#include "screens/parts.h"

float staff_lane(Scene *scene, Rect inner, bool draw);
float staff_cases(Scene *scene, Rect inner, bool draw);
float staff_orders(Scene *scene, Rect inner, bool draw);
float staff_devices(Scene *scene, Rect inner, bool draw);
// Rows among what needs the attendant: rescue sessions, another device, another machine, the key.
int32_t staff_session_count(const Scene *scene);
float staff_session_rows(Scene *scene, Rect where, bool draw);
// Something waits for a decision: its button is the screen's accent then.
bool staff_has_case(const Scene *scene);
int32_t staff_sale_cases(const Scene *scene); // how many of this sale are open

// A decision with its two buttons (or one), on the colour of a warning.
typedef struct StaffDecision {
    UiIcon icon;
    Text title, detail;
    UiButton no, yes;
    bool touched_no, touched_yes; // answers
} StaffDecision;
float staff_decision(Scene *scene, Rect where, StaffDecision *decision, bool draw);
StaffDecision staff_payment_decision(Scene *scene);
// What the sale waits for: what help was called for, then an age. False: nothing.
typedef struct StaffSaleCase {
    bool is_help; // else an age
    StaffDecision decision;
} StaffSaleCase;
bool staff_sale_case(Scene *scene, StaffSaleCase *out);
Text staff_help_title(Scene *scene);
Text staff_waiting_words(Scene *scene); // empty: nobody waits

// A line of the sale that can be selected (select-N).
float staff_sale_line_height(Scene *scene, const OrderLine *line, float width);
bool staff_sale_line(Scene *scene, Rect where, const OrderLine *line);

// What a card has in it: its height at inner.w, and drawn there.
typedef float (*StaffCard)(Scene *scene, Rect inner, bool draw);
float staff_card(Scene *scene, Rect where, StaffCard card); // with its ground; returns the height
float staff_card_height(Scene *scene, float width, StaffCard card);
typedef struct StaffScroll {
    Text id, label;
    float bleed;
} StaffScroll;
// Cards below each other; what is longer than `room` scrolls.
void staff_scrolled(Scene *scene, Rect room, const StaffCard *cards, int32_t count,
                    const StaffScroll *scroll);
UiButton staff_home_button(Scene *scene); // in the bar: back to the attendant's home

// Of staff-order: what can be done; what the server said; what was sold.
float staff_order_case(Scene *scene, Rect inner, bool draw);
float staff_order_words(Scene *scene, Rect inner, bool draw);
bool staff_order_misses_article(const Scene *scene); // a line of it can be replaced
float staff_order_lines(Scene *scene, Rect inner, bool draw);

// Confirmed orders that the server has lost, and the button that sends them again; 0: none.
float staff_lost_row(Scene *scene, Rect where, bool draw);

// Of staff-compare: the period and what it came to; then the rows, a page of them.
float staff_compare_sums(Scene *scene, Rect inner, bool draw);
float staff_compare_rows(Scene *scene, Rect inner, bool draw);
void staff_compare_begin(Scene *scene, ComparisonPeriod period); // anew, from the first page
// One row; `number` names its button, from 1.
float staff_compare_row(Scene *scene, Rect where, const ComparedRow *row, int32_t number,
                        bool draw);
// A difference of a row, a sentence.
Text staff_compare_words(Scene *scene, const ComparedRow *row, ReconcileKind kind);
// Three words beside each other, each over its value; below each other where they don't fit.
typedef struct StaffColumn {
    Text caption, value, detail; // detail: below the value, may be empty
} StaffColumn;
float staff_columns(Scene *scene, Rect where, const StaffColumn columns[3], bool draw);
// Of staff-stick: which sticks are there; what can be saved on the chosen one; the way to its
// exports; those; what one would do, or did; what is being done and how it ended.
float staff_stick_sticks(Scene *scene, Rect inner, bool draw);
float staff_stick_save(Scene *scene, Rect inner, bool draw);
float staff_stick_import(Scene *scene, Rect inner, bool draw);
float staff_stick_files(Scene *scene, Rect inner, bool draw);
float staff_stick_sum(Scene *scene, Rect inner, bool draw);
float staff_stick_task(Scene *scene, Rect inner, bool draw);
bool staff_stick_gone(const Scene *scene); // the chosen one, and it is needed

// Title, a second line and how many; returns the height.
float staff_head(Scene *scene, Rect where, Text title, Text detail, int32_t count, bool draw);

// "and 3 more" below a list that was cut; 0 when count is. Returns the height.
float staff_more(Scene *scene, Rect where, int32_t count, bool draw);

// The ground of the screen's last row; returns where its buttons go.
Rect staff_foot(Scene *scene, Rect where, bool compact);
// A screen of cards between the bar and a last row, which it is drawn under.
typedef struct StaffPlan {
    Frame frame;
    Rect room, foot;
} StaffPlan;
StaffPlan staff_plan(Scene *scene);
void staff_toast(Scene *scene, const StaffPlan *plan);

// The width in which a button's words are whole: narrow ones keep an eighth of it free at each
// side.
float staff_button_least(Scene *scene, const UiButton *button);

typedef struct StaffRow {
    UiIcon icon;
    UiTone tone;
    Text title, detail, amount;
    int32_t article_id; // its picture in place of the icon; 0: none
    Text picture_name;
    UiButton button;     // no label: none
    bool touched_button; // the answer
} StaffRow;
float staff_row(Scene *scene, Rect where, StaffRow *row, bool draw);

#endif
