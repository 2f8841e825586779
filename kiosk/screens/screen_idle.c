/* "Are you still there?" over the screen that was left, with a countdown second by second. */
#include <math.h>

#include "screens/parts.h"

static void underneath(Scene *scene)
{
    EventOut nowhere = {0};
    Scene below = *scene;
    below.out = &nowhere;
    switch (scene->checkout->back_to) {
    case SCREEN_BASKET:
        screen_basket(&below);
        return;
    case SCREEN_PAYMENT_CHOICE:
        screen_payment_choice(&below);
        return;
    case SCREEN_SEARCH:
    case SCREEN_BROWSE:
    case SCREEN_CLOSED:
    case SCREEN_OUT_OF_ORDER:
    case SCREEN_WELCOME:
    case SCREEN_PAYMENT_PROGRESS:
    case SCREEN_RECEIPT:
    case SCREEN_THANKS:
    case SCREEN_HELP:
    case SCREEN_IDLE:
    case SCREEN_STAFF_LOGIN:
    case SCREEN_STAFF:
    case SCREEN_ARTICLE:
    case SCREEN_WEIGH:
    case SCREEN_STAFF_SALE:
    case SCREEN_STAFF_ORDER:
    case SCREEN_STAFF_COMPARE:
    case SCREEN_STAFF_STICK:
    case SCREEN_COUNT:
        screen_browse(&below);
        return;
    }
}

static void countdown(Scene *scene, float cx, float y, float size, int32_t left, int32_t all)
{
    Ui *ui = scene->ui;
    Text words = UI_FILL(ui, ui_tr_plural(ui, "{count} second left", "{count} seconds left", left),
                         {"count", ui_integer(ui, left)});
    ui_progress_ring(ui, cx, y + size / 2, size / 2 - 4, all > 0 ? (float)left / (float)all : 0,
                     TEXT("countdown"), words);
    static const TypeStyle styles[] = {TYPE_HERO, TYPE_DISPLAY, TYPE_HEADLINE, TYPE_TITLE};
    UiText number = {.align = ALIGN_CENTRE,
                     .vertical = VERTICAL_MIDDLE,
                     .number = true,
                     .fit = true,
                     .silent = true};
    // As large as the ring allows two digits to be, so that 9 is not larger than 10.
    for (size_t i = 0; i < COUNT_OF(styles); i++) {
        number.style = styles[i];
        if (ui_text_measure(ui, 0, ui_integer(ui, 88), number).width <= size - 72)
            break;
    }
    ui_text(ui, RECT(cx - size / 2 + 30, y, size - 60, size), ui_integer(ui, left), number);
}

void screen_idle(Scene *scene)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    underneath(scene);
    int32_t all_ms = scene->view->settings->idle_countdown_ms;
    int32_t left = seconds_left(scene, scene->checkout->phase_since_ms + all_ms);
    Text title = ui_tr(ui, "Are you still there?");
    Text detail = UI_FILL(
        ui,
        ui_tr_plural(ui, "We'll clear this basket in {count} second\nso the next person can start.",
                     "We'll clear this basket in {count} seconds\nso the next person can start.",
                     left),
        {"count", ui_integer(ui, left)});
    float width = fminf(frame.wide ? 840 : 960, frame.width - 48);
    float inner = width - frame_dialog_pad_x(&frame, false);
    UiText title_style = {.style = TYPE_HEADLINE, .align = ALIGN_CENTRE, .max_lines = 3};
    UiText detail_style = {
        .style = TYPE_LEAD, .colour = COLOUR_TEXT_2, .align = ALIGN_CENTRE, .max_lines = 5};
    float words = scene_text_height(scene, inner, title, title_style) + 14 +
                  scene_text_height(scene, inner, detail, detail_style);
    float yes = frame.compact ? 104 : frame_button_height(scene, 120),
          over = frame_button_height(scene, 80);
    float gap = frame.compact || frame.big ? 24 : 48;
    float ring_gap = frame.compact ? 16 : 40;
    float fixed = frame_dialog_pad_y(&frame, false) + words + gap + yes + 16 + over;
    float most = frame_is_low(scene) ? fmaxf(frame.height / 3, fixed) : frame.height - 48;
    float ring = fminf(frame.compact ? 180 : 280, most - fixed - ring_gap);
    bool has_ring = ring >= 120;
    UiDialogFrame dialog = ui_begin_dialog(
        ui,
        &(UiDialog){.id = TEXT("idle-dialog"),
                    .label = title,
                    .width = width,
                    .low = frame_is_low(scene),
                    .height = fminf(frame.height - 24, fixed + (has_ring ? ring + ring_gap : 0))});
    Rect room = dialog.inner;
    float y = room.y;
    if (has_ring) {
        countdown(scene, room.x + room.w / 2, y, ring, left, all_ms / 1000);
        y += ring + ring_gap;
    }
    y += scene_paragraph(scene, RECT(room.x, y, room.w, 0), title, title_style, true) + 14;
    scene_paragraph(scene, RECT(room.x, y, room.w, 0), detail, detail_style, true);
    Rect foot = room;
    UiButton start_over = {.id = TEXT("start-over"),
                           .label = ui_tr(ui, "Start over"),
                           .kind = BUTTON_QUIET,
                           .icon = ICON_UNDO};
    if (ui_button(ui, rect_cut_bottom(&foot, over), &start_over))
        scene_emit(scene, EVENT_START_OVER);
    rect_cut_bottom(&foot, 16);
    if (ui_button(ui, rect_cut_bottom(&foot, yes),
                  &(UiButton){.id = TEXT("still-here"),
                              .label = ui_tr(ui, "Yes, keep my basket"),
                              .kind = BUTTON_PAY}))
        scene_emit(scene, EVENT_STILL_HERE);
    ui_end_dialog(ui);
    if (dialog.outside || ui_took_cancel(ui))
        scene_emit(scene, EVENT_STILL_HERE);
}
