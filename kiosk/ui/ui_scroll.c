/* Scroll areas: they follow the finger, run on when it is lifted, stop at their ends, and show that
 * they go on. */
#include <math.h>
#include <string.h>

#include "ui/ui_internal.h"

enum { INERTIA_MS = 325 }; // the speed falls to a third in this time
#define SLOWEST 0.02f      // u per ms: stopped

static UiScrollPlace *place_for(Ui *ui, uint64_t id)
{
    UiScrollPlace *oldest = &ui->scrolls[0];
    for (int32_t i = 0; i < UI_SCROLL_MAX; i++) {
        if (ui->scrolls[i].id == id)
            return &ui->scrolls[i];
        if (ui->scrolls[i].frame < oldest->frame)
            oldest = &ui->scrolls[i];
    }
    memset(oldest, 0, sizeof *oldest);
    oldest->id = id;
    oldest->moved_ms = ui->now_ms;
    return oldest;
}

static float furthest(const UiScrollPlace *place)
{
    return place->content > place->view ? place->content - place->view : 0;
}

static void keep_inside(UiScrollPlace *place)
{
    float last = furthest(place);
    if (place->offset < 0 || place->offset > last)
        place->speed = 0;
    place->offset = place->offset < 0 ? 0 : place->offset > last ? last : place->offset;
}

static void follow_finger(Ui *ui, UiScrollPlace *place, bool horizontal)
{
    Touch *touch = &ui->touch;
    if (touch->scroll != place->id)
        return;
    float s = ui->layout.scale;
    float mirror = horizontal && ui->mirrored ? -1.0f : 1.0f;
    if (touch->down && !touch->ignored)
        place->speed = 0; // a finger on it stops it
    if (touch->dragging) {
        place->offset -= mirror * (horizontal ? touch->drag_x : touch->drag_y) / s;
        touch->drag_x = touch->drag_y = 0;
    }
    if (touch->flung) {
        place->speed = -mirror * (horizontal ? touch->speed_x : touch->speed_y) / s;
        touch->flung = touch->dragging = false;
        touch->scroll = 0;
    }
}

static void run_on(Ui *ui, UiScrollPlace *place)
{
    float elapsed = (float)(ui->now_ms - place->moved_ms);
    elapsed = elapsed > 100 ? 100 : elapsed; // after a pause it goes on, it doesn't jump
    if (place->speed == 0 || elapsed <= 0)
        return;
    // The integral of a speed that decays exponentially.
    float decay = expf(-elapsed / (float)INERTIA_MS);
    place->offset += place->speed * (float)INERTIA_MS * (1.0f - decay);
    place->speed *= decay;
    if (fabsf(place->speed) < SLOWEST)
        place->speed = 0;
}

static void go_to_goal(UiScrollPlace *place)
{
    if (!place->has_goal)
        return;
    place->has_goal = false;
    place->speed = 0;
    if (place->goal_from < place->offset)
        place->offset = place->goal_from;
    else if (place->goal_to > place->offset + place->view) // of what is larger the beginning
        place->offset = fminf(place->goal_to - place->view, place->goal_from);
    if (place->goal_from <= 0 && place->goal_to <= 0)
        place->offset = 0;
}

UiScrollState ui_begin_scroll(Ui *ui, Rect where, const UiScroll *scroll)
{
    CHECK(ui->scroll_depth < UI_SCROLL_MAX);
    UiScrollPlace *place = place_for(ui, touch_hash_id(scroll->id));
    bool grew = scroll->content > place->content;
    bool was_at_end = place->offset >= furthest(place) - 1;
    place->content = scroll->content;
    place->view = scroll->horizontal ? where.w : where.h;
    place->frame = ui->frame;
    if (scroll->to_end && grew && was_at_end)
        place->offset = furthest(place);
    follow_finger(ui, place, scroll->horizontal);
    run_on(ui, place);
    go_to_goal(place);
    keep_inside(place);
    place->moved_ms = ui->now_ms;
    bool dragged = ui->touch.scroll == place->id && ui->touch.dragging;
    if (place->speed != 0)
        ui_wake_at(ui, ui->now_ms + 16);

    // Whole pixels, so that letters and boxes move together.
    float s = ui->layout.scale, offset = roundf(place->offset * s) / s;
    ui_describe(ui, where, ACCESS_SCROLL, scroll->id, scroll->label, (Text){0});
    // The bleed goes where the content doesn't move: shadows keep their sides.
    Rect clip = rect_inset(where, scroll->horizontal ? 0 : -scroll->bleed,
                           scroll->horizontal ? -scroll->bleed : 0);
    UiGroup *group = NULL;
    ui_push_clip(ui, clip);
    group = ui_push_group(ui);
    if (scroll->horizontal)
        group->dx -= offset;
    else
        group->dy -= offset;
    ui->scroll_stack[ui->scroll_depth++] = (int32_t)(place - ui->scrolls);
    place->origin = scroll->horizontal ? where.x : where.y;
    place->horizontal = scroll->horizontal;
    place->own_sign = scroll->own_sign;
    place->sign_centred = scroll->sign_centred;
    place->where = where;
    return (UiScrollState){.offset = offset,
                           .seen_from = offset,
                           .seen_to = offset + place->view,
                           .moving = place->speed != 0 || dragged};
}

static void draw_more(Ui *ui, const UiScrollPlace *place)
{
    const float hardly = 12; // air under the last thing
    if (place->horizontal || place->own_sign || furthest(place) - place->offset <= hardly)
        return;
    float height = fminf(40 + 16 * (ui_text_scale(ui) - 1), place->where.h), width = height * 1.6f;
    Rect pill = {place->where.x + place->where.w - width,
                 place->where.y + place->where.h - height - 4, width, height};
    if (place->sign_centred)
        pill.x = place->where.x + (place->where.w - width) / 2;
    bool contrast = ui->settings.theme == THEME_CONTRAST;
    ui_box(ui, pill,
           (UiBox){.fill = COLOUR_SURFACE,
                   .border = contrast ? COLOUR_OUTLINE : COLOUR_LINE,
                   .radius = height / 2,
                   .shadow = SHADOW_1});
    ui_icon(ui, rect_centred(pill, height * 0.7f, height * 0.7f), ICON_CHEVRON_DOWN, COLOUR_TEXT);
}

void ui_end_scroll(Ui *ui)
{
    CHECK(ui->scroll_depth > 0);
    ui->scroll_depth--;
    ui_pop_group(ui);
    draw_more(ui, &ui->scrolls[ui->scroll_stack[ui->scroll_depth]]);
    ui_pop_group(ui);
}

void ui_scroll_to(Ui *ui, Text id, float from, float to)
{
    UiScrollPlace *place = place_for(ui, touch_hash_id(id));
    place->has_goal = true;
    place->goal_from = from;
    place->goal_to = to;
}

void ui_scroll_follow_focus(Ui *ui, Rect where)
{
    if (ui->scroll_depth == 0 || ui->focus == ui->focus_followed)
        return;
    ui->focus_followed = ui->focus;
    UiScrollPlace *place = &ui->scrolls[ui->scroll_stack[ui->scroll_depth - 1]];
    float from = (place->horizontal ? where.x : where.y) - place->origin;
    float size = place->horizontal ? where.w : where.h;
    place->has_goal = true;
    place->goal_from = from - 16; // with its ring
    place->goal_to = from + size + 16;
    ui_wake_at(ui, ui->now_ms);
}
