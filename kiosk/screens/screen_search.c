/* Finding by name or number: a field, what is found with each key, and the keyboard. */
#include <math.h>
#include <string.h>

#include "screens/parts.h"

static Text query_of(const ScreensState *state)
{
    return (Text){state->query, state->query_size};
}

static void query_changed(ScreensState *state)
{
    state->found_valid = false;
    state->low_page = 0;
}

static void find(Scene *scene)
{
    ScreensState *state = scene->state;
    const Catalogue *catalogue = scene->view->catalogue;
    if (!catalogue || state->query_size == 0) {
        state->found_count = state->found_total = 0;
        return;
    }
    if (state->found_valid && state->found_in == catalogue->header)
        return;
    state->found_count = catalogue_search(catalogue, query_of(state), state->found,
                                          SEARCH_RESULTS_MAX, &state->found_total);
    state->found_valid = true;
    state->found_in = catalogue->header;
    ui_scroll_to(scene->ui, TEXT("found"), 0, 0);
}

void search_type(ScreensState *state, Text typed)
{
    int32_t before = state->query_size;
    typed_text(state->query, &state->query_size, SEARCH_BYTES_MAX, typed);
    if (state->query_size > before)
        state->keys_shifted = false;
    if (state->query_size != before)
        query_changed(state);
}

static void keyboard(Scene *scene, Rect where)
{
    Ui *ui = scene->ui;
    ScreensState *state = scene->state;
    UiKeyboard keys = {.id = TEXT("key"),
                       .language = ui_language(ui),
                       .go_label = ui_is_text_big(ui) ? TEXT("OK") : ui_tr(ui, "Hide keys"),
                       .back_label = ui_tr(ui, "Delete"),
                       .space_label = ui_tr(ui, "Space"),
                       .symbols_label = ui_tr(ui, "Digits"),
                       .shift_label = text_equal(ui_language(ui), TEXT("ar"))
                                          ? ui_tr(ui, "More letters")
                                          : ui_tr(ui, "Capitals"),
                       .letters_label = ui_tr(ui, "Letters"),
                       .on_surface = frame_is_low(scene),
                       .symbols = state->keys_symbols,
                       .shifted = state->keys_shifted};
    Text character = {0};
    UiKeyboardAct act = ui_keyboard(ui, where, &keys, &character);
    // Field and keys were drawn before this was known: what they say now is due at once.
    if (act != KEYBOARD_NONE)
        ui_wake_at(ui, ui_now_ms(ui));
    switch (act) {
    case KEYBOARD_NONE:
        break;
    case KEYBOARD_CHARACTER:
        search_type(state, character);
        break;
    case KEYBOARD_BACK:
        search_type(state, TEXT("\b"));
        break;
    case KEYBOARD_GO:
    case KEYBOARD_HIDE:
        state->keys_hidden = true;
        break;
    case KEYBOARD_TURN:
        state->keys_symbols = !state->keys_symbols;
        break;
    case KEYBOARD_SHIFT:
        state->keys_shifted = !state->keys_shifted;
        break;
    }
}

static void nothing_found(Scene *scene, Rect where)
{
    Ui *ui = scene->ui;
    UiText title = {.style = TYPE_HEADLINE, .align = ALIGN_CENTRE, .max_lines = 3};
    UiText detail = {
        .style = TYPE_LEAD, .colour = COLOUR_TEXT_2, .align = ALIGN_CENTRE, .max_lines = 4};
    Text words =
        UI_FILL(ui, ui_tr(ui, "No match for “{words}”"), {"words", query_of(scene->state)});
    Text advice = ui_tr(ui, "Try fewer letters, or look by picture.");
    float button = frame_button_height(scene, 96);
    float words_height = scene_text_height(scene, where.w, words, title);
    float advice_height = scene_text_height(scene, where.w, advice, detail) + 10;
    // Over the keyboard there may be little room: the advice goes before the ways out do.
    bool has_advice = words_height + advice_height + 36 + button <= where.h;
    float gap = has_advice ? 36 : 16;
    if (!has_advice && words_height + gap + button > where.h) {
        title.style = TYPE_LABEL;
        words_height = scene_text_height(scene, where.w, words, title);
    }
    bool has_buttons = words_height + gap + button <= where.h;
    float fixed =
        words_height + (has_advice ? advice_height : 0) + (has_buttons ? gap + button : 0);
    float disc = fminf(176, where.h - fixed - 64);
    bool has_disc = disc >= 96;
    float y = where.y + fmaxf(0, (where.h - fixed - (has_disc ? disc + 32 : 0)) / 2);
    if (has_disc) {
        ui_disc(ui, where.x + where.w / 2, y + disc / 2, disc / 2, COLOUR_SUNKEN);
        ui_icon(ui, rect_centred(RECT(where.x, y, where.w, disc), disc / 2, disc / 2), ICON_SEARCH,
                COLOUR_TEXT_2);
        y += disc + 32;
    }
    y += scene_paragraph(scene, RECT(where.x, y, where.w, 0), words, title, true);
    if (has_advice)
        y += 10 + scene_paragraph(scene, RECT(where.x, y + 10, where.w, 0), advice, detail, true);
    y += gap;
    if (!has_buttons)
        return;
    UiButton browse = {
        .id = TEXT("browse"), .label = ui_tr(ui, "Browse by picture"), .icon = ICON_GRID};
    UiButton help = {.id = TEXT("ask-help"), .label = ui_tr(ui, "Ask for help"), .icon = ICON_HELP};
    float first = ui_button_width(ui, &browse), second = ui_button_width(ui, &help);
    float share = fminf(1, (where.w - 16) / (first + second));
    float x = where.x + (where.w - (first + second) * share - 16) / 2;
    if (ui_button(ui, RECT(x, y, first * share, button), &browse))
        scene_emit(scene, EVENT_SHOW_BROWSE);
    if (ui_button(ui, RECT(x + first * share + 16, y, second * share, button), &help))
        scene_emit(scene, EVENT_HELP);
}

static Text found_words(Scene *scene)
{
    Ui *ui = scene->ui;
    const ScreensState *state = scene->state;
    if (state->query_size == 0)
        return ui_tr(ui, "Type a few letters, or an article number.");
    if (state->found_count == 0)
        return UI_FILL(ui, ui_tr(ui, "No match for “{words}”"), {"words", query_of(state)});
    return UI_FILL(
        ui, ui_tr_plural(ui, "{count} item found", "{count} items found", state->found_total),
        {"count", ui_integer(ui, state->found_total)});
}

static void results(Scene *scene, Rect room)
{
    Ui *ui = scene->ui;
    const ScreensState *state = scene->state;
    if (state->query_size > 0 && state->found_count == 0) {
        nothing_found(scene, room);
        return;
    }
    Text words = found_words(scene);
    float line = ui_line_height(ui, TYPE_CAPTION);
    ui_text(ui, rect_cut_top(&room, line), words,
            (UiText){.style = TYPE_CAPTION,
                     .colour = COLOUR_TEXT_2,
                     .fit = true,
                     .id = TEXT("found-count")});
    rect_cut_top(&room, 8);
    if (state->found_count > 0 && room.h > 80)
        part_tiles(scene, room, TEXT("found"), state->found, state->found_count, query_of(state));
}

// Low reach: what is typed and found above, the keyboard or one row of what was found below.
static void low_search(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    ScreensState *state = scene->state;
    Rect room = frame->upper, controls = frame->main;
    bool keys = !state->keys_hidden;
    part_low_begin(scene, frame);
    Text value = query_of(state);
    Rect field = rect_cut_top(&room, frame->big ? 120 : 88);
    ui_box(ui, field,
           (UiBox){.fill = COLOUR_SURFACE,
                   .radius = RADIUS_L,
                   .border = keys ? COLOUR_ACCENT : COLOUR_OUTLINE,
                   .border_width = keys ? 4 : 0});
    float icon = ui_icon_size(ui, 38);
    ui_icon(ui, RECT(field.x + 28, field.y + (field.h - icon) / 2, icon, icon), ICON_SEARCH,
            COLOUR_TEXT);
    Rect words = RECT(field.x + 28 + icon + 16, field.y, field.w - icon - 72, field.h);
    float caret = ui_line_height(ui, TYPE_LEAD) * 0.86f, lead = ui_caret_lead(ui, value);
    if (value.size == 0)
        lead = 12;
    UiTextSize size = ui_text(ui, RECT(words.x + lead, words.y, words.w - lead - 8, words.h),
                              value.size > 0 ? value : ui_tr(ui, "Search by name or number"),
                              (UiText){.style = TYPE_LEAD,
                                       .colour = value.size > 0 ? COLOUR_TEXT : COLOUR_TEXT_2,
                                       .vertical = VERTICAL_MIDDLE,
                                       .fit = true,
                                       .id = TEXT("search-words")});
    if (keys)
        ui_caret(ui, rect_centred(words, words.w, caret), value, value.size > 0 ? size.width : 0);
    rect_cut_top(&room, 16);
    find(scene);
    float line = ui_line_height(ui, TYPE_BODY);
    ui_text(
        ui, rect_cut_top(&room, line), found_words(scene),
        (UiText){
            .style = TYPE_BODY, .colour = COLOUR_TEXT_2, .fit = true, .id = TEXT("found-count")});
    rect_cut_top(&room, 24);
    part_low_basket(scene, room, false);
    if (keys) { // it takes the bar's room too: the key that hides it brings that back
        controls.h += controls.y - frame->top.y;
        controls.y = frame->top.y;
        keyboard(scene, controls);
    } else {
        part_top_bar(scene, frame,
                     &(TopBar){.back = ui_tr(ui, "Find an item"),
                               .back_event = EVENT_BACK,
                               .tools = TOP_ALL,
                               .low = LOW_KEYS});
        if (state->found_count > 0)
            part_low_tiles(scene, controls, state->found, state->found_count, value);
    }
    part_pay(scene, frame, false);
    part_sale_toast(scene, frame);
}

void screen_search(Scene *scene)
{
    Ui *ui = scene->ui;
    ScreensState *state = scene->state;
    Frame frame = frame_sale(scene, 0, false);
    if (frame.low) {
        low_search(scene, &frame);
        return;
    }
    Rect room = frame.main;
    Rect field_at = rect_cut_top(&room, frame.big ? 120 : 88);
    UiFieldAct act = ui_field(ui, field_at,
                              &(UiField){.id = TEXT("search"),
                                         .label = ui_tr(ui, "Search by name or number"),
                                         .value = query_of(state),
                                         .placeholder = ui_tr(ui, "Search by name or number"),
                                         .active = true,
                                         .icon = ICON_SEARCH,
                                         .clearable = true});
    if (act == FIELD_CLEARED) {
        state->query_size = 0;
        query_changed(state);
    }
    if (act != FIELD_NONE)
        state->keys_hidden = false;
    rect_cut_top(&room, frame.compact ? 8 : 16);
    if (!state->keys_hidden) {
        float height = frame.compact ? 376 : frame.wide ? 408 : 464;
        Rect ground = rect_cut_bottom(&room, height);
        ground =
            RECT(frame.main.x - frame.margin, ground.y, frame.main.w + 2 * frame.margin, ground.h);
        ui_box(
            ui, ground,
            (UiBox){.fill = COLOUR_SUNKEN, .radius = RADIUS_XL, .square_corners = CORNERS_BOTTOM});
        // Eleven keys in a row of a small screen are as large as a fingertip only from edge to
        // edge.
        Rect keys = frame.compact
                        ? rect_inset(ground, 0, 4)
                        : RECT(frame.main.x - 6, ground.y + 10, frame.main.w + 12, height - 28);
        keyboard(scene, keys);
    }
    find(scene);
    results(scene, room);
    part_top_bar(
        scene, &frame,
        &(TopBar){.back = ui_tr(ui, "Find an item"), .back_event = EVENT_BACK, .tools = TOP_ALL});
    part_dock_ground(scene, &frame);
    if (frame.wide)
        part_basket_panel(scene, &frame, true);
    part_pay(scene, &frame, false);
    part_sale_toast(scene, &frame);
}
