/* What the files of the Ui share, and nobody else sees. */
#ifndef KIOSK_UI_UI_INTERNAL_H
#define KIOSK_UI_UI_INTERNAL_H

#include "ui/damage.h"
#include "ui/display.h"
#include "ui/focus.h"
#include "ui/ui.h"
#include "ui/widgets.h"

enum {
    UI_GROUP_MAX = 32,
    UI_ANIMATION_MAX = 256,
    UI_SCROLL_MAX = 24,
    UI_LAYER_MAX = 4,
    UI_FRAME_ARENA_BYTES = 1024 * 1024,
};

// State of the pushes that nest: moves, fades and clips.
typedef struct UiGroup {
    float dx, dy;               // u: drawing and touch
    float motion_dx, motion_dy; // u: drawing only
    float opacity;
    PixelRect clip;       // for drawing
    PixelRect clip_still; // for touch: without motion
} UiGroup;

typedef struct UiAnimation {
    uint64_t key; // 0: free
    float from, target;
    int64_t start_ms, born_ms;
    int32_t duration_ms;
    uint32_t frame;
} UiAnimation;

typedef struct UiScrollPlace {
    uint64_t id;         // 0: free
    float offset, speed; // u, u per ms
    float content, view, origin;
    bool horizontal, own_sign, sign_centred;
    Rect where;
    float goal_from, goal_to; // to be seen, when `has_goal`
    bool has_goal;
    int64_t moved_ms;
    uint32_t frame;
} UiScrollPlace;

struct Ui {
    Display *display;
    UiSettings settings;
    Layout layout;
    float dpi;
    char assets_directory[512];
    char language[8];
    bool mirrored, arabic;
    Translation translation;
    Arena words[2]; // of this language and of the one before, which a frame may still show
    int32_t words_now;
    FormatCurrency currency;
    char currency_symbol[16];

    FontStore fonts;
    TextCache *texts;
    IconCache icons;
    PictureCache *pictures;
    QrCache codes;
    DrawList list;
    Damage damage;
    Painter painter;
    bool show_damage;

    AccessTree trees[2];
    int32_t tree_now; // being built; the other one is the last complete
    Arena frame_arenas[2];
    Touch touch;
    int32_t layer;
    uint64_t focus, focus_saved[UI_LAYER_MAX];
    uint64_t focus_followed; // by scrolling
    bool focus_shown, cancel_pressed;
    int32_t last_top_layer;
    PixelRect focus_rect, focus_seen; // of the focused control in this frame; empty: not in it
    float focus_radius;
    uint64_t flash; // acted just now: seen pressed for a moment
    int64_t flash_until_ms;

    bool in_frame;
    int64_t now_ms, wake_ms;
    uint32_t frame;
    char screen[32];
    int64_t transition_start_ms;
    bool transition, transition_back, next_transition_back;

    UiGroup groups[UI_GROUP_MAX];
    int32_t group_count;
    UiAnimation animations[UI_ANIMATION_MAX];
    UiScrollPlace scrolls[UI_SCROLL_MAX];
    int32_t scroll_stack[UI_SCROLL_MAX];
    int32_t scroll_depth;
    int32_t dialog_depth;
    UiFrameStats stats;
};

static inline UiGroup *ui_group(Ui *ui)
{
    return &ui->groups[ui->group_count - 1];
}

UiGroup *ui_push_group(Ui *ui);
void ui_pop_group(Ui *ui);
// Where a rectangle is drawn, and where it is touched.
PixelRect ui_draw_rect(Ui *ui, Rect where);
PixelRect ui_still_rect(Ui *ui, Rect where);
// A command with its bounds clipped and the group's opacity; NULL when nothing of it can be seen.
// `grow` px around the rectangle may be painted too.
DrawCommand *ui_record(Ui *ui, DrawKind kind, PixelRect rect, int32_t grow);
AccessTree *ui_tree_in_work(Ui *ui);
const AccessTree *ui_tree_before(const Ui *ui);
int32_t ui_px(const Ui *ui, float length); // at least 1 for a length over 0
// The focused control is at `where` in the scroll area being filled: scrolls it into sight, once.
void ui_scroll_follow_focus(Ui *ui, Rect where);
// From 0 to 1 over 0 to 1, fast first.
float ui_ease_out(float t);
float ui_ease_in(float t);
void ui_forget_animations(Ui *ui);
UiAnimation *ui_animation_for(Ui *ui, Text key, bool *out_new);
bool ui_animations_run(const Ui *ui);

#endif
