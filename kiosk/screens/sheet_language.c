/* The sheet of languages, each in its own name and script. */
#include <math.h>

#include "screens/parts.h"

void sheet_cross(Scene *scene, Rect where)
{
    if (ui_button(scene->ui, where,
                  &(UiButton){.id = TEXT("close"),
                              .label = ui_tr(scene->ui, "Close"),
                              .kind = BUTTON_SOFT,
                              .icon = ICON_CLOSE,
                              .icon_only = true}))
        scene->state->sheet_closing = true;
}

static float head_words(Scene *scene, Rect where, Text title, Text detail, bool draw)
{
    UiText title_style = {.style = TYPE_HEADLINE, .max_lines = 3};
    UiText detail_style = {.style = TYPE_BODY, .colour = COLOUR_TEXT_2, .max_lines = 3};
    float used = scene_paragraph(scene, where, title, title_style, draw);
    if (detail.size == 0)
        return used;
    where.y += used + 4;
    return used + 4 + scene_paragraph(scene, where, detail, detail_style, draw);
}

float sheet_head_height(Scene *scene, float width, Text title, Text detail)
{
    float side = frame_button_height(scene, 80);
    return fmaxf(side, head_words(scene, RECT(0, 0, width - side - 24, 0), title, detail, false));
}

void sheet_words(Scene *scene, Rect where, Text title, Text detail)
{
    head_words(scene, where, title, detail, true);
}

Rect sheet_head(Scene *scene, Rect inner, Text title, Text detail)
{
    float side = frame_button_height(scene, 80);
    sheet_cross(scene, RECT(inner.x + inner.w - side, inner.y, side, side));
    float used = fmaxf(side, head_words(scene, RECT(inner.x, inner.y, inner.w - side - 24, 0),
                                        title, detail, true));
    return RECT(inner.x, inner.y + used, inner.w, inner.h - used);
}

static void language_row(Scene *scene, Rect where, Text code)
{
    Ui *ui = scene->ui;
    Text name = translation_language_name(code);
    bool chosen = text_equal(ui_language(ui), code);
    UiControlState state =
        ui_control(ui, where,
                   &(UiControl){.id = ui_id(ui, "language-%.*s", TEXT_PRINTF(code)),
                                .label = name,
                                .role = ACCESS_OPTION,
                                .selected = chosen,
                                .radius = RADIUS_L});
    // In the contrast theme all edges are as thick.
    bool inverted = chosen && ui_settings(ui).theme == THEME_CONTRAST;
    ThemeColour colour = inverted ? COLOUR_ON_INK : COLOUR_TEXT;
    ui_box(ui, where,
           (UiBox){.fill = inverted        ? COLOUR_INK
                           : state.pressed ? COLOUR_SUNKEN
                                           : COLOUR_SURFACE,
                   .radius = RADIUS_L,
                   .border = chosen ? COLOUR_INK : COLOUR_OUTLINE,
                   .border_width = chosen ? 4 : 0});
    bool turned = translation_is_right_to_left(code) != ui_is_mirrored(ui);
    float icon = ui_icon_size(ui, 36), room = where.w - 64 - (chosen ? icon + 16 : 0);
    // A name begins where its script begins; the check is at the other end.
    float name_x = turned ? where.x + where.w - 32 - room : where.x + 32;
    ui_text(ui, RECT(name_x, where.y, room, where.h), name,
            (UiText){.style = TYPE_LABEL,
                     .colour = colour,
                     .align = turned ? ALIGN_END : ALIGN_START,
                     .vertical = VERTICAL_MIDDLE,
                     .fit = true,
                     .silent = true});
    if (chosen) {
        float icon_x = turned ? where.x + 32 : where.x + where.w - 32 - icon;
        ui_icon(ui, RECT(icon_x, where.y + (where.h - icon) / 2, icon, icon), ICON_CHECK, colour);
    }
    if (state.acted) {
        if (!chosen)
            scene_emit_text(scene, EVENT_LANGUAGE, code);
        scene->state->sheet_closing = true;
    }
}

void sheet_language(Scene *scene)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    const LaneView *lane = scene->lane;
    bool strip = frame.wide && frame_is_low(scene); // wide and low: a row has more of them
    int32_t columns = frame.big && !frame.wide ? 1 : strip ? 3 : 2;
    int32_t rows = (lane->language_count + columns - 1) / columns;
    float row = frame.compact ? 88 : frame.big ? 128 : 104, gap = 16, head = frame.big ? 144 : 80;
    float pads = frame_dialog_pad_y(&frame, true);
    float height = fminf(pads + head + 32 + (float)rows * (row + gap) - gap,
                         fminf(frame.height - 40, sheet_height_most(scene)));
    UiDialogFrame dialog =
        ui_begin_dialog(ui, &(UiDialog){.id = TEXT("language-sheet"),
                                        .label = ui_tr(ui, "Choose your language"),
                                        .width = strip        ? 1560
                                                 : frame.wide ? 1040
                                                              : 0,
                                        .height = height,
                                        .sheet = true,
                                        .low = frame_is_low(scene),
                                        .closing = scene->state->sheet_closing});
    Rect rest = sheet_head(scene, dialog.inner, ui_tr(ui, "Choose your language"), (Text){0});
    rect_cut_top(&rest, 32);
    float content = rect_grid_height(columns, row, gap, lane->language_count);
    ui_begin_scroll(
        ui, rest,
        &(UiScroll){.id = TEXT("languages"), .label = ui_tr(ui, "Language"), .content = content});
    for (int32_t i = 0; i < lane->language_count; i++)
        language_row(scene, rect_grid_cell(rest, columns, row, gap, i),
                     text_from_string(lane->languages[i]));
    ui_end_scroll(ui);
    ui_end_dialog(ui);
    if (dialog.outside || ui_took_cancel(ui))
        scene->state->sheet_closing = true;
    if (dialog.gone)
        scene->state->sheet = SHEET_NONE;
}
