#include "screens/sheet_entry.h"

#include <math.h>

void sheet_reasons_fill(Scene *scene, const char *const *msgids, int32_t count, Text *out)
{
    for (int32_t i = 0; i < count; i++)
        out[i] = ui_tr(scene->ui, msgids[i]);
}

// Chips in rows; returns the height.
static float chips(Scene *scene, Rect where, const SheetEntry *entry, bool draw)
{
    Ui *ui = scene->ui;
    float height = ui_chip_height(ui, false), x = 0, y = 0;
    const float gap = frame_plain(scene).compact ? 8 : 12;
    for (int32_t i = 0; i < entry->reason_count; i++) {
        UiChip chip = {.id = ui_id(ui, "reason-%d", i + 1),
                       .label = entry->reasons[i],
                       .selected = scene->state->reason == i + 1};
        float width = fminf(ui_chip_width(ui, &chip), where.w);
        if (x > 0 && x + width > where.w) {
            x = 0;
            y += height + gap;
        }
        if (draw && ui_chip(ui, RECT(where.x + x, where.y + y, width, height), &chip))
            scene->state->reason = i + 1;
        x += width + gap;
    }
    return y + height;
}

static const UiText number_style = {.style = TYPE_HEADLINE, .number = true, .fit = true};

// Side by side the sums of a day would be cut: the new one goes below the old one.
static bool values_stacked(Scene *scene, float half, const SheetEntry *entry)
{
    UiText whole = {.style = TYPE_HEADLINE, .number = true};
    float widest = fmaxf(ui_text_measure(scene->ui, 0, entry->was, whole).width,
                         ui_text_measure(scene->ui, 0, entry->value, whole).width);
    return entry->was_stays && ui_is_text_big(scene->ui) && widest + 72 > half;
}

static void value_field(Scene *scene, Rect field, const SheetEntry *entry)
{
    Ui *ui = scene->ui;
    float caption = ui_line_height(ui, TYPE_CAPTION), number = ui_line_height(ui, TYPE_HEADLINE);
    ui_box(ui, field,
           (UiBox){.fill = COLOUR_SURFACE,
                   .radius = RADIUS_L,
                   .border = COLOUR_ACCENT,
                   .border_width = 4});
    Rect inner = rect_inset(field, 28, 16);
    UiText label = {.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .fit = true, .silent = true};
    if (!ui_text_measure(ui, inner.w, entry->value_label, label).cut) // else it is only heard
        ui_text(ui, RECT(inner.x, inner.y, inner.w, caption), entry->value_label, label);
    UiTextSize size = {0};
    UiText typed = number_style;
    typed.silent = true;
    float lead = ui_caret_lead(ui, entry->value);
    if (entry->value.size > 0)
        size = ui_text(ui, RECT(inner.x + lead, inner.y + caption, inner.w - lead - 8, number),
                       entry->value, typed);
    ui_caret(ui, RECT(inner.x, inner.y + caption + number * 0.07f, inner.w, number * 0.86f),
             entry->value, size.width);
    ui_describe(ui, field, ACCESS_TEXT, ui_id(ui, "%.*s-new", TEXT_PRINTF(entry->keypad)),
                UI_FILL(ui, TEXT("{label}: {value}"), {"label", entry->value_label},
                        {"value", entry->value}),
                entry->value_plain);
}

static float value_row(Scene *scene, Rect where, const SheetEntry *entry, bool draw)
{
    Ui *ui = scene->ui;
    float caption = ui_line_height(ui, TYPE_CAPTION), number = ui_line_height(ui, TYPE_HEADLINE);
    bool narrow = where.w < 600 * ui_text_scale(ui); // the numbers need the arrow's room
    float height = caption + number + 32, icon = narrow ? 0 : ui_icon_size(ui, 56);
    float half = (where.w - icon - (narrow ? 16 : 48)) / 2;
    bool stacked = !frame_plain(scene).wide && values_stacked(scene, half, entry);
    if (!draw)
        return stacked ? 2 * height : height;
    float old = stacked ? where.w : half;
    UiText label = {.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .fit = true};
    UiText was = number_style;
    was.weight = TYPE_SEMIBOLD;
    was.colour = COLOUR_TEXT_2;
    was.struck = !entry->was_stays;
    ui_text(ui, RECT(where.x, where.y + 16, old, caption), entry->was_label, label);
    ui_text(ui, RECT(where.x, where.y + 16 + caption, old, number), entry->was, was);
    if (stacked) {
        value_field(scene, RECT(where.x, where.y + height, where.w, height), entry);
        return 2 * height;
    }
    if (!narrow)
        ui_icon(ui, RECT(where.x + half + 24, where.y + (height - icon) / 2, icon, icon),
                ICON_FORWARD, COLOUR_TEXT);
    value_field(scene, RECT(where.x + where.w - half, where.y, half, height), entry);
    return height;
}

// Old and new value, a warning, the reasons: scrolls where there is no room for all.
static float body(Scene *scene, Rect where, const SheetEntry *entry, bool draw)
{
    Ui *ui = scene->ui;
    bool tight = frame_plain(scene).compact;
    float y = where.y + value_row(scene, where, entry, draw) + (tight ? 16 : 28);
    UiBanner warning = {.text = entry->warning, .tone = TONE_WARNING, .icon = ICON_BADGE};
    if (entry->warning.size > 0) {
        float height = ui_banner_height(ui, where.w, &warning);
        if (draw)
            ui_banner(ui, RECT(where.x, y, where.w, height), &warning);
        y += height + (tight ? 12 : 24);
    }
    if (entry->reason_count == 0)
        return y - where.y;
    UiText label = {.style = TYPE_CAPTION, .weight = TYPE_SEMIBOLD, .colour = COLOUR_TEXT_2};
    y += scene_paragraph(scene, RECT(where.x, y, where.w, 0), ui_tr(ui, "Reason"), label, draw) +
         (tight ? 8 : 12);
    return y + chips(scene, RECT(where.x, y, where.w, 0), entry, draw) - where.y;
}

static void scrolled_body(Scene *scene, Rect where, const SheetEntry *entry)
{
    float content = body(scene, RECT(0, 0, where.w, 0), entry, false);
    bool scrolls = content > where.h + 1;
    if (scrolls)
        ui_begin_scroll(scene->ui, where,
                        &(UiScroll){.id = ui_id(scene->ui, "%.*s-body", TEXT_PRINTF(entry->id)),
                                    .label = entry->title,
                                    .content = content + 12,
                                    .bleed = 12});
    body(scene, where, entry, true);
    if (scrolls)
        ui_end_scroll(scene->ui);
}

static void keys(Scene *scene, Rect where, const SheetEntry *entry)
{
    ScreensState *state = scene->state;
    UiKeypad pad = {.id = entry->keypad,
                    .back_label = ui_tr(scene->ui, "Delete"),
                    .back_off = state->entry_size == 0,
                    .on_surface = true,
                    .point = entry->point};
    int32_t key = ui_keypad(scene->ui, where, &pad);
    if (key == KEYPAD_BACK && state->entry_size > 0)
        state->entry_size--;
    else if ((key == KEYPAD_POINT || (key >= '0' && key <= '9')) &&
             state->entry_size < ENTRY_SIZE_MAX)
        state->entry[state->entry_size++] = (char)key;
    state->entry[state->entry_size] = 0;
}

static bool foot(Scene *scene, Rect where, const SheetEntry *entry)
{
    Ui *ui = scene->ui;
    float width = fmaxf((where.w - 24) / 2.4f, 0);
    UiButton keep = entry->keep, set = entry->set;
    if (ui_button_width(ui, &keep) > width) // the amount goes before the word does
        keep.text = ui_tr(ui, "Keep");
    set.kind = frame_plain(scene).wide || set.disabled ? BUTTON_PRIMARY : BUTTON_PAY;
    if (ui_button_width(ui, &set) > where.w - width - 24)
        set.kind = BUTTON_PRIMARY;
    if (ui_button_width(ui, &set) > where.w - width - 24)
        set.icon = ICON_NONE;
    if (ui_button(ui, rect_cut_start(&where, width), &keep))
        scene->state->sheet_closing = true;
    rect_cut_start(&where, 24);
    return ui_button(ui, where, &set);
}

SheetEntryAct sheet_entry(Scene *scene, const SheetEntry *entry)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    float width = frame.wide ? fminf(1400, frame.width - (frame.compact ? 24 : 80)) : frame.width;
    float inner = width - frame_dialog_pad_x(&frame, true);
    float button = frame_button_height(scene, frame.compact ? 96 : 120);
    float pad_width = frame.wide ? (frame.compact ? 420 : 560) : inner;
    float left = frame.wide ? inner - pad_width - 56 : inner;
    float pad_height = frame.wide ? 4 * 104 + 48 : 4 * 112 + 48;
    float body_height = body(scene, RECT(0, 0, left, 0), entry, false);
    float head = sheet_head_height(scene, frame.wide ? left : inner, entry->title, entry->detail);
    float between = frame.compact || (frame.wide && frame.big) ? 20 : 32;
    float height = frame_dialog_pad_y(&frame, true);
    if (frame.wide)
        height += fmaxf(pad_height, head + between + body_height) + between + button;
    else
        height += head + between + body_height + between + pad_height + 28 + button;
    UiDialogFrame dialog =
        ui_begin_dialog(ui, &(UiDialog){.id = entry->id,
                                        .label = entry->title,
                                        .width = frame.wide ? width : 0,
                                        .height = fminf(frame.height - 24, height),
                                        .sheet = true,
                                        .closing = scene->state->sheet_closing});
    Rect rest = dialog.inner;
    Rect bottom = rect_cut_bottom(&rest, button);
    rect_cut_bottom(&rest, frame.wide ? between : 28);
    Rect pad = frame.wide ? rect_cut_end(&rest, pad_width) : rect_cut_bottom(&rest, pad_height);
    if (frame.wide)
        rect_cut_end(&rest, 56);
    else
        rect_cut_bottom(&rest, between);
    rest = sheet_head(scene, rest, entry->title, entry->detail);
    rect_cut_top(&rest, between);
    scrolled_body(scene, rest, entry);
    keys(scene, pad, entry);
    bool set = foot(scene, bottom, entry);
    ui_end_dialog(ui);
    if (dialog.outside || ui_took_cancel(ui) || set)
        scene->state->sheet_closing = true;
    if (dialog.gone)
        scene->state->sheet = SHEET_NONE;
    return set ? SHEET_ENTRY_SET : SHEET_ENTRY_NONE;
}
