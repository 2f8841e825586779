/* The bar at the top: the shop's name or a way back, the offline pill, help, language and access.
 */
#include <ctype.h>
#include <math.h>

#include "screens/parts.h"

void part_brand(Scene *scene, Rect where)
{
    Ui *ui = scene->ui;
    Text name = text_from_string(scene->lane->shop_name);
    if (name.size == 0) // without settings
        name = ui_tr(ui, "Self-checkout");
    Rect mark = RECT(where.x, where.y + (where.h - 72) / 2, 72, 72);
    ui_picture(ui, mark, &(UiPicture){.kind = PICTURE_ART, .art = TEXT("art/mark.svg")});
    float room = where.w - 90;
    if (room < 120) {
        ui_describe(ui, mark, ACCESS_PICTURE, (Text){0}, name, (Text){0});
        return;
    }
    ui_text(ui, RECT(mark.x + 90, where.y, room, where.h), name,
            (UiText){.style = TYPE_BRAND, .vertical = VERTICAL_MIDDLE, .fit = true});
}

void part_search_field(Scene *scene, Rect where, Text placeholder)
{
    Ui *ui = scene->ui;
    UiField field = {.id = TEXT("search"),
                     .label = ui_tr(ui, "Search by name or number"),
                     .placeholder = placeholder,
                     .icon = ICON_SEARCH};
    if (ui_field(ui, where, &field) != FIELD_NONE) {
        scene->state->keys_symbols = false;
        scene_emit(scene, EVENT_SHOW_SEARCH);
    }
}

// Between the shop's name and the tools; a button where there is no room for a field.
static void search_in_bar(Scene *scene, const Frame *frame, float start, float end)
{
    Ui *ui = scene->ui;
    float height = frame->compact ? 80 : frame->big ? 112 : 88, width = fminf(520, end - start);
    Text words = ui_tr(ui, "Search for an item");
    UiText style = {.style = TYPE_BODY};
    if (ui_text_measure(ui, 0, words, style).width > width - 110)
        words = ui_tr(ui, "Search");
    if (ui_text_measure(ui, 0, words, style).width <= width - 110) {
        part_search_field(scene, RECT(start, (frame->top.h - height) / 2, width, height), words);
        return;
    }
    float side = frame->big ? 112 : 80;
    UiButton button = {.id = TEXT("search"),
                       .label = ui_tr(ui, "Search by name or number"),
                       .kind = BUTTON_LIFT,
                       .icon = ICON_SEARCH,
                       .icon_only = true};
    if (ui_button(ui, RECT(end - side, (frame->top.h - side) / 2, side, side), &button))
        scene_emit(scene, EVENT_SHOW_SEARCH);
}

static Text language_word(Scene *scene)
{
    Text language = ui_language(scene->ui);
    if (text_equal(language, TEXT("ar")))
        return TEXT("عربي");
    char word[8] = {0};
    for (int32_t i = 0; i < language.size && i < 2; i++)
        word[i] = (char)toupper((unsigned char)language.data[i]);
    return ui_id(scene->ui, "%s", word);
}

static float tool_side(const Frame *frame)
{
    return frame->low ? frame->top.h : frame->big ? 112 : 80;
}

// Draws one tool so that it ends at `end`; returns where the next one ends.
static float tool(Scene *scene, const Frame *frame, float end, UiButton button, bool *out_touched)
{
    Ui *ui = scene->ui;
    float side = tool_side(frame);
    float gap = frame->compact ? 12 : 16;
    button.kind = frame->low ? BUTTON_SECONDARY : BUTTON_LIFT;
    button.icon_only |= frame->big || frame->compact;
    if (button.icon_only)
        button.text = (Text){0};
    float width = button.icon_only ? side : ui_button_width(ui, &button);
    Rect where = RECT(end - width, frame->top.y + (frame->top.h - side) / 2, width, side);
    *out_touched = ui_button(ui, where, &button);
    return end - width - gap;
}

static float tools(Scene *scene, const Frame *frame, uint32_t which)
{
    Ui *ui = scene->ui;
    float end = frame->top.x + frame->top.w - frame->margin;
    bool touched = false;
    if (which & TOP_ACCESS) {
        end = tool(scene, frame, end,
                   (UiButton){.id = TEXT("access"),
                              .label = ui_tr(ui, "Easier to see, hear or reach"),
                              .icon = ICON_ACCESS,
                              .icon_size = 44,
                              .icon_only = true},
                   &touched);
        if (touched)
            scene_open_sheet(scene, SHEET_ACCESS);
    }
    if (which & TOP_LANGUAGE) {
        end = tool(scene, frame, end,
                   (UiButton){.id = TEXT("language"),
                              .label = ui_tr(ui, "Language"),
                              .text = language_word(scene),
                              .icon = ICON_LANGUAGE,
                              .icon_only = frame->low},
                   &touched);
        if (touched)
            scene_open_sheet(scene, SHEET_LANGUAGE);
    }
    if (which & TOP_HELP) {
        end = tool(scene, frame, end,
                   (UiButton){.id = TEXT("help"), .label = ui_tr(ui, "Help"), .icon = ICON_HELP},
                   &touched);
        if (touched)
            scene_emit(scene, EVENT_HELP);
    }
    return end;
}

static float offline_pill(Scene *scene, const Frame *frame, float end)
{
    Ui *ui = scene->ui;
    Text word = ui_tr(ui, "Offline");
    bool icon_only = frame->big;
    UiText style = {
        .style = TYPE_TAG, .colour = COLOUR_TEXT_2, .vertical = VERTICAL_MIDDLE, .silent = true};
    float icon = ui_icon_size(ui, 30);
    float height = frame->big ? 84 : 56;
    float width = icon_only ? 112 : 22 + icon + 8 + ui_text_measure(ui, 0, word, style).width + 22;
    float touch = tool_side(frame);
    Rect area = RECT(end - width, frame->top.y + (frame->top.h - touch) / 2, width, touch);
    Rect pill = RECT(area.x, frame->top.y + (frame->top.h - height) / 2, width, height);
    UiControlState state = ui_control(
        ui, area, &(UiControl){.id = TEXT("offline"), .label = word, .radius = height / 2});
    ui_box(ui, pill,
           (UiBox){.fill = state.pressed ? COLOUR_LINE : COLOUR_SUNKEN, .radius = height / 2});
    float icon_x = icon_only ? pill.x + (width - icon) / 2 : pill.x + 22;
    ui_icon(ui, RECT(icon_x, pill.y + (height - icon) / 2, icon, icon), ICON_OFFLINE,
            COLOUR_TEXT_2);
    if (!icon_only)
        ui_text(ui, RECT(pill.x + 22 + icon + 8, pill.y, width - 22 - icon - 8, height), word,
                style);
    if (state.acted)
        scene_emit(scene, EVENT_TOUCH_OFFLINE);
    return area.x - (frame->compact ? 12 : 16);
}

// Low reach: what has a place of its own elsewhere. Words go where there is no room for them.
static void low_buttons(Scene *scene, const Frame *frame, uint32_t which, float x, float end)
{
    Ui *ui = scene->ui;
    const struct {
        uint32_t bit;
        UiButton button;
        CheckoutEventKind event;
    } all[] = {
        {LOW_SEARCH,
         {.id = TEXT("search"), .label = ui_tr(ui, "Search"), .icon = ICON_SEARCH},
         EVENT_SHOW_SEARCH},
        {LOW_KEYS,
         {.id = TEXT("search-keys"), .label = ui_tr(ui, "Keyboard"), .icon = ICON_KEYBOARD},
         EVENT_TOUCHED},
        {LOW_ADD_MORE,
         {.id = TEXT("add-more"), .label = ui_tr(ui, "Add more"), .icon = ICON_SCAN},
         EVENT_SHOW_BROWSE},
        {LOW_BASKET,
         {.id = TEXT("basket"), .label = ui_tr(ui, "Basket"), .icon = ICON_BASKET},
         EVENT_SHOW_BASKET},
        {LOW_CATEGORIES,
         {.id = TEXT("low-categories"), .label = ui_tr(ui, "Categories"), .icon = ICON_GRID},
         EVENT_TOUCHED},
    };
    float words = 0, side = tool_side(frame);
    for (size_t i = 0; i < COUNT_OF(all); i++)
        words += which & all[i].bit ? ui_button_width(ui, &all[i].button) + 16 : 0;
    bool icons = frame->big || words > end - x;
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        if (!(which & all[i].bit))
            continue;
        UiButton button = all[i].button;
        button.icon_only = icons;
        float width = icons ? side : ui_button_width(ui, &button);
        bool touched = ui_button(ui, RECT(x, frame->top.y, width, side), &button);
        x += width + 16;
        if (!touched)
            continue;
        if (all[i].bit == LOW_KEYS)
            scene->state->keys_hidden = false;
        if (all[i].bit == LOW_CATEGORIES)
            scene->state->low_categories = !scene->state->low_categories;
        if (all[i].bit == LOW_ADD_MORE)
            ui_transition_back(ui);
        scene_emit(scene, all[i].event);
        ui_wake_at(ui, ui_now_ms(ui));
    }
    if (which & LOW_BAG)
        part_bag_button(scene, RECT(x, frame->top.y, side, side));
}

static void back_button(Scene *scene, const Frame *frame, const TopBar *bar, float x)
{
    Ui *ui = scene->ui;
    float side = tool_side(frame);
    UiButton back = {.id = TEXT("back"),
                     .label = ui_tr(ui, "Back"),
                     .icon = ICON_BACK,
                     .kind = frame->low ? BUTTON_SECONDARY : BUTTON_LIFT,
                     .icon_only = true};
    if (ui_button(ui, RECT(x, frame->top.y + (frame->top.h - side) / 2, side, side), &back)) {
        ui_transition_back(ui);
        scene_emit(scene, bar->back_event);
    }
}

static void low_bar(Scene *scene, const Frame *frame, const TopBar *bar, float end)
{
    Ui *ui = scene->ui;
    float x = frame->top.x + frame->margin;
    if (bar->back.size > 0) {
        back_button(scene, frame, bar, x);
        x += tool_side(frame) + 16;
    }
    if (bar->low) {
        low_buttons(scene, frame, bar->low, x, end);
        return;
    }
    if (bar->back.size > 0 && end - x > 160)
        ui_text(ui, RECT(x + 8, frame->top.y, end - x - 8, frame->top.h), bar->back,
                (UiText){.style = TYPE_LABEL, .vertical = VERTICAL_MIDDLE, .fit = true});
}

void part_top_bar(Scene *scene, const Frame *frame, const TopBar *bar)
{
    Ui *ui = scene->ui;
    float end = tools(scene, frame, bar->tools);
    bool has_lane = !scene->view->setup && !scene->view->trouble; // else there is no server either
    if (!scene->lane->online && has_lane && bar->tools)
        end = offline_pill(scene, frame, end);
    if (frame->low) {
        low_bar(scene, frame, bar, end);
        return;
    }
    float x = frame->top.x + frame->margin;
    if (bar->back.size == 0) {
        bool mark_only = frame->compact || frame->big;
        float room = end - x;
        if (bar->search && !mark_only) {
            Text name = text_from_string(scene->lane->shop_name);
            room = fminf(
                room - 320,
                90 + ceilf(ui_text_measure(ui, 0, name, (UiText){.style = TYPE_BRAND}).width) + 2);
        }
        room = mark_only ? 72 : room;
        part_brand(scene, RECT(x, frame->top.y, room, frame->top.h));
        if (bar->search)
            search_in_bar(scene, frame, x + room + (frame->compact ? 20 : 40),
                          end - (frame->compact ? 0 : 12));
        return;
    }
    back_button(scene, frame, bar, x);
    x += tool_side(frame) + 24;
    ui_text(ui, RECT(x, frame->top.y, end - x, frame->top.h), bar->back,
            (UiText){.style = TYPE_TITLE, .vertical = VERTICAL_MIDDLE, .fit = true});
}

bool part_staff_bar(Scene *scene, const Frame *frame, UiIcon icon, Text title, Text detail,
                    const UiButton *button)
{
    Ui *ui = scene->ui;
    ui_box(ui, frame->top, (UiBox){.fill = COLOUR_STAFF});
    if (ui_settings(ui).theme == THEME_CONTRAST)
        ui_line(ui, 0, frame->top.h - 3, frame->top.w, 3, COLOUR_OUTLINE);
    float side = frame->big ? 112 : 80;
    float width = ui_button_width(ui, button);
    Rect where = RECT(frame->top.w - frame->margin - width, (frame->top.h - side) / 2, width, side);
    bool touched = ui_button(ui, where, button);

    float x = frame->margin, size = ui_icon_size(ui, 56);
    ui_icon(ui, RECT(x, (frame->top.h - size) / 2, size, size), icon, COLOUR_ON_STAFF);
    x += size + 24;
    float room = where.x - 24 - x;
    UiText title_style = {.style = TYPE_TITLE, .colour = COLOUR_ON_STAFF, .fit = true};
    if (detail.size == 0 && ui_text_measure(ui, 0, title, title_style).width > room)
        title_style =
            (UiText){.style = TYPE_BODY_STRONG, .colour = COLOUR_ON_STAFF, .max_lines = 2};
    if (ui_text_measure(ui, room, title, title_style).height > frame->top.h) { // Arabic at 200 %
        title_style.max_lines = 1;
        title_style.fit = true;
    }
    float title_height = ui_text_measure(ui, room, title, title_style).height;
    float detail_height = detail.size ? ui_line_height(ui, TYPE_CAPTION) : 0;
    float y = (frame->top.h - title_height - detail_height) / 2;
    ui_text(ui, RECT(x, y, room, title_height), title, title_style);
    if (detail.size)
        ui_text(ui, RECT(x, y + title_height, room, detail_height), detail,
                (UiText){.style = TYPE_CAPTION, .colour = COLOUR_STAFF_2, .fit = true});
    return touched;
}
