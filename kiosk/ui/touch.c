#include "ui/touch.h"

#include <stdlib.h>
#include <string.h>

#include "base/checksum.h"
#include "ui/theme.h"

uint64_t touch_hash_id(Text id)
{
    uint64_t hash = checksum_xxh3(id.data, (size_t)id.size);
    return hash ? hash : 1;
}

void touch_act(Touch *touch, uint64_t id)
{
    if (touch->acted_count == TOUCH_ACTED_MAX)
        return;
    touch->acted[touch->acted_count] = id;
    touch->acted_frames[touch->acted_count++] = 0;
}

void touch_init(Touch *touch, TouchSettings settings)
{
    memset(touch, 0, sizeof *touch);
    touch->settings = settings;
    touch->last_input_ms = INT64_MIN / 2;
}

static void press(Touch *touch, const AccessTree *tree, TouchEvent event)
{
    touch->last_input_ms = event.time_ms;
    if (touch->down)
        return; // another finger: the first one owns the screen
    const TouchSettings *settings = &touch->settings;
    touch->down = true;
    touch->finger = event.finger;
    touch->start_x = touch->x = event.x;
    touch->start_y = touch->y = event.y;
    touch->down_ms = touch->move_ms = event.time_ms;
    touch->captured = touch->scroll = 0;
    touch->inside = touch->held = touch->dragging = touch->flung = false;
    touch->drag_x = touch->drag_y = touch->speed_x = touch->speed_y = 0;
    touch->ignored = event.time_ms < touch->guard_until_ms;
    if (touch->ignored)
        return;

    const AccessNode *node = access_tree_at(tree, event.x, event.y);
    touch->on_nothing = node == NULL;
    if (node && node->enabled) {
        touch->captured = touch_hash_id(node->id);
        touch->captured_rect = node->seen;
        touch->inside = true;
    }
    const AccessNode *area = access_tree_scroll_at(tree, event.x, event.y);
    // A swipe that comes in from the edge of the glass is meant for nobody here; a press there may
    // be.
    bool edge = event.x < settings->edge_px || event.x >= settings->width_px - settings->edge_px ||
                event.y < settings->edge_px || event.y >= settings->height_px - settings->edge_px;
    if (area && !edge)
        touch->scroll = touch_hash_id(area->id);
}

static void follow(Touch *touch, TouchEvent event)
{
    if (!touch->down || touch->finger != event.finger)
        return;
    touch->last_input_ms = event.time_ms;
    int32_t dx = event.x - touch->x, dy = event.y - touch->y;
    int64_t elapsed = event.time_ms - touch->move_ms;
    touch->x = event.x;
    touch->y = event.y;
    touch->move_ms = event.time_ms;
    if (touch->ignored)
        return;
    int32_t far_x = abs(event.x - touch->start_x), far_y = abs(event.y - touch->start_y);
    bool far = far_x > touch->settings.drag_px || far_y > touch->settings.drag_px;
    if (!touch->dragging && touch->scroll && far) {
        touch->dragging = true;
        touch->captured = 0;
        dx = dy = 0; // the content doesn't jump by the threshold
    }
    if (touch->dragging) {
        touch->drag_x += (float)dx;
        touch->drag_y += (float)dy;
        if (elapsed > 0) {
            float now_x = (float)dx / (float)elapsed, now_y = (float)dy / (float)elapsed;
            touch->speed_x += (now_x - touch->speed_x) * 0.5f;
            touch->speed_y += (now_y - touch->speed_y) * 0.5f;
        }
    } else if (touch->captured) {
        PixelRect room = pixel_rect_grow(touch->captured_rect, touch->settings.slack_px);
        touch->inside = pixel_rect_contains(room, event.x, event.y);
        if (!touch->inside)
            touch->captured = 0; // sliding off cancels, and coming back doesn't mend it
    }
}

static void lift(Touch *touch, TouchEvent event)
{
    if (!touch->down || touch->finger != event.finger)
        return;
    bool rested = event.time_ms - touch->move_ms > TOUCH_REST_MS;
    if (event.x != touch->x || event.y != touch->y)
        follow(touch, event);
    touch->down = false;
    touch->last_input_ms = event.time_ms;
    if (touch->ignored)
        return;
    if (touch->dragging) {
        if (rested) // a finger that rested before it was lifted throws nothing
            touch->speed_x = touch->speed_y = 0;
        touch->flung = true;
        return;
    }
    if (!touch->captured && touch->on_nothing)
        touch->missed = true;
    if (touch->captured && touch->inside && !touch->held)
        touch_act(touch, touch->captured);
    touch->captured = 0;
}

void touch_event(Touch *touch, const AccessTree *tree, TouchEvent event)
{
    switch (event.phase) {
    case TOUCH_DOWN:
        press(touch, tree, event);
        break;
    case TOUCH_MOVE:
        follow(touch, event);
        break;
    case TOUCH_UP:
        lift(touch, event);
        break;
    case TOUCH_CANCEL:
        if (touch->finger == event.finger) {
            touch->down = touch->dragging = false;
            touch->captured = 0;
        }
        break;
    }
}

void touch_screen_changed(Touch *touch, int64_t now_ms)
{
    touch->captured = touch->scroll = 0;
    touch->dragging = touch->flung = touch->missed = false;
    touch->acted_count = 0;
    touch->ignored = true; // a finger that is down now means the screen before
    touch->guard_until_ms = now_ms + TOUCH_GUARD_MS;
}

static void forget_act(Touch *touch, int32_t index)
{
    size_t after = (size_t)(touch->acted_count - index - 1);
    memmove(&touch->acted[index], &touch->acted[index + 1], sizeof touch->acted[0] * after);
    memmove(&touch->acted_frames[index], &touch->acted_frames[index + 1],
            sizeof touch->acted_frames[0] * after);
    touch->acted_count--;
}

bool touch_take_acted(Touch *touch, uint64_t id)
{
    for (int32_t i = 0; i < touch->acted_count; i++) {
        if (touch->acted[i] == id) {
            forget_act(touch, i);
            return true;
        }
    }
    return false;
}

bool touch_is_pressed(const Touch *touch, uint64_t id)
{
    return touch->down && touch->captured == id && touch->inside;
}

bool touch_take_held(Touch *touch, uint64_t id, int64_t now_ms)
{
    if (!touch_is_pressed(touch, id) || touch->held || now_ms - touch->down_ms < TOUCH_HOLD_MS)
        return false;
    touch->held = true;
    return true;
}

int64_t touch_next_wake_ms(const Touch *touch, int64_t now_ms)
{
    if (touch->acted_count > 0)
        return now_ms;
    if (touch->down && touch->captured && !touch->held && now_ms < touch->down_ms + TOUCH_HOLD_MS)
        return touch->down_ms + TOUCH_HOLD_MS;
    return INT64_MAX;
}

void touch_end_frame(Touch *touch)
{
    touch->missed = false;
    // Two quick touches of one control may come before one frame: the second waits for the next.
    for (int32_t i = touch->acted_count - 1; i >= 0; i--)
        if (++touch->acted_frames[i] > 1)
            forget_act(touch, i);
}
