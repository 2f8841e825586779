/* Finding by picture: categories as chips, articles as tiles, what was just added in the dock. */
#include <math.h>

#include "screens/parts.h"

enum { CHIPS_MAX = 64 };

typedef struct Chips { // a row of chips that runs off at the side
    UiChip chips[CHIPS_MAX];
    float widths[CHIPS_MAX];
    int32_t targets[CHIPS_MAX]; // category index, or one of the below
    int32_t count;
} Chips;

enum { // beside category indexes
    TARGET_FAVOURITES = -2,
    TARGET_OTHER = -3,
    TARGET_OPEN_SUB = -4,
    TARGET_CLOSE_SUB = -5,
};

static void chips_add(Chips *chips, UiChip chip, int32_t target)
{
    if (chips->count == CHIPS_MAX)
        return;
    chips->chips[chips->count] = chip;
    chips->targets[chips->count] = target;
    chips->count++;
}

static Text category_name(Scene *scene, int32_t category)
{
    return catalogue_category_name(scene->view->catalogue, category,
                                   scene->view->catalogue_language);
}

static int32_t top_of(const Catalogue *catalogue, int32_t category)
{
    while (category != CATALOGUE_NONE && catalogue->categories[category].parent != CATALOGUE_NONE)
        category = catalogue->categories[category].parent;
    return category;
}

static int32_t chosen_category(Scene *scene)
{
    const ArticleList *list = &scene->state->list;
    return list->built && list->choice == BROWSE_CATEGORY ? list->category : CATALOGUE_NONE;
}

static void top_chips(Scene *scene, Chips *chips, bool fold)
{
    Ui *ui = scene->ui;
    const Catalogue *catalogue = scene->view->catalogue;
    BrowseChoice choice = scene->state->choice;
    chips_add(chips,
              (UiChip){.id = TEXT("category-favourites"),
                       .label = catalogue->category_count > 0 ? ui_tr(ui, "Favourites")
                                                              : ui_tr(ui, "All items"),
                       .icon = ICON_STAR,
                       .selected = choice == BROWSE_FAVOURITES},
              TARGET_FAVOURITES);
    int32_t chosen = top_of(catalogue, chosen_category(scene));
    for (int32_t i = 0; i < catalogue->category_count; i++) {
        const CatCategory *category = &catalogue->categories[i];
        if (category->parent != CATALOGUE_NONE)
            continue;
        chips_add(
            chips,
            (UiChip){.id = ui_id(ui, "category-%d", category->id),
                     .label = category_name(scene, i),
                     .picture = {.kind = category->has_image ? PICTURE_CATEGORY : PICTURE_NONE,
                                 .id = (uint64_t)category->id},
                     .selected = i == chosen},
            i);
    }
    if (article_list_has_other(scene))
        chips_add(chips,
                  (UiChip){.id = TEXT("category-other"),
                           .label = ui_tr(ui, "Other"),
                           .selected = choice == BROWSE_OTHER},
                  TARGET_OTHER);
    if (fold && chosen != CATALOGUE_NONE && catalogue->categories[chosen].children.count > 0)
        chips_add(chips,
                  (UiChip){.id = TEXT("category-more"),
                           .label = UI_FILL(ui, ui_tr(ui, "More in {category}"),
                                            {"category", category_name(scene, chosen)}),
                           .icon_end = ICON_CHEVRON_RIGHT},
                  TARGET_OPEN_SUB);
}

// The level below what is chosen: "All" and the children; deeper down the way back, this level and
// its children.
static void sub_chips(Scene *scene, Chips *chips, bool folded)
{
    Ui *ui = scene->ui;
    const Catalogue *catalogue = scene->view->catalogue;
    int32_t chosen = chosen_category(scene);
    if (chosen == CATALOGUE_NONE)
        return;
    int32_t base = chosen;
    if (catalogue->categories[base].children.count == 0)
        base = catalogue->categories[base].parent;
    if (base == CATALOGUE_NONE)
        return;
    int32_t parent = catalogue->categories[base].parent;
    bool sub = !folded;
    if (parent != CATALOGUE_NONE || folded) {
        int32_t back = parent != CATALOGUE_NONE ? parent : TARGET_CLOSE_SUB;
        chips_add(chips,
                  (UiChip){.id = TEXT("category-up"),
                           .label = category_name(scene, parent != CATALOGUE_NONE ? parent : base),
                           .icon = ICON_CHEVRON_LEFT,
                           .sub = sub},
                  back);
    }
    chips_add(chips,
              (UiChip){.id = TEXT("category-all"),
                       .label = parent != CATALOGUE_NONE ? category_name(scene, base)
                                                         : ui_tr_context(ui, "category", "All"),
                       .selected = chosen == base,
                       .sub = sub},
              base);
    CatRange children = catalogue->categories[base].children;
    for (uint32_t i = 0; i < children.count; i++) {
        int32_t child = (int32_t)catalogue->indexes[children.first + i];
        chips_add(chips,
                  (UiChip){.id = ui_id(ui, "category-%d", catalogue->categories[child].id),
                           .label = category_name(scene, child),
                           .selected = child == chosen,
                           .sub = sub},
                  child);
    }
}

static void choose(Scene *scene, int32_t target)
{
    ScreensState *state = scene->state;
    if (target == TARGET_OPEN_SUB || target == TARGET_CLOSE_SUB) {
        state->sub_open = target == TARGET_OPEN_SUB;
        ui_scroll_to(scene->ui, TEXT("categories"), 0, 0);
        return;
    }
    if (target == TARGET_FAVOURITES)
        state->choice = BROWSE_FAVOURITES;
    else if (target == TARGET_OTHER)
        state->choice = BROWSE_OTHER;
    else {
        state->choice = BROWSE_CATEGORY;
        state->category_id = scene->view->catalogue->categories[target].id;
    }
    state->low_page = 0;
    state->low_categories = false;
    ui_scroll_to(scene->ui, TEXT("products"), 0, 0);
    ui_wake_at(scene->ui, ui_now_ms(scene->ui));
}

static void draw_chips(Scene *scene, Rect row, Text id, Chips *chips, float gap, float margin)
{
    Ui *ui = scene->ui;
    float content = 2 * margin;
    for (int32_t i = 0; i < chips->count; i++) {
        chips->widths[i] = ui_chip_width(ui, &chips->chips[i]);
        content += chips->widths[i] + (i > 0 ? gap : 0);
    }
    Rect where = rect_inset(row, -margin, 0); // they run off at the sides
    UiScrollState scroll = ui_begin_scroll(ui, where,
                                           &(UiScroll){.id = id,
                                                       .label = ui_tr(ui, "Categories"),
                                                       .content = content,
                                                       .horizontal = true,
                                                       .bleed = 8});
    float x = margin;
    int32_t touched = CATALOGUE_NONE;
    for (int32_t i = 0; i < chips->count; i++) {
        bool seen = x + chips->widths[i] > scroll.seen_from && x < scroll.seen_to;
        if (seen &&
            ui_chip(ui, RECT(where.x + x, where.y, chips->widths[i], where.h), &chips->chips[i]))
            touched = i;
        x += chips->widths[i] + gap;
    }
    ui_end_scroll(ui);
    if (touched != CATALOGUE_NONE)
        choose(scene, chips->targets[touched]);
}

// Portrait: the search field and a button that types numbers at once.
static void search_row(Scene *scene, const Frame *frame, Rect row)
{
    Ui *ui = scene->ui;
    if (frame->big) {
        part_search_field(scene, row, ui_tr(ui, "Search"));
        return;
    }
    Rect keys = rect_cut_end(&row, row.h);
    rect_cut_end(&row, 16);
    part_search_field(scene, row, ui_tr(ui, "Search by name or number"));
    UiButton numbers = {.id = TEXT("keypad"),
                        .label = ui_tr(ui, "Type a number"),
                        .icon = ICON_KEYPAD,
                        .icon_only = true};
    if (ui_button(ui, keys, &numbers)) {
        scene->state->keys_symbols = true;
        scene_emit(scene, EVENT_SHOW_SEARCH);
    }
}

static Rect categories(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    Rect rest = frame->main;
    if (!frame->wide) {
        search_row(scene, frame, rect_cut_top(&rest, frame->big ? 120 : 88));
        rect_cut_top(&rest, 16);
    }
    if (!scene->view->catalogue)
        return rest;
    bool fold = frame->compact || frame->big;
    Chips top = {0}, sub = {0};
    top_chips(scene, &top, fold);
    sub_chips(scene, &sub, fold);
    if (sub.count == 0)
        scene->state->sub_open = false;
    bool show_sub_in_place = fold && scene->state->sub_open;
    draw_chips(scene, rect_cut_top(&rest, ui_chip_height(ui, false)), TEXT("categories"),
               show_sub_in_place ? &sub : &top, 12, frame->margin);
    if (!fold && sub.count > 0) {
        rect_cut_top(&rest, frame->wide ? 8 : 12);
        draw_chips(scene, rect_cut_top(&rest, ui_chip_height(ui, true)), TEXT("sub-categories"),
                   &sub, 10, frame->margin);
    }
    rect_cut_top(&rest, frame->wide ? 12 : 16);
    return rest;
}

static void nothing_here(Scene *scene, Rect where)
{
    Ui *ui = scene->ui;
    UiText style = {
        .style = TYPE_HEADLINE, .align = ALIGN_CENTRE, .max_lines = 3, .colour = COLOUR_TEXT_2};
    Text words = ui_tr(ui, "Nothing here today");
    float height = scene_text_height(scene, where.w, words, style);
    float disc = where.h < 176 + 32 + height ? 0 : 176, gap = disc > 0 ? 32 : 0;
    float y = where.y + fmaxf(0, (where.h - disc - gap - height) / 2);
    if (disc > 0) {
        ui_disc(ui, where.x + where.w / 2, y + disc / 2, disc / 2, COLOUR_SUNKEN);
        ui_icon(ui, rect_centred(RECT(where.x, y, where.w, disc), 88, 88), ICON_BASKET,
                COLOUR_TEXT_2);
    }
    scene_paragraph(scene, RECT(where.x, y + disc + gap, where.w, height), words, style, true);
}

// Portrait: the line that was added last, with its stepper, and the way to the basket.
static const OrderLine *shown_line(Scene *scene)
{
    const Order *order = scene->order;
    const OrderLine *newest = NULL;
    for (int32_t i = 0; i < order->line_count; i++) {
        if (!line_is_shown(&order->lines[i]))
            continue;
        if (order->lines[i].id == scene->checkout->just_added_line_id)
            return &order->lines[i];
        newest = &order->lines[i];
    }
    return newest;
}

static void added_line(Scene *scene, Rect row, const OrderLine *line, bool big)
{
    Ui *ui = scene->ui;
    Text name = line_name(scene, line);
    bool added = line->id == scene->checkout->just_added_line_id;
    // What was added is told apart by a fade, also when it is the same article again.
    Text key = ui_id(ui, "added-%lld", (long long)scene->checkout->just_added_ms);
    float opacity = ui_animate_from(ui, key, added ? 0.0f : 1.0f, 1, MOTION_FADE_MS);
    ui_push_motion(ui, 0, 0, opacity);
    line_picture(scene, RECT(row.x, row.y + (row.h - 88) / 2, 88, 88), line->article_id, name,
                 RADIUS_M);
    float x = row.x + 108, width = row.w - 108;
    if (!big) {
        float stepper = line->flags & ORDER_LINE_WEIGHED ? 0 : line_stepper_width(scene);
        width -= stepper > 0 ? stepper + 20 : 0;
        if (stepper > 0)
            line_stepper(scene, RECT(row.x + row.w - stepper, row.y, stepper, row.h), line, false);
    }
    float caption = ui_line_height(ui, TYPE_CAPTION), label = ui_line_height(ui, TYPE_LABEL);
    float y = row.y + (row.h - caption - label) / 2;
    ui_text(ui, RECT(x, y, width, caption),
            added ? ui_tr(ui, "Just added") : line_detail(scene, line, true),
            (UiText){.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .silent = true, .fit = true});
    ui_text(ui, RECT(x, y + caption, width, label), name,
            (UiText){.style = TYPE_LABEL, .silent = true});
    ui_describe(ui, RECT(row.x, row.y, 88, row.h), ACCESS_TEXT,
                ui_id(ui, "line-%d", line_number(scene->order, line)),
                UI_FILL(ui, TEXT("{name}, {detail}, {amount}"), {"name", name},
                        {"detail", line_detail(scene, line, true)},
                        {"amount", ui_money(ui, line_minor(scene, line))}),
                ui_milli(ui, line->quantity.milli, 0, 3));
    ui_pop_motion(ui);
}

static void added_row(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    Rect row = frame->row;
    ui_line(ui, row.x, row.y + row.h + 24, row.w, 2, COLOUR_LINE);
    UiButton basket = {.id = TEXT("basket"),
                       .label = ui_tr(ui, "View basket"),
                       .text = frame->big ? ui_tr(ui, "Basket") : ui_tr(ui, "View basket"),
                       .icon = ICON_BASKET};
    float height = frame_button_height(scene, 96);
    float width = fminf(ui_button_width(ui, &basket), row.w / 2);
    Rect where = RECT(row.x + row.w - width, row.y + (row.h - height) / 2, width, height);
    if (ui_button(ui, where, &basket))
        scene_emit(scene, EVENT_SHOW_BASKET);
    row.w -= width + 20;
    const OrderLine *line = shown_line(scene);
    if (line) {
        added_line(scene, row, line, frame->big);
        return;
    }
    ui_box(ui, RECT(row.x, row.y + (row.h - 88) / 2, 88, 88),
           (UiBox){.fill = COLOUR_ACCENT_SOFT, .radius = RADIUS_M});
    ui_icon(ui, RECT(row.x + 20, row.y + (row.h - 48) / 2, 48, 48), ICON_SCAN, COLOUR_ACCENT);
    ui_text(ui, RECT(row.x + 108, row.y, row.w - 108, row.h),
            ui_tr(ui, "Scan an item, or touch a picture."),
            (UiText){.style = frame->big ? TYPE_CAPTION : TYPE_BODY,
                     .colour = COLOUR_TEXT_2,
                     .vertical = VERTICAL_MIDDLE,
                     .max_lines = 3});
}

// Low reach: the basket above, one row of tiles below. Where chips have no row of their own, a
// button puts them in the tiles' place.
static void low_browse(Scene *scene, const Frame *frame)
{
    const ArticleList *list = &scene->state->list;
    bool fold = frame->wide || frame->big;
    part_low_begin(scene, frame);
    part_low_basket(scene, frame->upper, false);
    part_top_bar(
        scene, frame,
        &(TopBar){.tools = TOP_ALL, .low = LOW_SEARCH | LOW_BASKET | (fold ? LOW_CATEGORIES : 0)});
    Rect room = frame->main;
    bool chips = scene->view->catalogue && (!fold || scene->state->low_categories);
    if (chips) {
        Chips top = {0}, sub = {0};
        top_chips(scene, &top, true);
        sub_chips(scene, &sub, true);
        if (sub.count == 0)
            scene->state->sub_open = false;
        Rect row = rect_cut_top(&room, frame->big ? ui_chip_height(scene->ui, false) : 72);
        draw_chips(scene, row, TEXT("categories"), scene->state->sub_open ? &sub : &top, 12,
                   frame->margin);
        rect_cut_top(&room, 14);
    }
    article_list_update(scene); // a chip may have been touched
    if (chips && fold)
        room.h = 0;
    else if (list->count > 0)
        part_low_tiles(scene, room, list->articles, list->count, (Text){0});
    else
        nothing_here(scene, room);
    part_pay(scene, frame, false);
    part_sale_toast(scene, frame);
}

void screen_browse(Scene *scene)
{
    Ui *ui = scene->ui;
    float row = frame_button_height(scene, 96);
    if (ui_is_text_big(ui))
        row = fmaxf(row, ui_line_height(ui, TYPE_CAPTION) + ui_line_height(ui, TYPE_LABEL));
    Frame frame = frame_sale(scene, row, true);
    article_list_update(scene);
    if (frame.low) {
        low_browse(scene, &frame);
        return;
    }
    Rect grid = categories(scene, &frame);
    article_list_update(scene); // a chip may have been touched
    const ArticleList *list = &scene->state->list;
    if (list->count > 0)
        part_tiles(scene, grid, TEXT("products"), list->articles, list->count, (Text){0});
    else
        nothing_here(scene, grid);
    part_top_bar(scene, &frame, &(TopBar){.tools = TOP_ALL, .search = frame.wide});
    part_dock_ground(scene, &frame);
    if (frame.wide)
        part_basket_panel(scene, &frame, true);
    else
        added_row(scene, &frame);
    part_pay(scene, &frame, false);
    part_sale_toast(scene, &frame);
}
