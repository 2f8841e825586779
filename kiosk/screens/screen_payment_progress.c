/* The payment as it goes: where the reader is, what it waits for, how far it is. Says only what is
 * known about money. */
#include <math.h>

#include "screens/parts.h"

typedef enum ProgressArt { ART_TERMINAL, ART_APPROVED, ART_REFUSED, ART_WAITING } ProgressArt;

typedef struct Progress {
    Text title, detail;
    float steps[3];
    ProgressArt art;
    bool show_steps, pulse;
    bool cancel, cancel_off; // cancel is in Pay's place; off with a reason while it is too late
    bool try_again, staff;
    bool button_apart; // low reach: it is in the lower third, away from the words
} Progress;

static Text where_reader(Scene *scene)
{
    return side_words(scene, scene->lane->reader_side, TR_LATER("The reader is below the screen."),
                      TR_LATER("The reader is to the left of the screen."),
                      TR_LATER("The reader is to the right of the screen."),
                      TR_LATER("The reader is above the screen."));
}

static Progress declined(Scene *scene)
{
    Ui *ui = scene->ui;
    return (Progress){.title = ui_tr(ui, "The card was not accepted"),
                      .detail =
                          ui_tr(ui, "You have not been charged. Try again, or use another card."),
                      .art = ART_REFUSED,
                      .try_again = true};
}

static Progress unknown(Scene *scene)
{
    Ui *ui = scene->ui;
    return (Progress){
        .title = ui_tr(ui, "A colleague will check"),
        .detail =
            ui_tr(ui, "We don't know yet whether your card was charged. Please wait here, and "
                      "don't pay again."),
        .art = ART_WAITING,
        .staff = true};
}

static Progress progress_of(Scene *scene)
{
    Ui *ui = scene->ui;
    Progress going = {.show_steps = true, .cancel = true};
    switch (scene->checkout->payment) {
    case PAYMENT_NONE:
    case PAYMENT_SAVING_INTENT:
    case PAYMENT_STARTING:
        going.title = ui_tr(ui, "One moment");
        going.detail = ui_tr(ui, "The reader is starting.");
        going.steps[0] = 0.15f;
        going.cancel_off = scene->checkout->payment != PAYMENT_STARTING;
        return going;
    case PAYMENT_WAITING:
        going.title = ui_tr(ui, "Hold your card or phone\non the card reader");
        going.detail = where_reader(scene);
        going.steps[0] = 0.55f;
        going.pulse = true;
        return going;
    case PAYMENT_PIN:
        going.title = ui_tr(ui, "Enter your PIN on the reader");
        going.detail = where_reader(scene);
        going.steps[0] = 0.8f;
        going.pulse = true;
        return going;
    case PAYMENT_CHECKING:
        going.title = ui_tr(ui, "One moment");
        going.detail = ui_tr(ui, "We are asking your bank.");
        going.steps[0] = 1;
        going.steps[1] = 0.5f;
        going.cancel_off = true;
        return going;
    case PAYMENT_CANCELLING:
        going.title = ui_tr(ui, "Cancelling the payment");
        going.detail = ui_tr(ui, "Please wait a moment.");
        going.steps[0] = 0.15f;
        going.cancel_off = true;
        return going;
    case PAYMENT_ASKING:
        going.title = ui_tr(ui, "We lost the reader");
        going.detail = ui_tr(
            ui, "Please wait. We are asking it what became of your payment. Don't pay again.");
        going.steps[0] = 1;
        going.steps[1] = 0.5f;
        going.cancel_off = true;
        going.art = ART_WAITING;
        return going;
    case PAYMENT_SAVING_PAID:
        going.title = ui_tr(ui, "One moment");
        going.detail = ui_tr(ui, "Please wait a moment.");
        going.steps[0] = going.steps[1] = 1;
        going.steps[2] = 0.4f;
        going.cancel_off = true;
        return going;
    case PAYMENT_APPROVED:
        return (Progress){.title = ui_tr(ui, "Payment approved"),
                          .detail = ui_tr(ui, "Take your card, if you put it in."),
                          .steps = {1, 1, 1},
                          .show_steps = true,
                          .art = ART_APPROVED};
    case PAYMENT_DECLINED:
        return declined(scene);
    case PAYMENT_UNKNOWN:
        return unknown(scene);
    }
    return going;
}

// ---- The picture

// A quiet ring around the terminal comes and goes; everything inside it stays as it is.
static void pulse(Scene *scene, float cx, float cy, float radius)
{
    Ui *ui = scene->ui;
    float opacity = 0.22f;
    if (!ui_settings(ui).motion_off) {
        int64_t at = scene->view->now_ms % MOTION_PULSE_MS;
        float wave = 0.5f + 0.5f * cosf((float)at * 6.2831853f / MOTION_PULSE_MS);
        opacity = 0.08f + 0.14f * wave;
        ui_wake_at(ui, scene->view->now_ms + 66);
    }
    ui_push_motion(ui, 0, 0, opacity);
    ui_arc(ui, cx, cy, radius - 6, 12, 0, 1, COLOUR_ACCENT);
    ui_pop_motion(ui);
}

// The terminal is dark: it would sink into a dark ground.
static ThemeColour under_terminal(Ui *ui, ThemeColour soft)
{
    ThemeKind theme = ui_settings(ui).theme;
    return theme == THEME_CONTRAST ? COLOUR_WHITE : theme == THEME_DARK ? COLOUR_OUTLINE : soft;
}

static void picture(Scene *scene, const Progress *progress, float cx, float cy, float size)
{
    Ui *ui = scene->ui;
    ThemeColour soft = progress->art == ART_APPROVED  ? COLOUR_SUCCESS_SOFT
                       : progress->art == ART_REFUSED ? COLOUR_DANGER_SOFT
                       : progress->art == ART_WAITING ? COLOUR_WARNING_SOFT
                                                      : COLOUR_ACCENT_SOFT;
    ui_push_motion(ui, 0, 0, 0.45f);
    ui_disc(ui, cx, cy, size / 2, soft);
    ui_pop_motion(ui);
    ui_disc(ui, cx, cy, size * 0.406f, under_terminal(ui, soft));
    if (progress->pulse)
        pulse(scene, cx, cy, size / 2);
    if (progress->art == ART_APPROVED) {
        float radius = size * 0.206f;
        ui_disc(ui, cx, cy, radius, COLOUR_SUCCESS);
        ui_icon(ui, RECT(cx - radius * 0.64f, cy - radius * 0.64f, radius * 1.28f, radius * 1.28f),
                ICON_CHECK, COLOUR_SURFACE);
        return;
    }
    float art = size * 0.8235f;
    ui_picture(ui, RECT(cx - art / 2, cy - art / 2, art, art),
               &(UiPicture){.kind = PICTURE_ART, .art = TEXT("art/terminal.svg")});
    if (progress->art == ART_TERMINAL)
        return;
    bool refused = progress->art == ART_REFUSED;
    float badge = size * 0.1f, bx = cx + size * 0.268f, by = cy + size * 0.238f;
    if (ui_is_mirrored(ui)) // the picture itself is not turned around
        bx = cx - size * 0.268f;
    ui_disc(ui, bx, by, badge * 1.15f, COLOUR_BG);
    ui_disc(ui, bx, by, badge, refused ? COLOUR_DANGER : COLOUR_WARNING_STRONG);
    ui_icon(ui, RECT(bx - badge * 0.56f, by - badge * 0.56f, badge * 1.12f, badge * 1.12f),
            refused ? ICON_CLOSE : ICON_CLOCK, refused ? COLOUR_SURFACE : COLOUR_ON_WARNING_STRONG);
}

// ---- Words and steps

static void step_words(Scene *scene, Text out[3])
{
    Ui *ui = scene->ui;
    out[0] = ui_tr(ui, "Card");
    out[1] = ui_tr(ui, "Bank check");
    out[2] = ui_tr_context(ui, "payment step", "Done");
}

static float step_rows_height(Scene *scene, float width)
{
    Text words[3];
    step_words(scene, words);
    float height = 0;
    for (int32_t i = 0; i < 3; i++)
        height = fmaxf(height, scene_text_height(scene, (width - 32) / 3, words[i],
                                                 (UiText){.style = TYPE_TAG, .max_lines = 2}));
    return 12 + 14 + height;
}

static void steps(Scene *scene, Rect where, const float done[3])
{
    Ui *ui = scene->ui;
    Text words[3];
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
    step_words(scene, words);
    for (int32_t i = 0; i < 3; i++) {
        Rect cell = rect_column(where, 3, 16, i);
        ui_box(ui, RECT(cell.x, cell.y, cell.w, 12),
               (UiBox){.fill = COLOUR_SUNKEN,
                       .border = contrast ? COLOUR_OUTLINE : COLOUR_NONE,
                       .radius = 6});
        float part = ui_animate(ui, ui_id(ui, "step-%d", i), done[i], MOTION_COUNT_MS);
        if (part > 0)
            ui_box(ui, RECT(cell.x, cell.y, fmaxf(12, cell.w * part), 12),
                   (UiBox){.fill = COLOUR_ACCENT, .radius = 6});
        ui_text(ui, RECT(cell.x, cell.y + 26, cell.w, where.h - 26), words[i],
                (UiText){.style = done[i] > 0 ? TYPE_TAG : TYPE_CAPTION,
                         .colour = done[i] > 0 ? COLOUR_TEXT : COLOUR_TEXT_2,
                         .max_lines = 2});
    }
}

static float steps_width(float width)
{
    return fminf(width, 860);
}

typedef struct WordsSize {
    UiText title, detail;
    float title_height, detail_height, below, height;
} WordsSize;

static WordsSize words_size(Scene *scene, const Progress *progress, float width, bool wide)
{
    TextAlign align = wide ? ALIGN_START : ALIGN_CENTRE;
    WordsSize size = {
        .title = {.style = TYPE_HEADLINE, .align = align, .max_lines = 4},
        .detail = {.style = TYPE_LEAD, .colour = COLOUR_TEXT_2, .align = align, .max_lines = 6}};
    if (ui_layout(scene->ui)->kind == LAYOUT_COMPACT)
        size.title.style = TYPE_TITLE;
    size.title_height = scene_text_height(scene, width, progress->title, size.title);
    size.detail_height = scene_text_height(scene, width, progress->detail, size.detail);
    if (progress->show_steps)
        size.below = (wide ? 44 : 56) + step_rows_height(scene, steps_width(width));
    else if (progress->try_again || progress->staff)
        size.below = (wide ? 40 : 48) + frame_button_height(scene, 112);
    if (progress->try_again && scene->checkout->card_refusal[0])
        size.below += ui_line_height(scene->ui, TYPE_CAPTION) + 12;
    size.height = size.title_height + 18 + size.detail_height + size.below;
    return size;
}

static void act_button(Scene *scene, const Progress *progress, Rect where, bool wide)
{
    Ui *ui = scene->ui;
    float height = frame_button_height(scene, 112);
    UiButton button = {.id = progress->try_again ? TEXT("try-again") : TEXT("staff"),
                       .label = progress->try_again ? ui_tr(ui, "Try again")
                                                    : ui_tr(ui, "Staff sign-in"),
                       .kind = progress->try_again ? BUTTON_PRIMARY : BUTTON_SECONDARY,
                       .icon = progress->try_again ? ICON_SYNC : ICON_BADGE};
    float width = progress->button_apart ? where.w : fmaxf(420, ui_button_width(ui, &button));
    width = fminf(width, where.w);
    if (ui_button(ui,
                  RECT(wide ? where.x : where.x + (where.w - width) / 2, where.y, width, height),
                  &button))
        scene_emit(scene, progress->try_again ? EVENT_TRY_AGAIN : EVENT_STAFF);
}

static void below_words(Scene *scene, const Progress *progress, Rect where, bool wide)
{
    Ui *ui = scene->ui;
    if (progress->show_steps) {
        float width = steps_width(where.w);
        steps(scene,
              RECT(wide ? where.x : where.x + (where.w - width) / 2, where.y + (wide ? 44 : 56),
                   width, step_rows_height(scene, width)),
              progress->steps);
        return;
    }
    float y = where.y;
    if (progress->try_again && scene->checkout->card_refusal[0]) {
        float line = ui_line_height(ui, TYPE_CAPTION);
        ui_text(ui, RECT(where.x, y + 12, where.w, line),
                text_from_string(scene->checkout->card_refusal),
                (UiText){.style = TYPE_CAPTION,
                         .colour = COLOUR_TEXT_2,
                         .align = wide ? ALIGN_START : ALIGN_CENTRE,
                         .fit = true});
        y += line + 12;
    }
    where.y = y + (wide ? 40 : 48);
    if (!progress->button_apart)
        act_button(scene, progress, where, wide);
}

static void draw_words(Scene *scene, const Progress *progress, Rect where, const WordsSize *size,
                       bool wide)
{
    scene_paragraph(scene, where, progress->title, size->title, true);
    where.y += size->title_height + 18;
    scene_paragraph(scene, where, progress->detail, size->detail, true);
    where.y += size->detail_height;
    below_words(scene, progress, where, wide);
}

static void portrait(Scene *scene, const Progress *progress, Rect room)
{
    WordsSize size = words_size(scene, progress, room.w, false);
    float ring = fminf(fminf(680, room.w), room.h - size.height - 40 - 32);
    float y = room.y + (room.h - ring - 40 - size.height) / 2;
    picture(scene, progress, room.x + room.w / 2, y + ring / 2, ring);
    draw_words(scene, progress, RECT(room.x, y + ring + 40, room.w, size.height), &size, false);
}

static void wide(Scene *scene, const Frame *frame, const Progress *progress, Rect room)
{
    float ring = frame->compact ? (frame->big ? 220 : 300) : frame->big ? 400 : 500;
    float gap = frame->compact ? 32 : 56;
    Rect words = RECT(room.x + ring + gap, room.y, room.w - ring - gap, room.h);
    WordsSize size = words_size(scene, progress, words.w, true);
    picture(scene, progress, room.x + ring / 2, room.y + room.h / 2, ring);
    words.y += fmaxf(0, (room.h - size.height) / 2);
    draw_words(scene, progress, words, &size, true);
}

static void pay_spot(Scene *scene, const Frame *frame, const Progress *progress)
{
    Ui *ui = scene->ui;
    PayRow row = {.caption = scene->checkout->payment == PAYMENT_APPROVED ? ui_tr(ui, "Paid")
                                                                          : ui_tr(ui, "To pay"),
                  .button = {.kind = BUTTON_PAY_OUTLINE, .icon_size = 40}};
    if (progress->try_again) {
        row.button.id = TEXT("back");
        row.button.label = ui_tr(ui, "Other ways to pay");
        row.button.icon = ICON_BACK;
    } else if (progress->cancel) {
        row.button.id = TEXT("cancel-payment");
        row.button.label = ui_tr(ui, "Cancel payment");
        row.button.icon = ICON_CLOSE;
        row.button.disabled = progress->cancel_off;
        row.button.reason = progress->cancel_off ? ui_tr(ui, "One moment") : (Text){0};
    } else {
        row.no_button = true;
    }
    if (!part_pay_row(scene, frame, &row))
        return;
    ui_transition_back(ui);
    scene_emit(scene, progress->try_again ? EVENT_BACK : EVENT_CANCEL_PAYMENT);
}

void screen_payment_progress(Scene *scene)
{
    Frame frame = frame_sale(scene, 0, false);
    Progress progress = progress_of(scene);
    part_low_begin(scene, &frame);
    part_top_bar(scene, &frame, &(TopBar){0});
    progress.button_apart = frame.low;
    Rect room = frame.low ? frame.upper : frame.main;
    if (frame.wide)
        wide(scene, &frame, &progress, room);
    else
        portrait(scene, &progress, room);
    if (frame.low && !progress.show_steps && (progress.try_again || progress.staff)) {
        Rect main = frame.main;
        main.y += (main.h - frame_button_height(scene, 112)) / 2;
        act_button(scene, &progress, main, false);
    }
    part_dock_ground(scene, &frame);
    if (frame.wide)
        part_basket_panel(scene, &frame, false);
    pay_spot(scene, &frame, &progress);
    part_sale_toast(scene, &frame);
}
