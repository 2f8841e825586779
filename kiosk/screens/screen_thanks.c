/* Thank you, and what not to forget. The next customer may start at any time. */
#include <math.h>

#include "screens/parts.h"

typedef struct Reminder {
    UiIcon icon;
    Text words;
} Reminder;

static int32_t reminders_of(Scene *scene, Reminder out[3])
{
    Ui *ui = scene->ui;
    const Checkout *checkout = scene->checkout;
    int32_t count = 0;
    if (checkout->printing || checkout->printed)
        out[count++] = (Reminder){ICON_RECEIPT, ui_tr(ui, "Take your receipt")};
    if (scene->order->payment_count > 0 && scene->order->payments[0].intent_id[0])
        out[count++] = (Reminder){ICON_CARD, ui_tr(ui, "Take your card")};
    out[count++] = (Reminder){ICON_BAG, ui_tr(ui, "Take your bags")};
    return count;
}

static UiText reminder_style(bool upright)
{
    return (UiText){.style = TYPE_LABEL,
                    .align = upright ? ALIGN_CENTRE : ALIGN_START,
                    .vertical = VERTICAL_MIDDLE,
                    .max_lines = 4,
                    .whole_words = true};
}

static float reminder_height(Scene *scene, const Reminder *reminder, float width, bool upright)
{
    if (upright)
        return 36 + 128 + 20 +
               scene_text_height(scene, width - 48, reminder->words, reminder_style(true)) + 36;
    return 48 + fmaxf(96, scene_text_height(scene, width - 48 - 116, reminder->words,
                                            reminder_style(false)));
}

static void reminder_draw(Scene *scene, Rect card, const Reminder *reminder, bool upright)
{
    Ui *ui = scene->ui;
    ui_card(ui, card, RADIUS_XL);
    if (upright) {
        Rect ground = RECT(card.x + (card.w - 128) / 2, card.y + 36, 128, 128);
        ui_box(ui, ground, (UiBox){.fill = COLOUR_ACCENT_SOFT, .radius = 36});
        ui_icon(ui, rect_centred(ground, 64, 64), reminder->icon, COLOUR_ACCENT);
        ui_text(ui, RECT(card.x + 24, card.y + 184, card.w - 48, card.h - 184 - 36),
                reminder->words, reminder_style(true));
        return;
    }
    Rect ground = RECT(card.x + 24, card.y + (card.h - 96) / 2, 96, 96);
    ui_box(ui, ground, (UiBox){.fill = COLOUR_ACCENT_SOFT, .radius = RADIUS_L});
    ui_icon(ui, rect_centred(ground, 64, 64), reminder->icon, COLOUR_ACCENT);
    ui_text(ui, RECT(card.x + 140, card.y, card.w - 164, card.h), reminder->words,
            reminder_style(false));
}

static float reminders(Scene *scene, const Frame *frame, Rect where, bool draw)
{
    Reminder list[3];
    int32_t count = reminders_of(scene, list);
    bool stacked = frame->big && !frame->wide; // wide words below one another
    bool upright = !frame->wide && !stacked;
    float gap = frame->compact ? 16 : 24;
    float width = upright ? 304 : stacked ? where.w : fminf(400, (where.w - 2 * gap) / 3);
    float height = 0;
    for (int32_t i = 0; i < count; i++)
        height = fmaxf(height, reminder_height(scene, &list[i], width, upright));
    float total = stacked ? (float)count * (height + gap) - gap : height;
    float x = where.x + (where.w - (float)count * width - (float)(count - 1) * gap) / 2;
    for (int32_t i = 0; draw && i < count; i++) {
        Rect card = stacked ? RECT(where.x, where.y + (float)i * (height + gap), width, height)
                            : RECT(x + (float)i * (width + gap), where.y, width, height);
        reminder_draw(scene, card, &list[i], upright);
    }
    return total;
}

// The check draws itself from the start to the end, once.
static void check_disc(Scene *scene, float cx, float cy, float radius)
{
    Ui *ui = scene->ui;
    float drawn = ui_animate_from(ui, TEXT("thanks-check"), 0, 1, MOTION_COUNT_MS),
          side = radius * 1.28f;
    ui_disc(ui, cx, cy, radius, COLOUR_ACCENT);
    float left =
        ui_is_mirrored(ui) ? cx + side / 2 - side * drawn : cx - side / 2; // a check never flips
    ui_push_clip(ui, RECT(left, cy - side / 2, side * drawn, side));
    ui_icon(ui, RECT(cx - side / 2, cy - side / 2, side, side), ICON_CHECK, COLOUR_ON_ACCENT);
    ui_pop_clip(ui);
}

void screen_thanks(Scene *scene)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    Rect room = frame.main;
    Text title = ui_tr(ui, "Thank you!"), detail = ui_tr(ui, "Enjoy your day. See you soon.");
    UiText title_style = {.style = frame.wide ? TYPE_DISPLAY : TYPE_HERO,
                          .align = ALIGN_CENTRE,
                          .fit = true,
                          .max_lines = 1};
    UiText detail_style = {.style = TYPE_TITLE,
                           .weight = TYPE_MEDIUM,
                           .colour = COLOUR_TEXT_2,
                           .align = ALIGN_CENTRE,
                           .max_lines = 3};
    UiButton start = {.id = TEXT("start"),
                      .label = ui_tr(ui, "New customer? Touch to start"),
                      .kind = BUTTON_SOFT};
    float button_height = frame_button_height(scene, 96);
    float title_height = ui_line_height(ui, title_style.style);
    float detail_height = scene_text_height(scene, room.w, detail, detail_style);
    float cards_height = reminders(scene, &frame, room, false);
    float gap_disc = frame.wide ? 24 : 56, gap_cards = frame.compact ? 24 : frame.wide ? 44 : 72;
    float gap_start = frame.compact ? 24 : frame.wide ? 48 : 96;
    float fixed = gap_disc + title_height + 16 + detail_height + gap_cards + cards_height +
                  gap_start + button_height + 24 + 12;
    float disc = fminf(frame.compact ? 120 : frame.wide ? 176 : 264, frame.height - 80 - fixed);
    bool has_disc = disc >= 80;
    float used = fixed + (has_disc ? disc : -gap_disc);
    float y = fmaxf(frame.compact ? 24 : 40, (frame.height - used) / 2);
    if (y < frame.top.h && used < room.h)
        y = frame.top.h;
    float middle = room.x + room.w / 2;
    if (y >= frame.top.h)
        part_top_bar(scene, &frame, &(TopBar){0});
    if (has_disc) {
        check_disc(scene, middle, y + disc / 2, disc / 2);
        y += disc + gap_disc;
    }
    ui_text(ui, RECT(room.x, y, room.w, title_height), title, title_style);
    y += title_height + 16;
    y += scene_paragraph(scene, RECT(room.x, y, room.w, 0), detail, detail_style, true) + gap_cards;
    y += reminders(scene, &frame, RECT(room.x, y, room.w, 0), true) + gap_start;
    float width = fminf(room.w, fmaxf(554, ui_button_width(ui, &start)));
    if (ui_button(ui, RECT(middle - width / 2, y, width, button_height), &start))
        scene_emit(scene, EVENT_START);
    y += button_height + 24;
    int32_t all_ms = scene->view->settings->thanks_ms;
    int32_t left = seconds_left(scene, scene->checkout->phase_since_ms + all_ms);
    ui_progress_bar(ui, RECT(middle - 210, y, 420, 12),
                    all_ms > 0 ? (float)left * 1000 / (float)all_ms : 0, TEXT("closing"),
                    ui_tr(ui, "Closes by itself"));
}
