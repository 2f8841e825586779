/* An attendant signs in: a badge at the scanner, or a PIN. What is typed is wiped as soon as it was
 * handed on. */
#include <math.h>
#include <string.h>

#include "screens/parts.h"

static void forget_pin(ScreensState *state)
{
    explicit_bzero(state->pin, sizeof(state->pin));
    state->pin_size = 0;
}

static bool is_locked(Scene *scene)
{
    return scene->checkout->locked_until_ms > scene->view->now_ms;
}

// Minutes, then seconds: nobody stands there and counts fifteen minutes down.
static Text locked_words(Scene *scene)
{
    Ui *ui = scene->ui;
    enum { MINUTE_MS = 60000 };
    int64_t until_ms = scene->checkout->locked_until_ms, left_ms = until_ms - scene->view->now_ms;
    if (left_ms <= MINUTE_MS)
        return UI_FILL(ui, ui_tr(ui, "Locked for {seconds} s"),
                       {"seconds", ui_integer(ui, seconds_left(scene, until_ms))});
    int64_t minutes = (left_ms + MINUTE_MS - 1) / MINUTE_MS;
    ui_wake_at(ui, until_ms - (minutes - 1) * MINUTE_MS);
    return UI_FILL(ui, ui_tr(ui, "Locked for {minutes} min"),
                   {"minutes", ui_integer(ui, (int32_t)minutes)});
}

// At least one: after a wait there is one more.
static int32_t tries_left(const Checkout *checkout)
{
    int32_t left = CHECKOUT_SIGN_IN_TRIES - checkout->sign_in.failures;
    return left > 1 ? left : 1;
}

static Text message(Scene *scene, ThemeColour *out_colour)
{
    Ui *ui = scene->ui;
    const Checkout *checkout = scene->checkout;
    *out_colour = COLOUR_DANGER;
    if (is_locked(scene)) {
        return locked_words(scene);
    }
    *out_colour = COLOUR_TEXT_2;
    if (checkout->sign_in_busy)
        return ui_tr(ui, "One moment");
    int32_t left = tries_left(checkout);
    if (checkout->sign_in.failures > 0 && scene->state->pin_size == 0) {
        *out_colour = COLOUR_DANGER;
        return UI_FILL(ui,
                       ui_tr_plural(ui, "That is not right. {count} try left",
                                    "That is not right. {count} tries left", left),
                       {"count", ui_integer(ui, left)});
    }
    return ui_tr(ui, "or enter your PIN");
}

// Something wrong was entered: the dots move 8 u to and fro, twice.
static float shake(Scene *scene)
{
    const Checkout *checkout = scene->checkout;
    enum { SHAKE_MS = 360 };
    if (checkout->sign_in.failures == 0 && !is_locked(scene))
        return 0;
    bool is_new = scene->view->now_ms - scene->state->screen_since_ms > SHAKE_MS; // not on entering
    Text key = ui_id(scene->ui, "shake-%d-%lld", checkout->sign_in.failures,
                     (long long)checkout->locked_until_ms);
    float t = ui_animate_from(scene->ui, key, is_new ? 0 : 1, 1, SHAKE_MS);
    return 8 * sinf(t * 2 * 2 * 3.14159265f);
}

static void dots(Scene *scene, Rect where)
{
    Ui *ui = scene->ui;
    int32_t size = scene->state->pin_size, count = size > 4 ? size : 4;
    float radius = 18, gap = count > 8 ? 12 : 32;
    float x = where.x + (where.w - (float)count * 2 * radius - (float)(count - 1) * gap) / 2;
    float y = where.y + where.h / 2;
    ui_push_motion(ui, shake(scene), 0, 1);
    for (int32_t i = 0; i < count; i++) {
        float cx = x + radius + (float)i * (2 * radius + gap);
        ui_disc(ui, cx, y, radius, i < size ? COLOUR_INK : COLOUR_OUTLINE);
        if (i >= size)
            ui_disc(ui, cx, y, radius - 4, COLOUR_BG);
    }
    ui_pop_motion(ui);
    ui_describe(ui, where, ACCESS_TEXT, TEXT("pin"),
                UI_FILL(ui,
                        ui_tr_plural(ui, "{count} digit entered", "{count} digits entered", size),
                        {"count", ui_integer(ui, size)}),
                (Text){0});
}

static void enter(Scene *scene)
{
    ScreensState *state = scene->state;
    if (state->pin_size == 0)
        return;
    scene_emit_text(scene, EVENT_PIN, (Text){state->pin, state->pin_size});
    forget_pin(state);
}

static void type_digit(ScreensState *state, int32_t digit)
{
    if (state->pin_size < PIN_SIZE_MAX)
        state->pin[state->pin_size++] = (char)('0' + digit);
}

static void keypad(Scene *scene, Rect where)
{
    Ui *ui = scene->ui;
    ScreensState *state = scene->state;
    bool off = is_locked(scene) || scene->checkout->sign_in_busy;
    for (int32_t i = 0; i < 12; i++) {
        // A keypad is no text: 1 is at the top left in every language.
        int32_t column = ui_is_mirrored(ui) ? 2 - i % 3 : i % 3;
        Rect cell = rect_column(rect_row(where, 4, 16, i / 3), 3, 16, column);
        if (i == 9) {
            if (ui_key(ui, cell,
                       &(UiKeyCap){.id = TEXT("pin-clear"),
                                   .label = ui_tr(ui, "Clear"),
                                   .kind = KEY_ALT,
                                   .large = true,
                                   .disabled = off || state->pin_size == 0}))
                forget_pin(state);
        } else if (i == 11) {
            if (ui_key(ui, cell,
                       &(UiKeyCap){.id = TEXT("pin-enter"),
                                   .label = ui_tr(ui, "Sign in"),
                                   .icon = ICON_CHECK,
                                   .kind = KEY_GO,
                                   .large = true,
                                   .disabled = off || state->pin_size == 0}))
                enter(scene);
        } else {
            int32_t digit = i == 10 ? 0 : i + 1;
            if (ui_key(ui, cell,
                       &(UiKeyCap){.id = ui_id(ui, "pin-%d", digit),
                                   .label = ui_id(ui, "%d", digit),
                                   .kind = KEY_DIGIT,
                                   .disabled = off}))
                type_digit(state, digit);
        }
    }
}

static float badge_words(Scene *scene, Rect where, TextAlign align, bool draw)
{
    Ui *ui = scene->ui;
    Text detail =
        scene->checkout->sale_open
            ? ui_tr(ui, "Hold the barcode at the scanner. The customer's basket stays as it is.")
            : ui_tr(ui, "Hold the barcode at the scanner.");
    UiText title = {.style = TYPE_HEADLINE, .align = align, .max_lines = 3};
    UiText words = {.style = TYPE_LEAD, .colour = COLOUR_TEXT_2, .align = align, .max_lines = 6};
    float used = scene_paragraph(scene, where, ui_tr(ui, "Scan your badge"), title, draw) + 12;
    where.y += used;
    return used + scene_paragraph(scene, where, detail, words, draw);
}

static void badge_picture(Scene *scene, Rect where)
{
    ui_picture(scene->ui, where, &(UiPicture){.kind = PICTURE_ART, .art = TEXT("art/badge.svg")});
}

static void say_message(Scene *scene, Rect where, bool lines)
{
    Ui *ui = scene->ui;
    ThemeColour colour;
    Text words = message(scene, &colour);
    UiText style = {.style = TYPE_BODY,
                    .colour = colour,
                    .align = ALIGN_CENTRE,
                    .vertical = VERTICAL_MIDDLE,
                    .fit = true,
                    .id = TEXT("sign-in-message")};
    if (!lines) {
        ui_text(ui, where, words, style);
        return;
    }
    float width = fminf(ceilf(ui_text_measure(ui, 0, words, style).width) + 2, where.w);
    float side = (where.w - width) / 2 - 24;
    if (side > 40) {
        ui_line(ui, where.x, where.y + where.h / 2, side, 2, COLOUR_LINE);
        ui_line(ui, where.x + where.w - side, where.y + where.h / 2, side, 2, COLOUR_LINE);
    }
    ui_text(ui, RECT(where.x + (where.w - width) / 2, where.y, width, where.h), words, style);
}

static void portrait(Scene *scene, Rect room)
{
    float width = fminf(840, room.w), x = room.x + (room.w - width) / 2;
    float line = ui_line_height(scene->ui, TYPE_BODY);
    Rect pad = RECT(x, room.y + room.h - 48 - 560, width, 560);
    Rect dots_at = RECT(x, pad.y - 40 - 36, width, 36);
    Rect or_at = RECT(x, dots_at.y - 40 - line, width, line);
    Rect top = RECT(x, room.y, width, or_at.y - room.y);
    float art = ui_is_text_big(scene->ui) ? 240 : 340;
    Rect text = RECT(x + art + 48, 0, width - art - 48, 0);
    float height = badge_words(scene, text, ALIGN_START, false);
    badge_picture(scene, RECT(x, top.y + (top.h - art) / 2, art, art));
    text.y = top.y + (top.h - height) / 2;
    badge_words(scene, text, ALIGN_START, true);
    say_message(scene, or_at, true);
    dots(scene, dots_at);
    keypad(scene, pad);
}

static void wide(Scene *scene, const Frame *frame, Rect room)
{
    float pad_width = frame->compact ? 480 : 660, key = frame->compact ? 96 : 120;
    float gap = frame->compact ? 48 : 96, left = fminf(560, room.w - pad_width - gap);
    float line = ui_line_height(scene->ui, TYPE_BODY), between = frame->compact ? 16 : 24;
    float pad_height = 4 * key + 3 * 16;
    float x = room.x + (room.w - left - gap - pad_width) / 2;
    float height = line + between + 36 + between + pad_height;
    float y = room.y + fmaxf(0, (room.h - height) / 2);
    Rect right = RECT(x + left + gap, y, pad_width, height);
    say_message(scene, rect_cut_top(&right, line), false);
    rect_cut_top(&right, between);
    dots(scene, rect_cut_top(&right, 36));
    rect_cut_top(&right, between);
    keypad(scene, right);
    float words = badge_words(scene, RECT(0, 0, left, 0), ALIGN_CENTRE, false);
    float art = fminf(frame->compact ? 240 : 340, room.h - words - 48);
    float top = room.y + (room.h - art - 24 - words) / 2;
    badge_picture(scene, RECT(x + (left - art) / 2, top, art, art));
    badge_words(scene, RECT(x, top + art + 24, left, 0), ALIGN_CENTRE, true);
}

void screen_staff_login(Scene *scene)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    Text title = UI_FILL(ui, TEXT("{title} · {lane}"), {"title", ui_tr(ui, "Staff sign-in")},
                         {"lane", text_from_string(scene->lane->lane_name)});
    UiButton cancel = {.id = TEXT("back"),
                       .label = ui_tr(ui, "Cancel"),
                       .kind = BUTTON_STAFF,
                       .icon = ICON_CLOSE,
                       .icon_size = 34};
    if (part_staff_bar(scene, &frame, ICON_BADGE, title, (Text){0}, &cancel) ||
        ui_took_cancel(ui)) {
        ui_transition_back(ui);
        scene_emit(scene, EVENT_BACK);
    }
    if (frame.wide)
        wide(scene, &frame, frame.main);
    else
        portrait(scene, frame.main);
    part_toast(scene, frame.height - 24, frame.margin, frame.main.w);
}
