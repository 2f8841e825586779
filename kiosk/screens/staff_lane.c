/* The lane itself and its devices, for the attendant. */
#include <math.h>
#include <string.h>

#include "screens/staff_parts.h"

typedef struct LaneState {
    UiDot dot;
    Text title;
} LaneState;

static LaneState lane_state(Scene *scene)
{
    Ui *ui = scene->ui;
    Text name = text_from_string(scene->lane->lane_name);
    switch (checkout_lane_state(scene->checkout)) {
    case LANE_IS_OUT_OF_ORDER:
        return (LaneState){DOT_FAULT,
                           UI_FILL(ui, ui_tr(ui, "{lane} is out of order"), {"lane", name})};
    case LANE_IS_PAUSED:
        return (LaneState){DOT_OFF, UI_FILL(ui, ui_tr(ui, "{lane} is paused"), {"lane", name})};
    case LANE_IS_CLOSED:
        return (LaneState){DOT_LOOK, UI_FILL(ui, ui_tr(ui, "{lane} is closed"), {"lane", name})};
    case LANE_IS_OPEN:
    case LANE_STATE_COUNT:
        break;
    }
    return (LaneState){DOT_READY, UI_FILL(ui, ui_tr(ui, "{lane} is open"), {"lane", name})};
}

static Text lane_detail(Scene *scene)
{
    Ui *ui = scene->ui;
    if (scene->checkout->sale_open && scene_has_sale(scene))
        return UI_FILL(ui, ui_tr(ui, "Sale in progress · {items} · {amount}"),
                       {"items", part_item_count(scene)},
                       {"amount", ui_money(ui, checkout_amount_due(scene->checkout).minor)});
    int32_t sales = scene->lane->sales_today;
    return UI_FILL(
        ui,
        ui_tr_plural(ui, "{count} sale today · {amount}", "{count} sales today · {amount}", sales),
        {"count", ui_integer(ui, sales)},
        {"amount", ui_money(ui, scene->lane->takings_today.minor)});
}

enum { LANE_BUTTONS = 3 };
typedef struct LaneButtons {
    UiButton items[LANE_BUTTONS];
    float widths[LANE_BUTTONS], total; // with the gaps between them
} LaneButtons;

static const float button_gap = 24;

static LaneButtons lane_buttons(Scene *scene)
{
    Ui *ui = scene->ui;
    bool paused = scene->checkout->paused, over = scene->lane->day_is_over;
    LaneButtons buttons = {
        .items = {{.id = over ? TEXT("day-open") : TEXT("day-close"),
                   .label = over ? ui_tr(ui, "Open the day") : ui_tr(ui, "Close the day"),
                   .icon = over ? ICON_UNLOCK : ICON_LOCK,
                   .icon_size = 32,
                   .disabled = !over && scene->checkout->attendant.by_badge},
                  {.id = paused ? TEXT("lane-open") : TEXT("lane-pause"),
                   .label = paused ? ui_tr(ui, "Open lane") : ui_tr(ui, "Pause"),
                   .icon = paused ? ICON_UNLOCK : ICON_PAUSE,
                   .icon_size = 32},
                  {.id = TEXT("ask-server"),
                   .label = ui_tr(ui, "Ask the server"),
                   .icon = ICON_SYNC,
                   .icon_size = 32}},
        .total = button_gap * (LANE_BUTTONS - 1)};
    for (int32_t i = 0; i < LANE_BUTTONS; i++) {
        buttons.widths[i] = ui_button_width(ui, &buttons.items[i]);
        buttons.total += buttons.widths[i];
    }
    return buttons;
}

static void touched(Scene *scene, int32_t index)
{
    bool over = scene->lane->day_is_over;
    if (index == 0 && !over) {
        scene_emit(scene, EVENT_DAY);
        scene_open_sheet(scene, SHEET_DAY);
    } else if (index == 1)
        scene_emit(scene, scene->checkout->paused ? EVENT_LANE_OPEN : EVENT_LANE_PAUSE);
    else
        scene_emit(scene, EVENT_ASK_SERVER_AGAIN);
}

// As many in a row as fit, each row as wide as the card. Returns the height.
static float buttons_below(Scene *scene, Rect where, const LaneButtons *buttons, float side,
                           bool draw)
{
    float y = where.y;
    for (int32_t first = 0, end; first < LANE_BUTTONS; first = end) {
        float width = buttons->widths[first];
        for (end = first + 1;
             end < LANE_BUTTONS && width + button_gap + buttons->widths[end] <= where.w; end++)
            width += button_gap + buttons->widths[end];
        float stretch = (where.w - button_gap * (float)(end - first - 1)) /
                        (width - button_gap * (float)(end - first - 1));
        Rect row = RECT(where.x, y, where.w, side);
        for (int32_t i = first; draw && i < end; i++) {
            if (ui_button(scene->ui, rect_cut_start(&row, buttons->widths[i] * stretch),
                          &buttons->items[i]))
                touched(scene, i);
            rect_cut_start(&row, button_gap);
        }
        y += side + 16;
    }
    return y - 16 - where.y;
}

float staff_lane(Scene *scene, Rect inner, bool draw)
{
    Ui *ui = scene->ui;
    LaneState state = lane_state(scene);
    Text detail = lane_detail(scene);
    LaneButtons buttons = lane_buttons(scene);
    float side = frame_button_height(scene, 80);
    bool below = inner.w - buttons.total - button_gap - 52 < 340;
    float width = inner.w - 52 - (below ? 0 : buttons.total + button_gap);
    UiText title_style = {.style = TYPE_TITLE, .max_lines = 3};
    UiText detail_style = {.style = TYPE_BODY, .colour = COLOUR_TEXT_2, .max_lines = 3};
    float title_height = scene_text_height(scene, width, state.title, title_style);
    float words = title_height + scene_text_height(scene, width, detail, detail_style);
    float body = fmaxf(words, below ? 0 : side);
    float y = inner.y + (body - words) / 2;
    if (draw) {
        ui_status_dot(ui, inner.x + 14, y + ui_line_height(ui, TYPE_TITLE) / 2, state.dot);
        scene_paragraph(scene, RECT(inner.x + 52, y, width, 0), state.title, title_style, true);
        scene_paragraph(scene, RECT(inner.x + 52, y + title_height, width, 0), detail, detail_style,
                        true);
    }
    if (below)
        return body + 20 +
               buttons_below(scene, RECT(inner.x, inner.y + body + 20, inner.w, 0), &buttons, side,
                             draw);
    buttons_below(
        scene,
        RECT(inner.x + inner.w - buttons.total, inner.y + (body - side) / 2, buttons.total + 1, 0),
        &buttons, side, draw);
    return body;
}

// ---- Devices

static UiIcon device_icon(const char *name)
{
    static const struct {
        const char *part;
        UiIcon icon;
    } icons[] = {{"ard", ICON_CARD},   {"canner", ICON_SCAN}, {"rinter", ICON_PRINTER},
                 {"cale", ICON_SCALE}, {"ight", ICON_BELL},   {"erver", ICON_ONLINE}};
    for (size_t i = 0; i < COUNT_OF(icons); i++)
        if (strstr(name, icons[i].part))
            return icons[i].icon;
    return ICON_TOOLS;
}

static UiDot device_dot(DeviceState state)
{
    switch (state) {
    case DEVICE_READY:
        return DOT_READY;
    case DEVICE_ATTENTION:
        return DOT_LOOK;
    case DEVICE_DOWN:
        return DOT_FAULT;
    case DEVICE_ABSENT:
        return DOT_OFF;
    }
    return DOT_OFF;
}

typedef struct DeviceTile {
    UiIcon icon;
    UiDot dot;
    Text name, words;
} DeviceTile;

static Text state_word(Scene *scene, const LaneDevice *device)
{
    Ui *ui = scene->ui;
    if (device->words[0])
        return ui_tr(ui, device->words);
    switch (device->state) {
    case DEVICE_READY:
        return ui_tr(ui, "Ready");
    case DEVICE_ATTENTION:
        return ui_tr(ui, "Needs a look");
    case DEVICE_DOWN:
        return ui_tr(ui, "Not answering");
    case DEVICE_ABSENT:
        return ui_tr(ui, "Not set up");
    }
    return (Text){0};
}

static int32_t tiles_of(Scene *scene, DeviceTile out[9])
{
    Ui *ui = scene->ui;
    const LaneView *lane = scene->lane;
    int32_t count = 0;
    for (; count < lane->device_count && count < 8; count++) {
        const LaneDevice *device = &lane->devices[count];
        out[count] = (DeviceTile){device_icon(device->name), device_dot(device->state),
                                  ui_tr(ui, device->name), state_word(scene, device)};
    }
    Text words = text_from_string(lane->server_words);
    if (words.size == 0)
        words = lane->online ? ui_tr(ui, "Connected") : ui_tr(ui, "Offline");
    out[count++] =
        (DeviceTile){lane->online ? ICON_ONLINE : ICON_OFFLINE,
                     lane->online ? DOT_READY : DOT_FAULT, ui_tr(ui, "Shop server"), words};
    return count;
}

typedef struct TileLook {
    float pad, icon, between, gap;
    UiText name, words;
} TileLook;

// In landscape three rows of them have little room.
static TileLook tile_look(Scene *scene)
{
    TileLook look = {.pad = 20,
                     .icon = 44,
                     .between = 10,
                     .gap = 12,
                     .name = {.style = TYPE_BODY_STRONG, .max_lines = 2},
                     .words = {.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .max_lines = 5}};
    if (ui_layout(scene->ui)->kind == LAYOUT_LANDSCAPE && !ui_is_text_big(scene->ui)) {
        look.pad = 12;
        look.icon = 32;
        look.between = 4;
        look.gap = 8;
        look.name.max_lines = 1;
        look.name.fit = true;
    }
    return look;
}

static float tile_height(Scene *scene, const DeviceTile *tile, float width)
{
    TileLook look = tile_look(scene);
    float room = width - 2 * look.pad;
    float words = scene_text_height(scene, room, tile->name, look.name) +
                  scene_text_height(scene, room, tile->words, look.words);
    return look.pad + look.icon + look.between + words + look.pad;
}

static void tile_draw(Scene *scene, Rect where, const DeviceTile *tile)
{
    Ui *ui = scene->ui;
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
    ui_box(ui, where,
           (UiBox){.fill = COLOUR_BG,
                   .radius = RADIUS_M,
                   .border = contrast ? COLOUR_OUTLINE : COLOUR_NONE});
    TileLook look = tile_look(scene);
    float pad = look.pad, icon = look.icon;
    ui_icon(ui, RECT(where.x + pad, where.y + pad, icon, icon), tile->icon, COLOUR_TEXT);
    ui_status_dot(ui, where.x + where.w - pad - 9, where.y + pad + icon / 2, tile->dot);
    Rect text = RECT(where.x + pad, where.y + pad + icon + look.between, where.w - 2 * pad, 0);
    text.y += scene_paragraph(scene, text, tile->name, look.name, true);
    scene_paragraph(scene, text, tile->words, look.words, true);
}

float staff_devices(Scene *scene, Rect inner, bool draw)
{
    Ui *ui = scene->ui;
    DeviceTile tiles[9];
    int32_t count = tiles_of(scene, tiles);
    Text version = UI_FILL(ui, ui_tr(ui, "Version {version} · {count} items"),
                           {"version", text_from_string(scene->lane->version)},
                           {"count", ui_integer(ui, scene->lane->article_count)});
    float y = inner.y + staff_head(scene, inner, ui_tr(ui, "Devices"), version, 0, draw);
    int32_t columns = inner.w >= 800 && !ui_is_text_big(ui) ? 3 : 2;
    float gap = columns == 3 ? 16 : tile_look(scene).gap;
    float width = (inner.w - (float)(columns - 1) * gap) / (float)columns;
    for (int32_t row = 0; row * columns < count; row++) {
        float height = 0;
        for (int32_t i = row * columns; i < count && i < (row + 1) * columns; i++)
            height = fmaxf(height, tile_height(scene, &tiles[i], width));
        for (int32_t i = row * columns; draw && i < count && i < (row + 1) * columns; i++)
            tile_draw(scene, RECT(inner.x + (float)(i % columns) * (width + gap), y, width, height),
                      &tiles[i]);
        y += height + gap;
    }
    return y - gap - inner.y;
}
