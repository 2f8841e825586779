/* One path for fingers, the mouse (as a finger) and the scripted finger.
 *
 * The first finger owns the screen, others are ignored until it is lifted. A press captures the
 * control under it; lifting inside acts, sliding off cancels, moving along a scroll area scrolls
 * instead. After a screen change nothing is taken for TOUCH_GUARD_MS, so that a double tap doesn't
 * press what came under the finger. Pixels and milliseconds only: what lies where is asked of the
 * access tree. */
#ifndef KIOSK_UI_TOUCH_H
#define KIOSK_UI_TOUCH_H

#include "ui/access_tree.h"

enum { TOUCH_ACTED_MAX = 16, TOUCH_REST_MS = 80 };

typedef enum TouchPhase { TOUCH_DOWN, TOUCH_MOVE, TOUCH_UP, TOUCH_CANCEL } TouchPhase;

typedef struct TouchEvent {
    TouchPhase phase;
    int64_t finger; // of SDL, or TOUCH_MOUSE
    int32_t x, y;   // px
    int64_t time_ms;
} TouchEvent;

enum { TOUCH_MOUSE = -1 };

typedef struct TouchSettings {
    int32_t width_px, height_px;
    int32_t edge_px;  // a press nearer to the edge that comes in as a swipe is no press
    int32_t drag_px;  // movement that makes a press a scroll
    int32_t slack_px; // how far outside its control a release still acts
} TouchSettings;

typedef struct Touch {
    TouchSettings settings;
    bool down;    // a finger owns the screen
    bool ignored; // ... but nothing comes of it: guard, edge, or it slid off
    bool dragging;
    int64_t finger;
    int32_t start_x, start_y, x, y;
    int64_t down_ms, move_ms;
    uint64_t captured; // hash of the control's id, 0 none
    PixelRect captured_rect;
    bool inside;
    bool on_nothing; // the press was on no control
    bool held;
    uint64_t scroll;        // hash of the scroll area under the press, 0 none
    float drag_x, drag_y;   // px since last taken
    float speed_x, speed_y; // px per ms, smoothed; at release the fling
    bool flung;
    bool missed; // a touch that was on nothing ended at x, y: beside a dialog
    int64_t guard_until_ms;
    int64_t last_input_ms;
    uint64_t acted[TOUCH_ACTED_MAX];
    uint8_t acted_frames[TOUCH_ACTED_MAX]; // for how many frames it has waited
    int32_t acted_count;
} Touch;

uint64_t touch_hash_id(Text id); // never 0

void touch_init(Touch *touch, TouchSettings settings);
// `tree` is the last complete frame's.
void touch_event(Touch *touch, const AccessTree *tree, TouchEvent event);
// The screen changed: captured and queued presses are dropped, the guard begins.
void touch_screen_changed(Touch *touch, int64_t now_ms);
// As if the control had been touched: ENTER on a focused one.
void touch_act(Touch *touch, uint64_t id);
// The control was acted on since this was last asked; each release is told once.
bool touch_take_acted(Touch *touch, uint64_t id);
bool touch_is_pressed(const Touch *touch, uint64_t id);
// True once for each press that has lasted TOUCH_HOLD_MS on this control; its release will not act.
bool touch_take_held(Touch *touch, uint64_t id, int64_t now_ms);
// When a press becomes a hold, or the guard ends: the next time at which something can change.
int64_t touch_next_wake_ms(const Touch *touch, int64_t now_ms);
// What acted on a control that was not in this frame nor the next is dropped.
void touch_end_frame(Touch *touch);

#endif
