/* The invitation: a wall of pictures, where the scanner is, a button to start, languages, and help
 * to see. */
#include <math.h>

#include "screens/parts.h"

// The languages after this many are on the sheet.
enum { LANGUAGE_CHIPS_MAX = 4 };

typedef struct Pane {
    Rect rect;
    float pad, top_pad, bottom_pad;
    bool compact; // access is an icon beside Help
} Pane;

static UiIcon arrow_of(DeviceSide side)
{
    switch (side) {
    case SIDE_LEFT:
        return ICON_BACK;
    case SIDE_RIGHT:
        return ICON_FORWARD;
    case SIDE_ABOVE:
        return ICON_CHEVRON_UP;
    case SIDE_BELOW:
        break;
    }
    return ICON_ARROW_DOWN;
}

static UiButton help_words(Scene *scene, bool icon_only)
{
    return (UiButton){.id = TEXT("help"),
                      .label = ui_tr(scene->ui, "Help"),
                      .kind = BUTTON_SOFT,
                      .icon = ICON_HELP,
                      .icon_only = icon_only};
}

static void help_button(Scene *scene, Rect where, bool icon_only)
{
    UiButton help = help_words(scene, icon_only);
    if (ui_button(scene->ui, where, &help))
        scene_emit(scene, EVENT_HELP);
}

static void head(Scene *scene, const Pane *pane, Rect row, bool with_help)
{
    Ui *ui = scene->ui;
    float side = row.h, end = row.x + row.w;
    if (pane->compact) {
        if (ui_button(ui, RECT(end - side, row.y, side, side),
                      &(UiButton){.id = TEXT("access"),
                                  .label = ui_tr(ui, "Easier to see, hear or reach"),
                                  .kind = BUTTON_SOFT,
                                  .icon = ICON_ACCESS,
                                  .icon_size = 44,
                                  .icon_only = true}))
            scene_open_sheet(scene, SHEET_ACCESS);
        end -= side + 16;
    }
    float width = 0;
    if (with_help) {
        UiButton help = help_words(scene, pane->compact || ui_is_text_big(ui));
        width = help.icon_only ? side : ui_button_width(ui, &help) - 16;
        help_button(scene, RECT(end - width, row.y, width, side), help.icon_only);
    }
    part_brand(scene, RECT(row.x, row.y, end - width - 24 - row.x, row.h));
}

typedef struct Middle { // hero and hint, in the largest letters that there is room for
    UiText hero, hint;
    Text hero_words, hint_words;
    float hero_height, hint_height, gap, height;
    bool has_arrow;
} Middle;

static Text without_breaks(Ui *ui, Text words)
{
    char *flat = ARENA_NEW(ui_frame_arena(ui), char, (size_t)words.size);
    for (int32_t i = 0; i < words.size; i++)
        flat[i] = words.data[i] == '\n' ? ' ' : words.data[i];
    return (Text){flat, words.size};
}

static Middle middle_of(Scene *scene, float width, float room)
{
    static const TypeStyle styles[] = {TYPE_HERO, TYPE_DISPLAY, TYPE_HEADLINE, TYPE_TITLE};
    Ui *ui = scene->ui;
    Middle middle = {.hero = {.max_lines = 3}, .gap = 40, .has_arrow = true};
    middle.hero_words = ui_tr(ui, "Hello.\nScan your\nfirst item.");
    middle.hint_words = side_words(
        scene, scene->lane->scanner_side,
        TR_LATER("The scanner is below the screen.\nNo barcode? Touch to start."),
        TR_LATER("The scanner is to the left of the screen.\nNo barcode? Touch to start."),
        TR_LATER("The scanner is to the right of the screen.\nNo barcode? Touch to start."),
        TR_LATER("The scanner is above the screen.\nNo barcode? Touch to start."));
    middle.hint = (UiText){
        .style = TYPE_TITLE, .weight = TYPE_MEDIUM, .colour = COLOUR_TEXT_2, .max_lines = 5};
    for (size_t i = 0; i < COUNT_OF(styles); i++) {
        middle.hero.style = styles[i];
        if (i == 0 && ui_layout(ui)->kind == LAYOUT_LANDSCAPE)
            middle.hero.style = TYPE_HERO_WIDE;
        if (i >= 2) {
            middle.hint.style = TYPE_BODY;
            middle.gap = 16;
        }
        if (i + 1 == COUNT_OF(styles))
            middle.hero_words = without_breaks(ui, middle.hero_words);
        UiTextSize hero = ui_text_measure(ui, width, middle.hero_words, middle.hero);
        middle.hero_height = hero.height;
        middle.hint_height =
            fmaxf(96, scene_text_height(scene, width - 124, middle.hint_words, middle.hint));
        middle.height = middle.hero_height + middle.gap + middle.hint_height;
        if (middle.height <= room && !hero.cut)
            break;
    }
    if (middle.height > room) { // the greeting can go, the way to start can't
        middle.height -= middle.hero_height + middle.gap;
        middle.hero_height = 0;
    }
    return middle;
}

static void draw_middle(Scene *scene, Rect where, const Middle *middle)
{
    Ui *ui = scene->ui;
    float y = where.y + (where.h - middle->height) / 2;
    if (middle->hero_height > 0) {
        ui_text(ui, RECT(where.x, y, where.w, middle->hero_height), middle->hero_words,
                middle->hero);
        y += middle->hero_height + middle->gap;
    }
    float cy = y + middle->hint_height / 2;
    ui_disc(ui, where.x + 48, cy, 48, COLOUR_ACCENT_SOFT);
    float nudge = part_wall_nudge(scene);
    ui_push_motion(ui, 0, nudge, 1);
    bool turned = ui_is_mirrored(ui) && (scene->lane->scanner_side == SIDE_LEFT ||
                                         scene->lane->scanner_side == SIDE_RIGHT);
    // The scanner doesn't move with the language: the mirror is undone.
    DeviceSide side = scene->lane->scanner_side;
    if (turned)
        side = side == SIDE_LEFT ? SIDE_RIGHT : SIDE_LEFT;
    ui_icon(ui, RECT(where.x + 20, cy - 28, 56, 56), arrow_of(side), COLOUR_ACCENT);
    ui_pop_motion(ui);
    ui_text(ui, RECT(where.x + 124, y, where.w - 124, middle->hint_height), middle->hint_words,
            (UiText){.style = middle->hint.style,
                     .weight = middle->hint.weight,
                     .colour = middle->hint.colour,
                     .vertical = VERTICAL_MIDDLE,
                     .max_lines = middle->hint.max_lines});
}

static UiChip language_chip(Scene *scene, const char *language)
{
    Text code = text_from_string(language);
    bool sheet_open = scene->state->sheet == SHEET_LANGUAGE; // it has the ids while it is open
    return (UiChip){.id = ui_id(scene->ui, sheet_open ? "chip-language-%.*s" : "language-%.*s",
                                TEXT_PRINTF(code)),
                    .label = translation_language_name(code),
                    .selected = text_equal(code, ui_language(scene->ui))};
}

// How many of the chips fit into `width`, beginning with the first.
static int32_t chips_that_fit(Ui *ui, const UiChip *chips, int32_t count, float width)
{
    int32_t fitting = 0;
    float x = 0;
    for (; fitting < count && fitting < LANGUAGE_CHIPS_MAX; fitting++) {
        x += ui_chip_width(ui, &chips[fitting]) + 16;
        if (x > width)
            break;
    }
    return fitting;
}

// Chips while they fit, with the language of now among them, and one that opens the sheet with all.
static void languages(Scene *scene, Rect row)
{
    Ui *ui = scene->ui;
    const LaneView *lane = scene->lane;
    UiChip chips[LANE_LANGUAGES_MAX];
    UiChip more = {.id = TEXT("language"), .label = ui_tr(ui, "More"), .icon = ICON_LANGUAGE};
    float more_width = ui_chip_width(ui, &more);
    const char *codes[LANE_LANGUAGES_MAX];
    int32_t count = 0;
    for (; count < lane->language_count && count < LANE_LANGUAGES_MAX; count++) {
        codes[count] = lane->languages[count];
        chips[count] = language_chip(scene, codes[count]);
    }
    int32_t shown = chips_that_fit(ui, chips, count, row.w - more_width);
    for (int32_t i = shown; i < count && shown > 0; i++) {
        if (!chips[i].selected)
            continue;
        chips[shown - 1] = chips[i];
        codes[shown - 1] = codes[i];
        shown = chips_that_fit(ui, chips, shown, row.w - more_width);
        break;
    }
    float x = row.x;
    for (int32_t i = 0; i < shown; i++) {
        float width = ui_chip_width(ui, &chips[i]);
        if (ui_chip(ui, RECT(x, row.y, width, row.h), &chips[i]) && !chips[i].selected)
            scene_emit_text(scene, EVENT_LANGUAGE, text_from_string(codes[i]));
        x += width + 16;
    }
    if (ui_chip(ui, RECT(x, row.y, fminf(more_width, row.x + row.w - x), row.h), &more))
        scene_open_sheet(scene, SHEET_LANGUAGE);
}

static void pane_content(Scene *scene, const Pane *pane)
{
    Ui *ui = scene->ui;
    Rect room = rect_inset(pane->rect, pane->pad, 0);
    rect_cut_top(&room, pane->top_pad);
    bool low = frame_is_low(scene); // closer together, so that the start is in the lower third
    rect_cut_bottom(&room, low ? 32 : pane->bottom_pad);
    head(scene, pane, rect_cut_top(&room, frame_button_height(scene, 80)), !low);
    if (!pane->compact) {
        Rect access = rect_cut_bottom(&room, frame_button_height(scene, 96));
        if (low) {
            help_button(scene, rect_cut_end(&access, access.h), true);
            rect_cut_end(&access, 16);
        }
        if (ui_button(ui, access,
                      &(UiButton){.id = TEXT("access"),
                                  .label = ui_tr(ui, "Easier to see, hear or reach"),
                                  .kind = BUTTON_SOFT,
                                  .icon = ICON_ACCESS,
                                  .icon_size = 48}))
            scene_open_sheet(scene, SHEET_ACCESS);
        rect_cut_bottom(&room, low ? 12 : 24);
    }
    languages(scene, rect_cut_bottom(&room, ui_chip_height(ui, false)));
    rect_cut_bottom(&room, low ? 12 : pane->compact ? 16 : 28);
    float start = pane->compact ? 112 : 136;
    if (ui_button(ui, rect_cut_bottom(&room, start),
                  &(UiButton){.id = TEXT("start"),
                              .label = ui_tr(ui, "Touch to start"),
                              .kind = BUTTON_BIG,
                              .icon_end = ICON_FORWARD,
                              .icon_size = 44}))
        scene_emit(scene, EVENT_START);
    Middle middle = middle_of(scene, room.w, room.h - (ui_is_text_big(ui) ? 64 : 32));
    draw_middle(scene, room, &middle);
}

void screen_welcome(Scene *scene)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    Pane pane = {.pad = 64, .top_pad = 64, .bottom_pad = 48, .compact = frame.compact};
    Rect wall;
    uint8_t square;
    if (frame.wide) {
        float width = frame.compact ? roundf(frame.width * 0.58f) : 1080;
        if (frame.big)
            width = frame.compact ? frame.width - 200 : 1280;
        pane.rect = RECT(0, 0, width, frame.height);
        pane.pad = frame.compact ? 40 : 80;
        pane.top_pad = frame.compact ? 24 : 56;
        pane.bottom_pad = frame.compact ? 24 : 48;
        wall = RECT(width - 40, 0, frame.width - width + 40, frame.height);
        square = CORNER_TOP_START | CORNER_BOTTOM_START;
    } else {
        float top = frame.big ? 480 : 740;
        pane.rect = RECT(0, top, frame.width, frame.height - top);
        wall = RECT(0, 0, frame.width, top + 100);
        square = CORNERS_BOTTOM;
    }
    // The whole wall is a place to start, except where the pane covers it.
    Rect target = wall;
    if (frame.wide)
        target = RECT(pane.rect.w, 0, frame.width - pane.rect.w, frame.height);
    else
        target.h = pane.rect.y;
    UiControlState state = ui_control(
        ui, target, &(UiControl){.id = TEXT("wall"), .label = ui_tr(ui, "Start shopping")});
    part_wall(scene, wall);
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
    ui_box(ui, pane.rect,
           (UiBox){.fill = COLOUR_SURFACE,
                   .radius = 64,
                   .shadow = SHADOW_DOCK,
                   .border = contrast ? COLOUR_OUTLINE : COLOUR_NONE,
                   .square_corners = square});
    pane_content(scene, &pane);
    part_toast(scene, frame.height - 24, 40, frame.wide ? pane.rect.w - 80 : frame.width - 80);
    if (state.acted)
        scene_emit(scene, EVENT_START);
}
