/* The sheet that makes the screen easier to see and use. What is chosen holds until the customer
 * leaves. */
#include <math.h>

#include "screens/parts.h"

static void divider_above(Scene *scene, Rect row)
{
    ui_divider(scene->ui, row.x, row.y - 1, row.w);
}

static bool size_key(Scene *scene, Rect where, int32_t percent, TypeStyle style, bool chosen)
{
    Ui *ui = scene->ui;
    Text label =
        UI_FILL(ui, ui_tr(ui, "Text size {percent} %"), {"percent", ui_integer(ui, percent)});
    UiControlState state = ui_control(ui, where,
                                      &(UiControl){.id = ui_id(ui, "text-%d", percent),
                                                   .label = label,
                                                   .role = ACCESS_OPTION,
                                                   .selected = chosen,
                                                   .radius = 22});
    ThemeColour fill = chosen ? COLOUR_INK : state.pressed ? COLOUR_LINE : COLOUR_NONE;
    ui_box(ui, where, (UiBox){.fill = fill, .radius = 22});
    ui_text(ui, where, TEXT("A"),
            (UiText){.style = style,
                     .weight = TYPE_SEMIBOLD,
                     .colour = chosen ? COLOUR_ON_INK : COLOUR_TEXT,
                     .align = ALIGN_CENTRE,
                     .vertical = VERTICAL_MIDDLE,
                     .fit = true,
                     .silent = true});
    return state.acted;
}

typedef struct AccessRow {
    Text title, detail;
    UiIcon icon;
} AccessRow;

// Icon and words at the start of a row; what is touched has `end` at its end.
static void row_words(Scene *scene, Rect row, const AccessRow *words, float end)
{
    Ui *ui = scene->ui;
    float disc = row.h < 120 ? 80 : 96, x = row.x + disc + 28;
    Rect ground = RECT(row.x, row.y + (row.h - disc) / 2, disc, disc);
    ui_box(ui, ground, (UiBox){.fill = COLOUR_ACCENT_SOFT, .radius = RADIUS_L});
    ui_icon(ui, rect_centred(ground, 52, 52), words->icon, COLOUR_ACCENT);
    UiText title = {.style = TYPE_LABEL, .max_lines = 3, .silent = true};
    UiText detail = {.style = TYPE_BODY, .colour = COLOUR_TEXT_2, .max_lines = 3, .silent = true};
    float width = row.w - disc - 28 - end - 24;
    float title_height = scene_text_height(scene, width, words->title, title);
    float detail_height = scene_text_height(scene, width, words->detail, detail);
    if (title_height + detail_height > row.h) // with large letters the title says enough
        detail_height = 0;
    float y = row.y + (row.h - title_height - detail_height) / 2;
    scene_paragraph(scene, RECT(x, y, width, 0), words->title, title, true);
    if (detail_height > 0)
        scene_paragraph(scene, RECT(x, y + title_height, width, 0), words->detail, detail, true);
}

static bool switch_row(Scene *scene, Rect row, Text id, const AccessRow *words, bool on)
{
    Ui *ui = scene->ui;
    const float track_width = 128, track_height = 72;
    UiControlState state = ui_control(ui, rect_inset(row, 0, 4),
                                      &(UiControl){.id = id,
                                                   .label = words->title,
                                                   .value = on ? TEXT("on") : TEXT("off"),
                                                   .role = ACCESS_SWITCH,
                                                   .selected = on,
                                                   .radius = RADIUS_L});
    if (state.pressed)
        ui_box(ui, rect_inset(row, -16, 4), (UiBox){.fill = COLOUR_SUNKEN, .radius = RADIUS_L});
    row_words(scene, row, words, track_width);
    Rect track = RECT(row.x + row.w - track_width, row.y + (row.h - track_height) / 2, track_width,
                      track_height);
    float place =
        ui_animate(ui, ui_id(ui, "%.*s~knob", TEXT_PRINTF(id)), on ? 1 : 0, MOTION_RELEASE_MS);
    ui_box(ui, track,
           (UiBox){.fill = on ? COLOUR_ACCENT : COLOUR_SURFACE,
                   .radius = track_height / 2,
                   .border = on ? COLOUR_NONE : COLOUR_OUTLINE,
                   .border_width = on ? 0 : 4});
    ui_disc(ui, track.x + 36 + place * (track_width - 72), track.y + 36, 24,
            on ? COLOUR_ON_ACCENT : COLOUR_OUTLINE);
    return state.acted;
}

// Three sizes side by side.
static void text_size(Scene *scene, Rect row, UiSettings *settings)
{
    Ui *ui = scene->ui;
    static const int32_t percents[] = {100, 150, 200};
    static const TypeStyle styles[] = {TYPE_CAPTION, TYPE_TITLE, TYPE_HEADLINE};
    float key_height = frame_button_height(scene, 80), key = fmaxf(88, key_height);
    float seg_width = 3 * key + 2 * 4 + 16;
    Rect seg = RECT(row.x + row.w - seg_width, row.y + (row.h - key_height - 16) / 2, seg_width,
                    key_height + 16);
    ui_box(ui, seg, (UiBox){.fill = COLOUR_SUNKEN, .radius = RADIUS_L});
    int32_t now = settings->text_percent == 0 ? 100 : settings->text_percent;
    for (int32_t i = 0; i < 3; i++) {
        Rect where = RECT(seg.x + 8 + (float)i * (key + 4), seg.y + 8, key, key_height);
        if (size_key(scene, where, percents[i], styles[i], now == percents[i]))
            settings->text_percent = percents[i];
    }
    AccessRow words = {ui_tr(ui, "Text size"), ui_tr(ui, "Words and prices grow together"),
                       ICON_TEXT_SIZE};
    row_words(scene, row, &words, seg_width);
}

// A screen no higher than a hand has everything within reach.
static bool offers_low(Scene *scene)
{
    return ui_layout(scene->ui)->kind != LAYOUT_COMPACT;
}

static void draw_rows(Scene *scene, Rect where, float row_height)
{
    Ui *ui = scene->ui;
    UiSettings before = ui_settings(ui), settings = before;
    Rect row = RECT(where.x, where.y, where.w, row_height);
    text_size(scene, row, &settings);
    row.y += row_height;
    divider_above(scene, row);
    bool contrast = settings.theme == THEME_CONTRAST;
    AccessRow contrast_words = {ui_tr(ui, "High contrast"), ui_tr(ui, "White and yellow on black"),
                                ICON_CONTRAST};
    if (switch_row(scene, row, TEXT("contrast"), &contrast_words, contrast)) {
        ThemeKind home = scene->state->home.theme;
        if (contrast)
            settings.theme = home == THEME_CONTRAST ? THEME_LIGHT : home;
        else
            settings.theme = THEME_CONTRAST;
    }
    row.y += row_height;
    divider_above(scene, row);
    if (offers_low(scene)) {
        AccessRow low_words = {ui_tr(ui, "Buttons lower down"),
                               ui_tr(ui, "Everything you touch in the lower third"), ICON_REACH};
        if (switch_row(scene, row, TEXT("low-reach"), &low_words, scene->state->low_reach)) {
            scene->state->low_reach = !scene->state->low_reach;
            ui_wake_at(ui, ui_now_ms(ui));
        }
        row.y += row_height;
        divider_above(scene, row);
    }
    AccessRow time_words = {ui_tr(ui, "Take your time"), ui_tr(ui, "No countdowns until you pay"),
                            ICON_CLOCK};
    if (switch_row(scene, row, TEXT("take-time"), &time_words, scene->state->take_time))
        scene->state->take_time = !scene->state->take_time;
    if (settings.theme != before.theme || settings.text_percent != before.text_percent) {
        scene->state->wanted = settings;
        scene->state->wants_settings = true;
        ui_wake_at(ui, ui_now_ms(ui));
    }
}

void sheet_access(Scene *scene)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    bool strip = frame.wide && frame_is_low(scene);
    float row = frame.big ? (strip ? 132 : 184) : frame.compact ? 112 : 136;
    float rows = (offers_low(scene) ? 4 : 3) * row;
    bool has_done = !strip; // the cross is enough there
    float button = frame.compact ? 104 : frame_button_height(scene, 120);
    if (!has_done)
        button = 0;
    float width = frame.wide ? fminf(strip ? 1400 : 1040, frame.width - 80) : frame.width;
    UiText title_style = {.style = TYPE_HEADLINE, .max_lines = 2};
    UiText detail_style = {.style = TYPE_BODY, .max_lines = 3};
    Text title = ui_tr(ui, "Make this easier");
    Text detail = ui_tr(ui, "Changes start at once and end with your visit.");
    if (frame_is_low(scene) && (frame.big || strip))
        detail = (Text){0}; // the third of the screen is for what can be chosen
    float head_width =
        width - frame_dialog_pad_x(&frame, true) - frame_button_height(scene, 80) - 24;
    float head = scene_text_height(scene, head_width, title, title_style) + 4 +
                 scene_text_height(scene, head_width, detail, detail_style);
    float height = fminf(frame_dialog_pad_y(&frame, true) +
                             fmaxf(head, frame_button_height(scene, 80)) + 24 + rows + 24 + button,
                         sheet_height_most(scene));
    UiDialogFrame dialog = ui_begin_dialog(ui, &(UiDialog){.id = TEXT("access-sheet"),
                                                           .label = title,
                                                           .width = frame.wide ? width : 0,
                                                           .height = height,
                                                           .sheet = true,
                                                           .low = frame_is_low(scene),
                                                           .closing = scene->state->sheet_closing});
    Rect rest = sheet_head(scene, dialog.inner, title, detail);
    Rect foot = rect_cut_bottom(&rest, button);
    rect_cut_top(&rest, 24);
    rect_cut_bottom(&rest, 24);
    ui_begin_scroll(ui, rest,
                    &(UiScroll){.id = TEXT("access-rows"),
                                .label = title,
                                .content = rows,
                                .bleed = 20,
                                .sign_centred = true});
    draw_rows(scene, rest, row);
    ui_end_scroll(ui);
    if (has_done &&
        ui_button(ui, foot,
                  &(UiButton){.id = TEXT("done"), .label = ui_tr(ui, "Done"), .kind = BUTTON_PAY}))
        scene->state->sheet_closing = true;
    ui_end_dialog(ui);
    if (dialog.outside || ui_took_cancel(ui))
        scene->state->sheet_closing = true;
    if (dialog.gone)
        scene->state->sheet = SHEET_NONE;
}
