/* Life of the Ui and of a frame. */
#include <SDL.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "ui/ui_internal.h"

enum { FRAME_MS = 16, WORDS_ARENA_BYTES = 2 * TRANSLATION_FILE_BYTES_MAX };

static void fit_to_display(Ui *ui)
{
    const PaintSurface *surface = &ui->display->surface;
    ui->layout = layout_compute(surface->width, surface->height, ui->dpi);
    damage_init(&ui->damage, surface->width, surface->height);
    painter_drop_snapshot(&ui->painter);
    ui->transition = false;
    float s = ui->layout.scale;
    touch_init(&ui->touch, (TouchSettings){
                               .width_px = surface->width,
                               .height_px = surface->height,
                               .edge_px = (int32_t)(6 * s),
                               .drag_px = (int32_t)(18 * s),
                               .slack_px = (int32_t)(12 * s),
                           });
}

bool ui_create(Ui **out_ui, const UiSetup *setup, Error *error)
{
    CHECK(setup->display);
    CHECK(setup->assets_directory);
    Ui *ui = calloc(1, sizeof *ui);
    CHECK(ui);
    ui->display = setup->display;
    ui->dpi = setup->dpi;
    ui->settings.text_percent = 100;
    if (!font_store_init(&ui->fonts, error)) {
        free(ui);
        return false;
    }
    if (!picture_cache_create(&ui->pictures, setup->assets_directory, setup->pictures, setup->bell,
                              setup->bell_context, error)) {
        font_store_release(&ui->fonts);
        free(ui);
        return false;
    }
    icon_cache_init(&ui->icons, setup->assets_directory);
    ui->texts = text_cache_create(&ui->fonts);
    for (int32_t i = 0; i < 2; i++) {
        arena_create(&ui->words[i], WORDS_ARENA_BYTES);
        arena_create(&ui->frame_arenas[i], UI_FRAME_ARENA_BYTES);
        access_tree_clear(&ui->trees[i], (Text){0});
    }
    snprintf(ui->assets_directory, sizeof ui->assets_directory, "%s", setup->assets_directory);
    snprintf(ui->language, sizeof ui->language, "en");
    ui->currency = (FormatCurrency){.symbol = TEXT("€"), .decimals = 2};
    ui->painter = (Painter){
        .texts = ui->texts, .icons = &ui->icons, .pictures = ui->pictures, .codes = &ui->codes};
    ui->wake_ms = INT64_MAX;
    fit_to_display(ui);
    *out_ui = ui;
    return true;
}

void ui_destroy(Ui *ui)
{
    if (!ui)
        return;
    painter_release(&ui->painter);
    picture_cache_destroy(ui->pictures);
    icon_cache_release(&ui->icons);
    text_cache_destroy(ui->texts);
    font_store_release(&ui->fonts);
    for (int32_t i = 0; i < 2; i++) {
        arena_destroy(&ui->words[i]);
        arena_destroy(&ui->frame_arenas[i]);
    }
    free(ui);
}

void ui_set_settings(Ui *ui, UiSettings settings)
{
    CHECK(!ui->in_frame);
    if (settings.text_percent == 0)
        settings.text_percent = 100;
    ui->settings = settings;
}

UiSettings ui_settings(const Ui *ui)
{
    return ui->settings;
}

// ---- Events ----

static TouchEvent touch_from(TouchPhase phase, int64_t finger, float x, float y, int64_t now_ms)
{
    return (TouchEvent){phase, finger, (int32_t)x, (int32_t)y, now_ms};
}

static void resize(Ui *ui)
{
    Error error = {0};
    bool changed = false;
    if (!display_refresh(ui->display, &changed, &error))
        log_error("%s", error.message);
    else if (changed)
        fit_to_display(ui);
    damage_invalidate(&ui->damage);
}

static bool take_touch(Ui *ui, TouchEvent event)
{
    // A touch is answered by what the person saw: the last complete frame.
    touch_event(&ui->touch, ui_tree_before(ui), event);
    if (event.phase == TOUCH_DOWN)
        ui->focus_shown = false;
    return true;
}

bool ui_handle_event(Ui *ui, const SDL_Event *event, int64_t now_ms)
{
    float w = (float)ui->layout.width_px, h = (float)ui->layout.height_px;
    const SDL_TouchFingerEvent *finger = &event->tfinger;
    switch (event->type) {
    case SDL_FINGERDOWN:
        return take_touch(
            ui, touch_from(TOUCH_DOWN, finger->fingerId, finger->x * w, finger->y * h, now_ms));
    case SDL_FINGERMOTION:
        return take_touch(
            ui, touch_from(TOUCH_MOVE, finger->fingerId, finger->x * w, finger->y * h, now_ms));
    case SDL_FINGERUP:
        return take_touch(
            ui, touch_from(TOUCH_UP, finger->fingerId, finger->x * w, finger->y * h, now_ms));
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        if (event->button.which == SDL_TOUCH_MOUSEID || event->button.button != SDL_BUTTON_LEFT)
            return true;
        return take_touch(ui, touch_from(event->type == SDL_MOUSEBUTTONDOWN ? TOUCH_DOWN : TOUCH_UP,
                                         TOUCH_MOUSE, (float)event->button.x,
                                         (float)event->button.y, now_ms));
    case SDL_MOUSEMOTION:
        if (event->motion.which == SDL_TOUCH_MOUSEID)
            return true;
        return take_touch(ui, touch_from(TOUCH_MOVE, TOUCH_MOUSE, (float)event->motion.x,
                                         (float)event->motion.y, now_ms));
    case SDL_WINDOWEVENT:
        if (event->window.event == SDL_WINDOWEVENT_SIZE_CHANGED ||
            event->window.event == SDL_WINDOWEVENT_EXPOSED ||
            event->window.event == SDL_WINDOWEVENT_SHOWN)
            resize(ui);
        return true;
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET:
        damage_invalidate(&ui->damage);
        return true;
    default:
        return false;
    }
}

static FocusMove move_of(UiKey key)
{
    switch (key) {
    case UI_KEY_PREVIOUS:
    case UI_KEY_UP:
        return FOCUS_PREVIOUS;
    case UI_KEY_LEFT:
        return FOCUS_LEFT;
    case UI_KEY_RIGHT:
        return FOCUS_RIGHT;
    case UI_KEY_NEXT:
    case UI_KEY_DOWN:
    case UI_KEY_ACT:
    case UI_KEY_CANCEL:
        break;
    }
    return FOCUS_NEXT;
}

void ui_press_key(Ui *ui, UiKey key, int64_t now_ms)
{
    const AccessTree *tree = ui_tree_before(ui);
    ui->touch.last_input_ms = now_ms;
    if (key == UI_KEY_CANCEL) {
        ui->cancel_pressed = true;
        return;
    }
    const AccessNode *node = focus_find(tree, ui->focus);
    if (key == UI_KEY_ACT && node && ui->focus_shown) {
        if (node->enabled && now_ms >= ui->touch.guard_until_ms)
            touch_act(&ui->touch, ui->focus);
        return;
    }
    // The first key only shows where the focus is.
    if (!node || ui->focus_shown)
        node = focus_move(tree, node ? ui->focus : 0, move_of(key), ui->mirrored);
    ui->focus_shown = true;
    if (node)
        ui->focus = touch_hash_id(node->id);
}

bool ui_took_cancel(Ui *ui)
{
    bool pressed = ui->cancel_pressed;
    ui->cancel_pressed = false;
    return pressed;
}

int64_t ui_last_input_ms(const Ui *ui)
{
    return ui->touch.last_input_ms;
}

// ---- Frame ----

static void begin_transition(Ui *ui)
{
    touch_screen_changed(&ui->touch, ui->now_ms);
    ui->focus = 0;
    ui->cancel_pressed = false;
    painter_take_snapshot(&ui->painter, ui->display->surface);
    ui->transition = true;
    ui->transition_back = ui->next_transition_back;
    ui->transition_start_ms = ui->now_ms;
}

// How far the cross-fade is, 0 to 1.
static float transition_progress(const Ui *ui)
{
    int32_t length = ui->settings.motion_off ? MOTION_REDUCED_MS : MOTION_SCREEN_MS;
    float t = (float)(ui->now_ms - ui->transition_start_ms) / (float)length;
    return t < 0 ? 0 : t > 1 ? 1 : t;
}

void ui_begin(Ui *ui, int64_t now_ms, Text screen)
{
    CHECK(!ui->in_frame);
    CHECK(screen.size > 0 && screen.size < (int32_t)sizeof ui->screen);
    ui->in_frame = true;
    ui->now_ms = now_ms;
    ui->wake_ms = INT64_MAX;
    ui->frame++;
    ui->tree_now ^= 1;
    arena_clear(&ui->frame_arenas[ui->frame & 1]);
    access_tree_clear(ui_tree_in_work(ui), screen);
    draw_list_clear(&ui->list);
    text_cache_begin_frame(ui->texts);
    (void)picture_cache_poll(ui->pictures);
    ui->layer = 0;
    ui->focus_rect = ui->focus_seen = (PixelRect){0};

    if (!text_equal_string(screen, ui->screen)) {
        if (ui->frame > 1)
            begin_transition(ui);
        text_copy_to_buffer(screen, ui->screen, sizeof ui->screen);
    }
    ui->next_transition_back = false;

    PixelRect all = {0, 0, ui->layout.width_px, ui->layout.height_px};
    ui->group_count = 1;
    ui->groups[0] = (UiGroup){.opacity = 1, .clip = all, .clip_still = all};
    DrawCommand *ground = ui_record(ui, DRAW_FILL, all, 0);
    ground->colour = ui_colour(ui, COLOUR_BG);
    float progress = transition_progress(ui);
    if (ui->transition && progress >= 1) {
        ui->transition = false;
        painter_drop_snapshot(&ui->painter);
    }
    if (ui->transition && !ui->settings.motion_off) {
        float slide = 48.0f * (1.0f - ui_ease_out(progress));
        ui->groups[0].motion_dx = ui->transition_back ? -slide : slide;
    }
}

static void draw_focus_ring(Ui *ui)
{
    if (!ui->focus_shown || pixel_rect_is_empty(ui->focus_seen))
        return;
    // Gap, ring, gap: 2 to 16 u outside of the shape.
    int32_t out = ui_px(ui, 16), ring_out = ui_px(ui, 12);
    int32_t radius = ui_px(ui, ui->focus_radius);
    DrawCommand *gap = ui_record(ui, DRAW_BORDER, pixel_rect_grow(ui->focus_rect, out), 0);
    if (gap) {
        gap->colour = ui_colour(ui, COLOUR_FOCUS_GAP);
        gap->radius = radius + out;
        gap->a = ui_px(ui, 14);
    }
    DrawCommand *ring = ui_record(ui, DRAW_BORDER, pixel_rect_grow(ui->focus_rect, ring_out), 0);
    if (ring) {
        ring->colour = ui_colour(ui, COLOUR_FOCUS);
        ring->radius = radius + ring_out;
        ring->a = ui_px(ui, 6);
    }
}

// When a dialog opens the focus goes in, and back to where it was when it closes.
static void settle_focus(Ui *ui)
{
    const AccessTree *tree = ui_tree_in_work(ui);
    int32_t top = tree->top_layer;
    while (ui->last_top_layer < top) {
        ui->focus_saved[ui->last_top_layer++] = ui->focus;
        ui->focus = 0;
    }
    while (ui->last_top_layer > top)
        ui->focus = ui->focus_saved[--ui->last_top_layer];
    if (ui->focus_shown && !focus_find(tree, ui->focus)) {
        const AccessNode *first = focus_move(tree, 0, FOCUS_NEXT, ui->mirrored);
        uint64_t id = first ? touch_hash_id(first->id) : 0;
        if (id != ui->focus)
            ui_wake_at(ui, ui->now_ms); // the ring is drawn by the next frame
        ui->focus = id;
    }
}

static void tint_damage(Ui *ui)
{
    PaintSurface surface = ui->display->surface;
    for (int32_t i = 0; i < ui->damage.rect_count; i++) {
        PixelRect rect = ui->damage.rects[i];
        uint32_t hue = (ui->frame * 0x9e3779b9u) >> 8 | 0x404040;
        for (int32_t y = rect.y; y < rect.y + rect.h; y++) {
            uint32_t *row = surface.pixels + (size_t)y * (size_t)surface.stride;
            for (int32_t x = rect.x; x < rect.x + rect.w; x++)
                row[x] = 0xff000000 | (((row[x] >> 1) & 0x7f7f7f) + ((hue >> 1) & 0x7f7f7f));
        }
        damage_invalidate_rect(&ui->damage, rect);
    }
}

bool ui_end(Ui *ui)
{
    CHECK(ui->in_frame);
    CHECK(ui->group_count == 1); // each push has its pop
    CHECK(ui->layer == 0);
    CHECK(ui->scroll_depth == 0);
    draw_focus_ring(ui);
    settle_focus(ui);
    if (ui->transition) {
        DrawCommand *old = draw_list_add(&ui->list);
        old->kind = DRAW_SNAPSHOT;
        old->rect = old->bounds = ui->groups[0].clip;
        float left = 1.0f - ui_ease_out(transition_progress(ui));
        old->opacity = (uint8_t)(left * 255.0f);
    }
    touch_end_frame(&ui->touch);
    ui_forget_animations(ui);

    damage_compare(&ui->damage, &ui->list);
    ui->stats = (UiFrameStats){.command_count = ui->list.count,
                               .damage_count = ui->damage.rect_count,
                               .text_bytes = text_cache_bytes(ui->texts),
                               .picture_bytes = (int64_t)picture_cache_bytes(ui->pictures)};
    for (int32_t i = 0; i < ui->damage.rect_count; i++) {
        PixelRect rect = ui->damage.rects[i];
        ui->stats.damage_pixels += (int64_t)rect.w * rect.h;
        painter_paint(&ui->painter, ui->display->surface, &ui->list, rect);
    }
    if (ui->show_damage && ui->damage.rect_count > 0)
        tint_damage(ui);
    display_present(ui->display, ui->damage.rects, ui->damage.rect_count);
    ui->in_frame = false;
    return ui->damage.rect_count > 0;
}

int64_t ui_next_wake_ms(const Ui *ui)
{
    int64_t wake = ui->wake_ms;
    if (ui->transition || ui_animations_run(ui))
        wake = wake < ui->now_ms + FRAME_MS ? wake : ui->now_ms + FRAME_MS;
    int64_t touch = touch_next_wake_ms(&ui->touch, ui->now_ms);
    wake = touch < wake ? touch : wake;
    if (ui->flash && ui->flash_until_ms > ui->now_ms && ui->flash_until_ms < wake)
        wake = ui->flash_until_ms;
    return wake;
}

void ui_wake_at(Ui *ui, int64_t at_ms)
{
    ui->wake_ms = at_ms < ui->wake_ms ? at_ms : ui->wake_ms;
}

bool ui_is_idle(const Ui *ui)
{
    return !ui->transition && !ui->touch.down && ui->touch.acted_count == 0;
}

bool ui_is_loading_pictures(const Ui *ui)
{
    return picture_cache_is_loading(ui->pictures);
}

void ui_invalidate(Ui *ui)
{
    damage_invalidate(&ui->damage);
}

void ui_transition_back(Ui *ui)
{
    ui->next_transition_back = true;
}

int64_t ui_now_ms(const Ui *ui)
{
    return ui->now_ms;
}

const Layout *ui_layout(const Ui *ui)
{
    return &ui->layout;
}

Rect ui_screen_rect(const Ui *ui)
{
    return (Rect){0, 0, ui->layout.width, ui->layout.height};
}

bool ui_is_mirrored(const Ui *ui)
{
    return ui->mirrored;
}

float ui_text_scale(const Ui *ui)
{
    return (float)ui->settings.text_percent / 100.0f;
}

bool ui_is_text_big(const Ui *ui)
{
    return ui->settings.text_percent > 140;
}

Arena *ui_frame_arena(Ui *ui)
{
    return &ui->frame_arenas[ui->frame & 1];
}

uint32_t ui_colour(const Ui *ui, ThemeColour colour)
{
    return theme_colour(ui->settings.theme, colour);
}

AccessTree *ui_tree_in_work(Ui *ui)
{
    return &ui->trees[ui->tree_now];
}

const AccessTree *ui_tree_before(const Ui *ui)
{
    return &ui->trees[ui->in_frame ? ui->tree_now ^ 1 : ui->tree_now];
}

const AccessTree *ui_access_tree(const Ui *ui)
{
    return ui_tree_before(ui);
}

UiFrameStats ui_frame_stats(const Ui *ui)
{
    return ui->stats;
}

void ui_show_damage(Ui *ui, bool on)
{
    ui->show_damage = on;
    damage_invalidate(&ui->damage);
}

bool ui_write_screenshot(Ui *ui, const char *path, Error *error)
{
    return display_write_png(ui->display, path, error);
}

void ui_forget_picture(Ui *ui, PictureKind kind, uint64_t id)
{
    picture_cache_forget(ui->pictures, kind, id);
}
