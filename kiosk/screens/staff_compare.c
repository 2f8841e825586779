/* Cards of the comparison: the period and what it came to; the differences, then what agrees. */
#include <math.h>

#include "screens/staff_parts.h"

/* --- the period and its sums --- */

static float periods(Scene *scene, Rect where, bool draw)
{
    Ui *ui = scene->ui;
    UiChip chips[COMPARISON_PERIOD_COUNT] = {
        [COMPARISON_TODAY] = {.id = TEXT("compare-today"), .label = ui_tr(ui, "Today")},
        [COMPARISON_WEEK] = {.id = TEXT("compare-week"), .label = ui_tr(ui, "7 days")},
        [COMPARISON_ALL] = {.id = TEXT("compare-all"), .label = ui_tr(ui, "All that is kept")}};
    float height = ui_chip_height(ui, false), x = 0, y = where.y;
    for (int32_t i = 0; i < COMPARISON_PERIOD_COUNT; i++) {
        float width = fminf(ui_chip_width(ui, &chips[i]), where.w);
        if (x > 0 && x + width > where.w) {
            x = 0;
            y += height + 16;
        }
        chips[i].selected = (int32_t)scene->checkout->compare_period == i;
        if (draw && ui_chip(ui, RECT(where.x + x, y, width, height), &chips[i]))
            staff_compare_begin(scene, (ComparisonPeriod)i);
        x += width + 16;
    }
    return y + height - where.y;
}

static Text orders_words(Scene *scene, int32_t count)
{
    Ui *ui = scene->ui;
    return UI_FILL(ui, ui_tr_plural(ui, "{count} sale", "{count} sales", count),
                   {"count", ui_integer(ui, count)});
}

static StaffColumn server_column(Scene *scene, const Comparison *comparison)
{
    Ui *ui = scene->ui;
    StaffColumn column = {.caption = ui_tr(ui, "Shop server"), .value = ui_tr(ui, "Not asked")};
    if (comparison->server == COMPARED_SERVER_ASKED) {
        column.value = ui_money(ui, comparison->at_server.amount.minor);
        column.detail = orders_words(scene, comparison->at_server.count);
    }
    return column;
}

static StaffColumn card_column(Scene *scene, const Comparison *comparison)
{
    Ui *ui = scene->ui;
    StaffColumn column = {.caption = ui_tr(ui, "Card reader"), .value = ui_tr(ui, "Not asked")};
    if (!comparison->has_terminal)
        return column;
    int32_t count = comparison->charges.count;
    column.value = ui_money(ui, comparison->charges.amount.minor);
    column.detail = UI_FILL(ui, ui_tr_plural(ui, "{count} charge", "{count} charges", count),
                            {"count", ui_integer(ui, count)});
    return column;
}

static float by_card(Scene *scene, Rect where, const Comparison *comparison, bool draw)
{
    Ui *ui = scene->ui;
    if (!comparison->has_terminal)
        return 0;
    Text words = UI_FILL(ui, ui_tr(ui, "Paid by card on this lane: {amount}"),
                         {"amount", ui_money(ui, comparison->by_card.amount.minor)});
    return 12 + scene_paragraph(scene, RECT(where.x, where.y + 12, where.w, 0), words,
                                (UiText){.style = TYPE_CAPTION,
                                         .colour = COLOUR_TEXT_2,
                                         .number = true,
                                         .max_lines = 3},
                                draw);
}

float staff_compare_sums(Scene *scene, Rect inner, bool draw)
{
    const LaneCompareView *view = &scene->lane->compare;
    const Comparison *comparison = view->comparison;
    float y = inner.y + periods(scene, inner, draw);
    if (view->step != COMPARE_DONE)
        return y - inner.y;
    StaffColumn columns[3] = {{.caption = ui_tr(scene->ui, "This lane"),
                               .value = ui_money(scene->ui, comparison->lane.amount.minor),
                               .detail = orders_words(scene, comparison->lane.count)},
                              server_column(scene, comparison),
                              card_column(scene, comparison)};
    y += 24;
    y += staff_columns(scene, RECT(inner.x, y, inner.w, 0), columns, draw);
    y += by_card(scene, RECT(inner.x, y, inner.w, 0), comparison, draw);
    return y - inner.y;
}

/* --- what is said before the rows --- */

enum { NOTES_MAX = 5 };

static StaffRow server_note(Scene *scene, const Comparison *comparison)
{
    Ui *ui = scene->ui;
    return (StaffRow){.icon = ICON_OFFLINE,
                      .tone = TONE_WARNING,
                      .title =
                          comparison->server == COMPARED_SERVER_REFUSED
                              ? ui_tr(ui, "The shop server refused to say: it was not compared")
                              : ui_tr(ui, "The shop server did not answer: it was not compared"),
                      .detail = text_from_string(comparison->server_words)};
}

static StaffRow verdict(Scene *scene, const Comparison *comparison)
{
    Ui *ui = scene->ui;
    if (comparison->difference_count + comparison->agreeing_count == 0)
        return (StaffRow){.icon = ICON_INFO, .title = ui_tr(ui, "Nothing was sold in that time")};
    bool all = comparison->server == COMPARED_SERVER_ASKED && comparison->has_terminal &&
               !comparison->journal_break[0];
    return (StaffRow){.icon = ICON_CHECK,
                      .title = all ? ui_tr(ui, "Nothing differs")
                                   : ui_tr(ui, "Nothing differs in what was compared")};
}

static int32_t notes(Scene *scene, StaffRow out[NOTES_MAX])
{
    Ui *ui = scene->ui;
    const Comparison *comparison = scene->lane->compare.comparison;
    int32_t count = 0, older = comparison->charges_not_matched;
    if (comparison->journal_break[0])
        out[count++] = (StaffRow){.icon = ICON_WARNING,
                                  .tone = TONE_BAD,
                                  .title = ui_tr(ui, "The lane's records were damaged"),
                                  .detail = text_from_string(comparison->journal_break)};
    if (comparison->server == COMPARED_SERVER_UNREACHED ||
        comparison->server == COMPARED_SERVER_REFUSED)
        out[count++] = server_note(scene, comparison);
    if (!comparison->has_terminal)
        out[count++] = (StaffRow){.icon = ICON_CARD,
                                  .tone = TONE_NEUTRAL,
                                  .title = ui_tr(ui, "The card reader has no list of its charges")};
    if (comparison->difference_count == 0)
        out[count++] = verdict(scene, comparison);
    if (older > 0)
        out[count++] =
            (StaffRow){.icon = ICON_CLOCK,
                       .tone = TONE_NEUTRAL,
                       .title = UI_FILL(
                           ui,
                           ui_tr_plural(ui, "{count} charge is older than what was compared",
                                        "{count} charges are older than what was compared", older),
                           {"count", ui_integer(ui, older)})};
    return count;
}

static float only_a_note(Scene *scene, Rect inner, bool draw)
{
    Ui *ui = scene->ui;
    const LaneCompareView *view = &scene->lane->compare;
    StaffRow row = {.icon = ICON_SYNC,
                    .tone = TONE_NEUTRAL,
                    .title = ui_tr(ui, "Comparing"),
                    .detail = ui_tr(ui, "Orders that wait go first. This can take a minute.")};
    if (view->step == COMPARE_FAILED)
        row = (StaffRow){.icon = ICON_WARNING,
                         .tone = TONE_BAD,
                         .title = ui_tr(ui, "It could not be compared"),
                         .detail = text_from_string(view->words)};
    return staff_row(scene, inner, &row, draw);
}

/* --- the rows --- */

enum { PAGE_ROWS = 20 }; // each is a dozen texts, which a frame shapes and keeps

// Where the list stands; the differences are its beginning.
typedef struct Page {
    int32_t first, end, row_count;
} Page;

static Page page_of(const Scene *scene)
{
    const Comparison *comparison = scene->lane->compare.comparison;
    Page page = {.row_count = comparison->row_count};
    int32_t last = page.row_count > 0 ? (page.row_count - 1) / PAGE_ROWS : 0;
    int32_t number = scene->state->compare_page < last ? scene->state->compare_page : last;
    page.first = number * PAGE_ROWS;
    page.end = page.first + PAGE_ROWS < page.row_count ? page.first + PAGE_ROWS : page.row_count;
    return page;
}

static void turn_page(Scene *scene, int32_t to)
{
    scene->state->compare_page = to;
    ui_scroll_to(scene->ui, TEXT("compare-cards"), 0, 0);
    ui_scroll_to(scene->ui, TEXT("compare-rows"), 0, 0);
}

static float pager(Scene *scene, Rect where, Page page, bool draw)
{
    Ui *ui = scene->ui;
    float side = frame_button_height(scene, 80);
    if (page.row_count <= PAGE_ROWS)
        return 0;
    if (!draw)
        return side + 24;
    UiButton back = {.id = TEXT("compare-previous"),
                     .label = ui_tr(ui, "Items before"),
                     .kind = BUTTON_SOFT,
                     .icon = ICON_CHEVRON_LEFT,
                     .icon_only = true,
                     .disabled = page.first == 0};
    UiButton on = {.id = TEXT("compare-next"),
                   .label = ui_tr(ui, "More items"),
                   .kind = BUTTON_SOFT,
                   .icon = ICON_CHEVRON_RIGHT,
                   .icon_only = true,
                   .disabled = page.end == page.row_count};
    Rect row = RECT(where.x, where.y + 24, where.w, side);
    if (ui_button(ui, rect_cut_start(&row, side), &back))
        turn_page(scene, page.first / PAGE_ROWS - 1);
    if (ui_button(ui, rect_cut_end(&row, side), &on))
        turn_page(scene, page.first / PAGE_ROWS + 1);
    Text words =
        UI_FILL(ui, TEXT("{from}–{to} / {count}"), {"from", ui_integer(ui, page.first + 1)},
                {"to", ui_integer(ui, page.end)}, {"count", ui_integer(ui, page.row_count)});
    ui_text(ui, row, words,
            (UiText){.style = TYPE_BODY,
                     .align = ALIGN_CENTRE,
                     .vertical = VERTICAL_MIDDLE,
                     .number = true,
                     .fit = true});
    return side + 24;
}

// The rows of a page that belong together. `count`: how many of them there are on all pages, of
// which `left_out` are on none.
static float part(Scene *scene, Rect where, Text title, Page page, int32_t count, int32_t left_out,
                  bool draw)
{
    const Comparison *comparison = scene->lane->compare.comparison;
    float y = where.y;
    if (page.first >= page.end)
        return 0;
    y += staff_head(scene, RECT(where.x, y, where.w, 0), title, (Text){0}, count, draw);
    for (int32_t i = page.first; i < page.end; i++)
        y += staff_compare_row(scene, RECT(where.x, y, where.w, 0), &comparison->rows[i], i + 1,
                               draw);
    if (page.end == page.row_count)
        y += staff_more(scene, RECT(where.x, y, where.w, 0), left_out, draw);
    return y + 20 - where.y;
}

static float parts(Scene *scene, Rect where, bool draw)
{
    Ui *ui = scene->ui;
    const Comparison *comparison = scene->lane->compare.comparison;
    Page page = page_of(scene), differing = page, agreeing = page;
    int32_t shown = comparison->difference_count < COMPARED_DIFFERENCES_MAX
                        ? comparison->difference_count
                        : COMPARED_DIFFERENCES_MAX;
    differing.row_count = shown;
    differing.end = page.end < shown ? page.end : shown;
    agreeing.first = page.first > shown ? page.first : shown;
    float y =
        where.y + part(scene, where, ui_tr(ui, "What differs"), differing,
                       comparison->difference_count, comparison->difference_count - shown, draw);
    y += part(scene, RECT(where.x, y, where.w, 0), ui_tr(ui, "What agrees"), agreeing,
              comparison->agreeing_count, comparison->agreeing_count - (page.row_count - shown),
              draw);
    y += pager(scene, RECT(where.x, y, where.w, 0), page, draw);
    return y - where.y;
}

void staff_compare_begin(Scene *scene, ComparisonPeriod period)
{
    turn_page(scene, 0);
    event_out_push(scene->out, (CheckoutEvent){.kind = EVENT_COMPARE, .value_id = (int32_t)period});
}

float staff_compare_rows(Scene *scene, Rect inner, bool draw)
{
    if (scene->lane->compare.step != COMPARE_DONE)
        return only_a_note(scene, inner, draw);
    StaffRow rows[NOTES_MAX];
    int32_t count = notes(scene, rows);
    float y = inner.y;
    for (int32_t i = 0; i < count; i++)
        y += staff_row(scene, RECT(inner.x, y, inner.w, 0), &rows[i], draw);
    y += staff_lost_row(scene, RECT(inner.x, y, inner.w, 0), draw);
    y += y > inner.y ? 20 : 0;
    y += parts(scene, RECT(inner.x, y, inner.w, 0), draw);
    return y - inner.y;
}
