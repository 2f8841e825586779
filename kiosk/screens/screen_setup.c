/* A lane without settings: what a technician does, which setup codes are in, and what was wrong
 * with the last one. */
#include <math.h>

#include "screens/parts.h"

enum { CELL = 64, CELL_BIG = 96, CELL_GAP = 12 };

static Text title_words(Scene *scene, const SetupView *setup)
{
    Ui *ui = scene->ui;
    if (setup->note == SETUP_NOTE_DONE)
        return ui_tr(ui, "The settings are in");
    if (setup->taken == 0)
        return ui_tr(ui, "This lane has no settings yet");
    return UI_FILL(ui, ui_tr(ui, "{taken} of {count} codes are in"),
                   {"taken", ui_integer(ui, setup->taken)},
                   {"count", ui_integer(ui, setup->count)});
}

static Text detail_words(Scene *scene, const SetupView *setup)
{
    Ui *ui = scene->ui;
    if (setup->note == SETUP_NOTE_DONE)
        return ui_tr(ui, "The lane starts now.");
    if (setup->taken > 0)
        return ui_tr(ui, "Scan the others, in any order.");
    return ui_tr(ui, "Scan its setup codes, in any order. Or put its settings file on the first "
                     "partition of the card, and start again.");
}

static UiBanner banner(Scene *scene, const SetupView *setup)
{
    Ui *ui = scene->ui;
    UiBanner banner = {.id = TEXT("note"), .tone = TONE_WARNING};
    Text words = text_from_string(setup->words);
    switch (setup->note) {
    case SETUP_NOTE_NONE:
    case SETUP_NOTE_DONE:
        break;
    case SETUP_NOTE_AGAIN:
        banner.tone = TONE_INFO;
        banner.text = ui_tr(ui, "That code is in already.");
        break;
    case SETUP_NOTE_OTHER_SET:
        banner.text = ui_tr(ui, "That code belongs to other settings. Scan the codes of one sheet, "
                                "or start over.");
        break;
    case SETUP_NOTE_NO_CODE:
        banner.text = ui_tr(ui, "That is no setup code.");
        break;
    case SETUP_NOTE_DAMAGED:
        banner.text = ui_tr(ui, "That code was not read right. Scan it again, slowly and alone.");
        break;
    case SETUP_NOTE_NEWER:
        banner.text = ui_tr(ui, "That code was made for a newer version of this lane.");
        break;
    case SETUP_NOTE_WRONG:
        banner.tone = TONE_BAD;
        banner.text =
            UI_FILL(ui, ui_tr(ui, "These settings can't be used: {words}."), {"words", words});
        break;
    case SETUP_NOTE_CARD:
        banner.tone = TONE_BAD;
        banner.text = UI_FILL(ui, ui_tr(ui, "The settings on the card were not taken: {words}."),
                              {"words", words});
        break;
    }
    return banner;
}

static void cell(Scene *scene, Rect where, int32_t number, bool is_in)
{
    Ui *ui = scene->ui;
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
    ui_box(ui, where,
           (UiBox){.fill = is_in ? COLOUR_SUCCESS_SOFT : COLOUR_SURFACE,
                   .border = is_in && !contrast ? COLOUR_NONE : COLOUR_OUTLINE,
                   .radius = RADIUS_S});
    if (is_in) {
        float icon = where.w / 2;
        ui_icon(ui, rect_centred(where, icon, icon), ICON_CHECK, COLOUR_ON_SUCCESS_SOFT);
        return;
    }
    ui_text(ui, where, ui_integer(ui, number),
            (UiText){.style = TYPE_TAG,
                     .colour = COLOUR_TEXT_2,
                     .align = ALIGN_CENTRE,
                     .vertical = VERTICAL_MIDDLE,
                     .number = true,
                     .fit = true,
                     .silent = true});
}

// One square for each code; returns the height.
static float parts(Scene *scene, Rect where, const SetupView *setup, bool centred, bool draw)
{
    float side = ui_is_text_big(scene->ui) ? CELL_BIG : CELL;
    int32_t columns = (int32_t)((where.w + CELL_GAP) / (side + CELL_GAP));
    int32_t first_row = setup->count < columns ? setup->count : columns;
    if (setup->count == 0)
        return 0;
    float width = (float)first_row * (side + CELL_GAP) - CELL_GAP;
    float x = centred ? where.x + (where.w - width) / 2 : where.x;
    int32_t rows = (setup->count + columns - 1) / columns;
    for (int32_t i = 0; draw && i < setup->count; i++)
        cell(scene,
             RECT(x + (float)(i % columns) * (side + CELL_GAP),
                  where.y + (float)(i / columns) * (side + CELL_GAP), side, side),
             i + 1, setup->is_in[i]);
    return (float)rows * (side + CELL_GAP) - CELL_GAP;
}

typedef struct Column {
    TextAlign align;
    bool brief; // without what is to be done: the note comes first
    float height;
} Column;

// All that is said, below each other; returns the height.
static float column(Scene *scene, Rect where, const SetupView *setup, const Column *how, bool draw)
{
    Ui *ui = scene->ui;
    TextAlign align = how->align;
    float y = where.y;
    Text detail = how->brief ? (Text){0} : detail_words(scene, setup);
    y += scene_title_and_detail(scene, RECT(where.x, y, where.w, 0), title_words(scene, setup),
                                detail, align, draw);
    float cells =
        parts(scene, RECT(where.x, y + 40, where.w, 0), setup, align == ALIGN_CENTRE, draw);
    y += cells > 0 ? 40 + cells : 0;
    UiBanner note = banner(scene, setup);
    if (note.text.size > 0) {
        float height = ui_banner_height(ui, where.w, &note);
        if (draw)
            ui_banner(ui, RECT(where.x, y + 40, where.w, height), &note);
        y += 40 + height;
    }
    return y - where.y;
}

// What fits into the room: all, or all but the detail, or the rest scrolls.
static Column column_for(Scene *scene, Rect room, const SetupView *setup, TextAlign align)
{
    Column how = {.align = align};
    how.height = column(scene, room, setup, &how, false);
    if (how.height <= room.h || setup->note == SETUP_NOTE_NONE)
        return how;
    how.brief = true;
    how.height = column(scene, room, setup, &how, false);
    return how;
}

static void column_in(Scene *scene, Rect room, const SetupView *setup, const Column *how)
{
    if (how->height <= room.h) {
        column(scene, room, setup, how, true);
        return;
    }
    ui_begin_scroll(scene->ui, room,
                    &(UiScroll){.id = TEXT("setup"),
                                .label = ui_tr(scene->ui, "Setup"),
                                .content = how->height,
                                .to_end = true});
    column(scene, room, setup, how, true);
    ui_end_scroll(scene->ui);
}

static void art(Scene *scene, Rect where)
{
    ui_picture(scene->ui, where, &(UiPicture){.kind = PICTURE_ART, .art = TEXT("art/scan.svg")});
}

// What the machine is called, for who makes its settings; once a code is in, the way back.
static void foot(Scene *scene, Rect where, const SetupView *setup)
{
    Ui *ui = scene->ui;
    UiButton again = {.id = TEXT("setup-again"),
                      .label = ui_tr(ui, "Start over"),
                      .icon = ICON_UNDO,
                      .icon_size = 32};
    if (setup->taken > 0 && setup->note != SETUP_NOTE_DONE) {
        Rect button = rect_cut_end(&where, fminf(where.w, ui_button_width(ui, &again)));
        if (ui_button(ui, button, &again))
            scene->out->setup_anew = true;
    }
    if (setup->taken > 0 || !setup->machine[0])
        return;
    Text words =
        UI_FILL(ui, ui_tr(ui, "This machine: {name}"), {"name", text_from_string(setup->machine)});
    ui_text(ui, where, words,
            (UiText){.style = TYPE_TAG,
                     .colour = COLOUR_TEXT_2,
                     .vertical = VERTICAL_MIDDLE,
                     .max_lines = 2,
                     .id = TEXT("machine")});
}

void screen_setup(Scene *scene)
{
    const SetupView *setup = scene->view->setup;
    Frame frame = frame_plain(scene);
    part_top_bar(scene, &frame, &(TopBar){.tools = TOP_LANGUAGE});
    float side = frame_button_height(scene, 80), edge = frame.compact ? 24 : 40;
    foot(scene, RECT(edge, frame.height - edge - side, frame.width - 2 * edge, side), setup);
    Rect room = RECT(frame.wide ? (frame.compact ? 48 : 120) : 60, frame.top.h, 0, 0);
    room.w = frame.width - 2 * room.x;
    room.h = frame.height - frame.top.h - side - edge - 16;
    if (frame.wide) {
        float picture = frame.compact ? 320 : 520, gap = frame.compact ? 48 : 96;
        if (frame.big)
            picture *= 0.6f;
        art(scene, RECT(room.x, room.y + (room.h - picture) / 2, picture, picture));
        Rect text = RECT(room.x + picture + gap, room.y, room.w - picture - gap, room.h);
        Column how = column_for(scene, text, setup, ALIGN_START);
        text.y += fmaxf(0, (room.h - how.height) / 2);
        text.h = fminf(how.height, room.h);
        column_in(scene, text, setup, &how);
        return;
    }
    Column how = column_for(scene, room, setup, ALIGN_CENTRE);
    float picture = fminf(560, room.h - how.height - 40);
    bool drawn = picture >= 240;
    float total = how.height + (drawn ? picture + 16 : 0);
    float y = fmaxf(room.y, room.y + (room.h - total) / 2);
    if (drawn)
        art(scene, RECT(room.x + (room.w - picture) / 2, y, picture, picture));
    Rect text = RECT(room.x, y + (drawn ? picture + 16 : 0), room.w, fminf(how.height, room.h));
    column_in(scene, text, setup, &how);
}
