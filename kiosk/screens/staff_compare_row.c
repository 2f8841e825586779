/* An order, or a charge without one: its amounts in journal, server and card terminal side by side,
 * each difference in a sentence, and the way to what can be done about it. */
#include <math.h>
#include <string.h>

#include "screens/staff_parts.h"

enum { ICON_ROOM = 92 };

static Text none(void)
{
    return TEXT("–");
}

static Text lane_value(Scene *scene, const ComparedRow *row)
{
    return row->order == COMPARED_NOT_THERE ? none() : ui_money(scene->ui, row->total.minor);
}

static Text server_value(Scene *scene, const ComparedRow *row)
{
    Ui *ui = scene->ui;
    if (row->elsewhere)
        return ui_tr(ui, "Another server");
    if (scene->lane->compare.comparison->server != COMPARED_SERVER_ASKED)
        return ui_tr(ui, "Not asked");
    if (row->server_id == 0)
        return none();
    Text amount = ui_money(ui, row->server_total.minor);
    return row->server_state == RECONCILE_STATE_DRAFT
               ? UI_FILL(ui, ui_tr(ui, "Draft {amount}"), {"amount", amount})
               : amount;
}

static Text card_value(Scene *scene, const ComparedRow *row)
{
    if (!scene->lane->compare.comparison->has_terminal)
        return ui_tr(scene->ui, "Not asked");
    return row->charge_count == 0 ? none() : ui_money(scene->ui, row->charged.minor);
}

static Text title_of(Scene *scene, const ComparedRow *row)
{
    Ui *ui = scene->ui;
    if (row->reference[0])
        return text_from_string(row->reference);
    return UI_FILL(ui, ui_tr(ui, "Card charge {number}"),
                   {"number", ui_id(ui, "%.8s", row->intent_id)});
}

// The case on the attendant's screen; it is there as long as nobody ended it.
static bool is_open_charge(const Scene *scene, const ComparedRow *row)
{
    for (int32_t i = 0; i < scene->lane->charge_count; i++)
        if (row->intent_id[0] && strcmp(scene->lane->charges[i].intent_id, row->intent_id) == 0)
            return true;
    return false;
}

static bool needs_review(const ComparedRow *row)
{
    return (row->differences & (1u << RECONCILE_UNSETTLED)) && row->uuid[0] &&
           (row->order == COMPARED_REFUSED || row->elsewhere);
}

static UiButton button_of(Scene *scene, const ComparedRow *row, int32_t number)
{
    Ui *ui = scene->ui;
    Text what = needs_review(row)            ? ui_tr(ui, "Review")
                : is_open_charge(scene, row) ? ui_tr(ui, "Open")
                                             : (Text){0};
    if (what.size == 0)
        return (UiButton){0};
    return (UiButton){
        .id = ui_id(ui, "compare-open-%d", number),
        .label = UI_FILL(ui, TEXT("{do} {row}"), {"do", what}, {"row", title_of(scene, row)}),
        .text = what};
}

static void touched(Scene *scene, const ComparedRow *row)
{
    if (needs_review(row))
        scene_emit_text(scene, EVENT_REVIEW_ORDER, text_from_string(row->uuid));
    else
        scene_emit(scene, EVENT_STAFF_HOME);
}

static float sentences(Scene *scene, Rect where, const ComparedRow *row, bool draw)
{
    UiText style = {.style = TYPE_CAPTION, .colour = COLOUR_DANGER, .max_lines = 8};
    float y = where.y;
    // Both kinds of card difference have the same sentence.
    uint32_t both = 1u << RECONCILE_ORDER_WITHOUT_CHARGE | 1u << RECONCILE_CHARGE_AMOUNT;
    for (int32_t kind = 0; kind < RECONCILE_KIND_COUNT; kind++) {
        if (!(row->differences & (1u << kind)) ||
            (kind == RECONCILE_CHARGE_AMOUNT && (row->differences & both) == both))
            continue;
        y += scene_paragraph(scene, RECT(where.x, y, where.w, 0),
                             staff_compare_words(scene, row, (ReconcileKind)kind), style, draw);
    }
    return y - where.y;
}

static void mark(Scene *scene, Rect where, bool differs)
{
    Ui *ui = scene->ui;
    ui_box(ui, where,
           (UiBox){.fill = differs ? COLOUR_DANGER_SOFT : COLOUR_SUNKEN, .radius = RADIUS_M});
    ui_icon(ui, rect_centred(where, 38, 38), differs ? ICON_WARNING : ICON_CHECK,
            differs ? COLOUR_DANGER : COLOUR_TEXT);
}

float staff_compare_row(Scene *scene, Rect where, const ComparedRow *row, int32_t number, bool draw)
{
    Ui *ui = scene->ui;
    StaffColumn columns[3] = {
        {.caption = ui_tr(ui, "This lane"), .value = lane_value(scene, row)},
        {.caption = ui_tr(ui, "Shop server"), .value = server_value(scene, row)},
        {.caption = ui_tr(ui, "Card reader"), .value = card_value(scene, row)}};
    UiText title = {.style = TYPE_BODY_STRONG, .max_lines = 3};
    UiButton button = button_of(scene, row, number);
    Rect line = RECT(where.x + ICON_ROOM, where.y + 14, where.w - ICON_ROOM, 0);
    if (draw) {
        ui_divider(ui, where.x, where.y, where.w);
        mark(scene, RECT(where.x, where.y + 14, 72, 72), row->differences != 0);
    }
    line.y += scene_paragraph(scene, line, title_of(scene, row), title, draw);
    line.y += staff_columns(scene, line, columns, draw);
    line.y += sentences(scene, line, row, draw);
    if (button.label.size > 0) {
        float side = frame_button_height(scene, 80);
        Rect at = RECT(line.x, line.y + 12, fminf(ui_button_width(ui, &button), line.w), side);
        if (draw && ui_button(ui, at, &button))
            touched(scene, row);
        line.y += 12 + side;
    }
    return fmaxf(line.y - where.y, 86) + 14;
}
