#include "picture_checks.h"

#include <stdio.h>
#include <string.h>

#include "ui/ui_internal.h"

typedef struct Look {
    Fixture *fixture;
    const AccessTree *tree;
    const char *name;
    int32_t found;
} Look;

static Look look_at(Fixture *fixture, const char *name)
{
    return (Look){.fixture = fixture, .tree = ui_access_tree(fixture->ui), .name = name};
}

static void find(Look *look, const AccessNode *node, const char *what)
{
    Text words = node->id.size > 0 ? node->id : node->label;
    fprintf(stderr, "# %s: '%.*s' %s (%d,%d %dx%d)\n", look->name, TEXT_PRINTF(words), what,
            node->rect.x, node->rect.y, node->rect.w, node->rect.h);
    look->found++;
}

// ---- Controls

static bool is_over_others(const AccessNode *node) // the toast and the cross in a field
{
    return text_equal(node->id, TEXT("undo")) || text_contains(node->id, TEXT("-clear"));
}

static void check_controls(Look *look)
{
    const Layout *layout = ui_layout(look->fixture->ui);
    const AccessTree *tree = look->tree;
    int32_t least = (int32_t)(layout->touch_min * layout->scale);
    for (int32_t i = 0; i < tree->count; i++) {
        const AccessNode *node = &tree->nodes[i];
        if (!access_node_is_control(node))
            continue;
        if (node->rect.w < least || node->rect.h < least)
            find(look, node, "is too small to touch");
        if (node->rect.x < -2000 || node->rect.y < -2000)
            find(look, node, "is nowhere");
        if (pixel_rect_is_empty(node->seen)) // scrolled away
            continue;
        for (int32_t j = i + 1; j < tree->count && !is_over_others(node); j++) {
            const AccessNode *other = &tree->nodes[j];
            if (access_node_is_control(other) && other->layer == node->layer &&
                !is_over_others(other) &&
                !pixel_rect_is_empty(pixel_rect_intersect(node->seen, other->seen))) {
                find(look, node, "is overlapped");
                find(look, other, "is what overlaps it");
            }
        }
    }
}

// ---- What scrolls

static bool is_whole(const AccessNode *node)
{
    return pixel_rect_equal(node->seen, node->rect);
}

// Of what can be touched in an area at least one thing is seen whole: else nobody knows that there
// is something.
static void check_scrolls(Look *look)
{
    const AccessTree *tree = look->tree;
    for (int32_t i = 0; i < tree->count; i++) {
        const AccessNode *area = &tree->nodes[i];
        bool some_cut = false, some_whole = false;
        for (int32_t j = 0; j < tree->count && area->role == ACCESS_SCROLL; j++) {
            const AccessNode *node = &tree->nodes[j];
            if (!access_node_is_control(node) || node->layer != area->layer ||
                !pixel_rects_overlap(node->rect, area->rect))
                continue;
            some_cut |= !is_whole(node);
            some_whole |= is_whole(node);
        }
        if (some_cut && !some_whole)
            find(look, area, "shows nothing whole");
    }
}

// A mark that there is more: a chevron in the area's lower edge, or in the strip under it.
static bool has_more_sign(const Look *look, PixelRect area)
{
    const DrawList *list = &look->fixture->ui->list;
    int32_t reach = (int32_t)(100 * ui_layout(look->fixture->ui)->scale);
    for (int32_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        int32_t middle = command->rect.y + command->rect.h / 2 - (area.y + area.h);
        if (command->kind == DRAW_ICON && command->generation >> 16 == ICON_CHEVRON_DOWN &&
            middle > -reach && middle < reach &&
            pixel_rects_overlap((PixelRect){command->rect.x, area.y, command->rect.w, area.h},
                                area))
            return true;
    }
    return false;
}

// Pictures of a grid are cut by what is below: everybody sees that they go on.
static bool is_tile_cut_clearly(const Look *look, const AccessNode *node)
{
    int32_t least = (int32_t)(24 * ui_layout(look->fixture->ui)->scale);
    return node->role == ACCESS_TILE && node->seen.h >= least &&
           node->seen.h + least / 2 <= node->rect.h;
}

// Who can't see that there is more doesn't scroll.
static void check_more(Look *look)
{
    const Ui *ui = look->fixture->ui;
    for (int32_t i = 0; i < look->tree->count; i++) {
        const AccessNode *area = &look->tree->nodes[i];
        bool told = area->role != ACCESS_SCROLL || area->layer < look->tree->top_layer ||
                    has_more_sign(look, area->rect);
        for (int32_t j = 0; j < look->tree->count && !told; j++)
            told = look->tree->nodes[j].layer == area->layer &&
                   pixel_rects_overlap(look->tree->nodes[j].rect, area->rect) &&
                   is_tile_cut_clearly(look, &look->tree->nodes[j]);
        for (int32_t j = 0; j < UI_SCROLL_MAX && !told; j++) {
            const UiScrollPlace *place = &ui->scrolls[j];
            if (place->id == touch_hash_id(area->id) && !place->horizontal &&
                place->content - place->view - place->offset > 16)
                find(look, area, "goes on below without a sign");
        }
    }
}

// What "Choose: Size" asks for is in sight: the caption that says the same words.
static void check_asked(Look *look)
{
    const AccessNode *add = access_tree_find_id(look->tree, TEXT("add"));
    if (!add || add->enabled || add->reason.size == 0 || add->layer < look->tree->top_layer)
        return;
    bool has_choices = false, seen = false;
    for (int32_t i = 0; i < look->tree->count; i++) {
        const AccessNode *node = &look->tree->nodes[i];
        has_choices |= node->role == ACCESS_OPTION;
        seen |= node->role == ACCESS_TEXT && !node->part && is_whole(node) &&
                text_equal(node->label, add->reason);
    }
    if (has_choices && !seen)
        find(look, add, "asks for what is not seen");
}

// ---- Words

// They stand for a picture, and go where it goes: the welcome wall is cut at its edges.
static bool is_initials(const AccessNode *node)
{
    int32_t position = 0;
    for (int32_t letters = 0; letters < 2 && position < node->label.size; letters++)
        (void)text_next_code_point(node->label, &position);
    return node->part && position == node->label.size;
}

// Painted, and to be read. Other texts of the tree are only heard.
static bool is_words(const AccessNode *node)
{
    return node->role == ACCESS_TEXT && node->colour != 0 && !pixel_rect_is_empty(node->seen) &&
           !is_initials(node);
}

static bool is_in(const AccessNode *node, const AccessNode *area)
{
    return area->layer == node->layer &&
           pixel_rect_contains(area->seen, node->seen.x + node->seen.w / 2,
                               node->seen.y + node->seen.h / 2);
}

static bool is_in_scroll(const Look *look, const AccessNode *node)
{
    for (int32_t i = 0; i < look->tree->count; i++) {
        const AccessNode *area = &look->tree->nodes[i];
        if (area->role == ACCESS_SCROLL && area->layer == node->layer &&
            pixel_rects_overlap(area->rect, node->rect))
            return true;
    }
    return false;
}

// The smallest control that a text lies in.
static const AccessNode *control_around(const Look *look, const AccessNode *node)
{
    const AccessNode *found = NULL;
    for (int32_t i = 0; i < look->tree->count; i++) {
        const AccessNode *control = &look->tree->nodes[i];
        if (access_node_is_control(control) && is_in(node, control) &&
            (!found || control->rect.w * control->rect.h < found->rect.w * found->rect.h))
            found = control;
    }
    return found;
}

static bool is_article_name(const Look *look, Text text)
{
    const Catalogue *catalogue = &look->fixture->catalogue;
    for (uint32_t i = 0; i < catalogue->header->tables[CAT_TABLE_ARTICLES].count; i++)
        if (text_equal(text, catalogue_article_name(catalogue, (int32_t)i,
                                                    look->fixture->view.catalogue_language)))
            return true;
    return false;
}

// A long name may end in an ellipsis where the whole of it is still heard.
static bool is_heard_whole(const Look *look, const AccessNode *node)
{
    if (!node->part)
        return true;
    for (int32_t i = 0; i < look->tree->count; i++) {
        const AccessNode *other = &look->tree->nodes[i];
        if (!other->part && other->layer == node->layer && text_contains(other->label, node->label))
            return true;
    }
    return false;
}

static const float letters_least = 18; // u

// At large text the longest names of articles may be broken.
static bool is_broken(const Look *look, const AccessNode *node)
{
    return node->broken &&
           !(ui_is_text_big(look->fixture->ui) && is_article_name(look, node->label));
}

static void check_words(Look *look)
{
    for (int32_t i = 0; i < look->tree->count; i++) {
        const AccessNode *node = &look->tree->nodes[i];
        if (!is_words(node))
            continue;
        if (node->cut && !(is_article_name(look, node->label) && is_heard_whole(look, node)))
            find(look, node, "is cut");
        if (is_broken(look, node))
            find(look, node, "has a word on two lines");
        if (node->size_px < letters_least * ui_layout(look->fixture->ui)->scale)
            find(look, node, "has letters too small to read");
        bool clipped = node->seen.w + 1 < node->rect.w || node->seen.h + 1 < node->rect.h;
        if (clipped && !is_in_scroll(look, node))
            find(look, node, "runs out of its place");
        const AccessNode *control = node->part ? control_around(look, node) : NULL;
        int32_t slack = (int32_t)(node->size_px * 0.3f); // a line is higher than its letters
        if (control && (node->rect.w > control->rect.w || node->rect.h > control->rect.h + slack))
            find(look, node, "is larger than its control");
    }
}

// ---- What is painted over what

// The command that painted a text: its mask is a little larger than the text.
static int32_t command_of(const Look *look, const AccessNode *node)
{
    const DrawList *list = &look->fixture->ui->list;
    for (int32_t i = list->count - 1; i >= 0; i--) {
        const DrawCommand *command = &list->commands[i];
        PixelRect inner = pixel_rect_intersect(command->rect, node->rect);
        if (command->kind == DRAW_TEXT && command->colour == node->colour &&
            inner.w + 2 >= node->rect.w && inner.h + 2 >= node->rect.h &&
            (float)(command->rect.w - node->rect.w) < node->size_px)
            return i;
    }
    return list->count;
}

// A ground that was painted on what the command `from` had painted.
static const DrawCommand *painted_over(const Look *look, int32_t from, PixelRect seen)
{
    const DrawList *list = &look->fixture->ui->list;
    for (int32_t i = from + 1; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_FILL && command->opacity == 255 && command->colour >> 24 == 255 &&
            pixel_rects_overlap(command->bounds, seen))
            return command;
    }
    return NULL;
}

// A toast passes over what is there, and what scrolls goes under the bars.
static bool may_be_over(const Look *look, const DrawCommand *ground, const AccessNode *node)
{
    const AccessNode *toast = access_tree_find_id(look->tree, TEXT("toast"));
    return is_in_scroll(look, node) ||
           (toast && pixel_rect_contains(ground->rect, toast->rect.x + 1, toast->rect.y + 1));
}

// Lines touch each other, and Arabic ones by a little more; words over words can't be read.
static void check_words_apart(Look *look, const AccessNode *node)
{
    const AccessNode *end = look->tree->nodes + look->tree->count;
    for (const AccessNode *other = node + 1; other < end; other++) {
        float smaller = node->size_px < other->size_px ? node->size_px : other->size_px;
        int32_t shared = pixel_rect_intersect(node->seen, other->seen).h;
        if (is_words(other) && other->layer == node->layer && (float)shared > smaller * 0.45f) {
            find(look, node, "is written over");
            find(look, other, "is what is over it");
        }
    }
}

static void check_words_seen(Look *look)
{
    for (int32_t i = 0; i < look->tree->count; i++) {
        const AccessNode *node = &look->tree->nodes[i];
        if (!is_words(node) || node->layer < look->tree->top_layer)
            continue;
        const DrawCommand *over = painted_over(look, command_of(look, node), node->seen);
        if (!over)
            check_words_apart(look, node);
        else if (!may_be_over(look, over, node))
            find(look, node, "is under something");
    }
}

int32_t picture_check_layout(Fixture *fixture, const char *name)
{
    Look look = look_at(fixture, name);
    check_controls(&look);
    check_scrolls(&look);
    check_more(&look);
    check_asked(&look);
    check_words(&look);
    check_words_seen(&look);
    return look.found;
}

// ---- Reach

int32_t picture_check_reach(Fixture *fixture, const char *name)
{
    Look look = look_at(fixture, name);
    const Layout *layout = ui_layout(fixture->ui);
    // In landscape a third is too little for a sheet; what is in it may be in the lower half.
    bool sheet = look.tree->top_layer > 0 && layout->kind == LAYOUT_LANDSCAPE;
    // ... as may be what is chosen of an article, where a third would hide it.
    bool choices = text_equal(look.tree->screen, TEXT("article")) ||
                   text_equal(look.tree->screen, TEXT("weigh"));
    int32_t from = sheet || choices ? layout->height_px / 2 : layout->height_px * 2 / 3;
    for (int32_t i = 0; i < look.tree->count; i++) {
        const AccessNode *node = &look.tree->nodes[i];
        bool wall = text_equal(node->id, TEXT("wall")); // the same as the button to start
        if (access_node_is_control(node) && node->layer == look.tree->top_layer && !wall &&
            !pixel_rect_is_empty(node->seen) && node->seen.y + node->seen.h / 2 < from)
            find(&look, node, "is out of reach");
    }
    return look.found;
}

// ---- Colours

enum { COLOURS_MAX = 4096 }; // a power of two

typedef struct Ground {
    uint32_t colour;  // the most frequent one
    double strongest; // contrast of any pixel to it
} Ground;

// The commonest colour of a rectangle is what letters stand on: they cover less than half of it.
static Ground ground_of(const PaintSurface *surface, PixelRect rect, uint32_t letters)
{
    static uint32_t colours[COLOURS_MAX];
    static int32_t counts[COLOURS_MAX];
    Ground ground = {0};
    int32_t most = 0, used = 0;
    memset(counts, 0, sizeof counts);
    rect = pixel_rect_intersect(rect, (PixelRect){0, 0, surface->width, surface->height});
    for (int32_t y = rect.y; y < rect.y + rect.h; y++) {
        for (int32_t x = rect.x; x < rect.x + rect.w; x++) {
            uint32_t colour = surface->pixels[y * surface->stride + x] & 0xffffff;
            uint32_t at = colour * 2654435761u >> 20 & (COLOURS_MAX - 1);
            while (counts[at] > 0 && colours[at] != colour)
                at = (at + 1) & (COLOURS_MAX - 1);
            CHECK(counts[at] > 0 || ++used < COLOURS_MAX); // a photo: nobody writes on one
            colours[at] = colour;
            counts[at]++;
            if (counts[at] > most && colour != (letters & 0xffffff)) {
                most = counts[at];
                ground.colour = colour;
            }
        }
    }
    for (int32_t i = 0; i < COLOURS_MAX; i++) {
        double ratio = counts[i] > 0 ? theme_contrast_ratio(colours[i], ground.colour) : 0;
        ground.strongest = ratio > ground.strongest ? ratio : ground.strongest;
    }
    return ground;
}

static bool is_off(const Look *look, const AccessNode *node)
{
    const AccessNode *control = control_around(look, node);
    return control && !control->enabled && control->reason.size == 0;
}

static bool is_seen_well(const Look *look, const AccessNode *node, int32_t command)
{
    return node->seen.h * 4 >= node->rect.h * 3 && node->seen.w * 4 >= node->rect.w * 3 &&
           node->layer == look->tree->top_layer && !painted_over(look, command, node->seen);
}

static void check_colours(Look *look, const AccessNode *node, float least)
{
    char words[100];
    Ground ground = ground_of(&look->fixture->display.surface, node->seen, node->colour);
    double meant = theme_contrast_ratio(node->colour, ground.colour);
    double ratio = meant < ground.strongest ? meant : ground.strongest;
    snprintf(words, sizeof words, "%06x on %06x is %.2f to 1", node->colour & 0xffffff,
             ground.colour, ratio);
    if (ratio < least && !is_off(look, node))
        find(look, node, words);
}

static void check_icons(Look *look)
{
    const DrawList *list = &look->fixture->ui->list;
    for (int32_t i = 0; i < list->count && look->tree->top_layer == 0; i++) {
        const DrawCommand *command = &list->commands[i];
        AccessNode node = {.id = TEXT("icon"),
                           .rect = command->rect,
                           .seen = command->bounds,
                           .colour = command->colour};
        if (command->kind == DRAW_ICON && command->opacity == 255 && is_seen_well(look, &node, i))
            check_colours(look, &node, 3.0f);
    }
}

// Where a control is drawn by its edge alone, the edge must be seen. Chips have a line that only
// decorates: their words say what they are.
static void check_edges(Look *look)
{
    const DrawList *list = &look->fixture->ui->list;
    const PaintSurface *surface = &look->fixture->display.surface;
    uint32_t line = ui_colour(look->fixture->ui, COLOUR_LINE) & 0xffffff;
    for (int32_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind != DRAW_BORDER || command->opacity != 255 ||
            (command->colour & 0xffffff) == line)
            continue;
        for (int32_t j = 0; j < look->tree->count; j++) {
            const AccessNode *node = &look->tree->nodes[j];
            int32_t x = node->rect.x + node->rect.w / 2, y = node->rect.y - 3;
            if (!access_node_is_control(node) || node->layer != look->tree->top_layer ||
                !pixel_rect_equal(node->rect, command->rect) ||
                !pixel_rect_equal(node->seen, node->rect) || y < 0 || x >= surface->width)
                continue;
            uint32_t outside = surface->pixels[y * surface->stride + x];
            char words[100];
            double ratio = theme_contrast_ratio(command->colour, outside);
            snprintf(words, sizeof words, "has an edge %06x on %06x, %.2f to 1",
                     command->colour & 0xffffff, outside & 0xffffff, ratio);
            if (ratio < 3.0)
                find(look, node, words);
        }
    }
}

// The fill and the border that a control was drawn with: its own rectangle, or a key's smaller cap.
static bool is_of(const AccessNode *node, PixelRect rect)
{
    int32_t inset = rect.x - node->rect.x;
    return inset >= 0 && inset <= 8 && rect.y - node->rect.y == inset &&
           node->rect.w - rect.w == 2 * inset && node->rect.h - rect.h == 2 * inset;
}

// A ground of its own that is as the ground below is none: a shadow alone is hardly seen.
static void check_ground(Look *look, const AccessNode *node)
{
    const DrawList *list = &look->fixture->ui->list;
    int32_t fill = -1;
    bool edge = false;
    for (int32_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (is_of(node, command->rect) && command->kind == DRAW_FILL && command->opacity == 255)
            fill = i;
        edge |= is_of(node, command->rect) && command->kind == DRAW_BORDER;
    }
    for (int32_t i = fill - 1; i >= 0 && !edge; i--) {
        const DrawCommand *below = &list->commands[i];
        PixelRect shared = pixel_rect_intersect(below->rect, node->rect);
        if (below->kind != DRAW_FILL || below->opacity < 255 ||
            !pixel_rect_equal(shared, node->rect) || is_of(node, below->rect))
            continue;
        if (below->colour == list->commands[fill].colour)
            find(look, node, "can't be told from its ground");
        return;
    }
}

int32_t picture_check_contrast(Fixture *fixture, const char *name)
{
    Look look = look_at(fixture, name);
    for (int32_t i = 0; i < look.tree->count; i++) {
        const AccessNode *node = &look.tree->nodes[i];
        bool large = node->size_px >= (node->bold ? 24 : 32);
        if (node->role == ACCESS_TEXT && node->colour != 0 &&
            is_seen_well(&look, node, command_of(&look, node)))
            check_colours(&look, node, large ? 3.0f : 4.5f);
    }
    for (int32_t i = 0; i < look.tree->count; i++) {
        const AccessNode *node = &look.tree->nodes[i];
        if (access_node_is_control(node) && node->enabled && is_whole(node) &&
            node->layer == look.tree->top_layer)
            check_ground(&look, node);
    }
    check_icons(&look);
    check_edges(&look);
    return look.found;
}
