/* A colleague was called: why, how long ago, and what can be done meanwhile. */
#include <math.h>

#include "screens/parts.h"

enum { STILL_ON_IT_MS = 90000 };

typedef struct Reason {
    Text title, detail, waiting; // waiting: the reason on Pay, empty: Pay works
    UiIcon icon;
} Reason;

static const OrderLine *cause_line(Scene *scene)
{
    return scene->checkout->help_line_id ? order_line(scene->order, scene->checkout->help_line_id)
                                         : NULL;
}

static Reason age_reason(Scene *scene)
{
    Ui *ui = scene->ui;
    const OrderLine *line = cause_line(scene);
    int32_t age = line ? line->minimum_age : 18;
    return (Reason){
        UI_FILL(ui, ui_tr(ui, "{name} needs an age check"), {"name", help_subject(scene)}),
        UI_FILL(ui, ui_tr(ui, "Please have your ID ready ({age} or over)"),
                {"age", ui_integer(ui, age)}),
        ui_tr(ui, "Waiting for age check"), ICON_AGE18};
}

static Reason reason_of(Scene *scene)
{
    Ui *ui = scene->ui;
    Text name = help_subject(scene);
    switch (scene->checkout->help_reason) {
    case HELP_ASKED:
        return (Reason){ui_tr(ui, "You asked for help"),
                        ui_tr(ui, "Tell us what we can do for you"),
                        {0},
                        ICON_HELP};
    case HELP_UNKNOWN_CODE:
        return (Reason){ui_tr(ui, "We don't know this code"), name, {0}, ICON_SCAN};
    case HELP_NEEDS_SCALE:
        return (Reason){UI_FILL(ui, ui_tr(ui, "{name}: sold by weight"), {"name", name}),
                        ui_tr(ui, "A colleague weighs it for you"),
                        {0},
                        ICON_SCALE};
    case HELP_NEEDS_CHOICE:
        return (Reason){UI_FILL(ui, ui_tr(ui, "{name} comes in several kinds"), {"name", name}),
                        ui_tr(ui, "A colleague chooses with you"),
                        {0},
                        ICON_LIST};
    case HELP_NEEDS_LOT:
        return (Reason){UI_FILL(ui, ui_tr(ui, "{name} has a number of its own"), {"name", name}),
                        ui_tr(ui, "A colleague enters it for you"),
                        {0},
                        ICON_TAG};
    case HELP_AGE:
        return age_reason(scene);
    case HELP_PAYMENT_UNKNOWN:
        return (Reason){ui_tr(ui, "We check your payment"), ui_tr(ui, "Please don't pay again"),
                        ui_tr(ui, "Waiting for a colleague"), ICON_CARD};
    case HELP_NO_METHOD:
        return (Reason){ui_tr(ui, "Paying here is not possible now"),
                        ui_tr(ui, "A colleague takes you to another lane"),
                        ui_tr(ui, "Waiting for a colleague"), ICON_CARD};
    case HELP_TOO_MUCH:
        return (Reason){ui_tr(ui, "This basket is too large for this lane"),
                        ui_tr(ui, "A colleague takes you to another lane"),
                        ui_tr(ui, "Waiting for a colleague"), ICON_BASKET};
    case HELP_TOO_MANY:
        return (Reason){UI_FILL(ui, ui_tr(ui, "You can add up to {count} of {name}"),
                                {"count", ui_integer(ui, scene->view->settings->quantity_max)},
                                {"name", name}),
                        ui_tr(ui, "A colleague adds more for you"),
                        {0},
                        ICON_BASKET};
    case HELP_WEIGHT:
        return (Reason){UI_FILL(ui, ui_tr(ui, "The scale can't weigh {name}"), {"name", name}),
                        ui_tr(ui, "A colleague weighs it for you"),
                        {0},
                        ICON_SCALE};
    case HELP_EXPIRED:
        return (Reason){UI_FILL(ui, ui_tr(ui, "{name} is past its date"), {"name", name}),
                        ui_tr(ui, "It can't be sold. Please take another one"),
                        {0},
                        ICON_CLOCK};
    case HELP_LABEL:
        return (Reason){UI_FILL(ui, ui_tr(ui, "The label of {name} needs a look"), {"name", name}),
                        ui_tr(ui, "A colleague will check"),
                        {0},
                        ICON_TAG};
    }
    return (Reason){0};
}

static void scene_picture(Scene *scene, Rect where, bool wide)
{
    Ui *ui = scene->ui;
    ui_box(ui, where, (UiBox){.fill = COLOUR_ACCENT_SOFT, .radius = RADIUS_XL});
    float art = fminf(wide ? where.w * 1.05f : 600, where.h * 1.0f);
    if (art < 120)
        return;
    ui_push_clip(ui, where);
    ui_picture(
        ui, RECT(where.x + (where.w - art) / 2, where.y + where.h - art + art * 0.023f, art, art),
        &(UiPicture){.kind = PICTURE_ART, .art = TEXT("art/colleague.svg")});
    ui_pop_clip(ui);
}

// The card with the reason, and how long one waits; returns its height.
static float reason_card(Scene *scene, Rect where, const Reason *reason, bool draw)
{
    Ui *ui = scene->ui;
    float picture = ui_layout(ui)->kind == LAYOUT_COMPACT ? 80 : 112;
    UiTag waiting = {
        .text = duration_words(scene, scene->view->now_ms - scene->checkout->help_since_ms),
        .id = TEXT("waiting"),
        .tone = TONE_WARNING,
        .icon = ICON_CLOCK};
    UiTag widest = waiting;
    widest.text = TEXT("00:00");
    float tag = ui_tag_width(ui, &widest);
    bool below = ui_is_text_big(ui); // the clock goes under the words
    float width = where.w - 20 - picture - 24 - 28 - (below ? 0 : tag + 24);
    UiText title = {.style = TYPE_LABEL, .max_lines = 4};
    UiText detail = {.style = TYPE_BODY, .colour = COLOUR_TEXT_2, .max_lines = 4};
    float title_height = scene_text_height(scene, width, reason->title, title);
    float words =
        title_height + scene_text_height(scene, width, reason->detail, detail) + (below ? 82 : 0);
    float height = fmaxf(picture, words) + 40;
    if (!draw)
        return height;
    Rect card = RECT(where.x, where.y, where.w, height);
    ui_card(ui, card, RADIUS_L);
    Rect left = RECT(card.x + 20, card.y + (height - picture) / 2, picture, picture);
    const OrderLine *line = cause_line(scene);
    if (line) {
        line_picture(scene, left, line->article_id, line_name(scene, line), 24);
    } else {
        ui_box(ui, left, (UiBox){.fill = COLOUR_ACCENT_SOFT, .radius = 24});
        ui_icon(ui, rect_centred(left, picture * 0.55f, picture * 0.55f), reason->icon,
                COLOUR_ACCENT);
    }
    float x = left.x + picture + 24, y = card.y + (height - words) / 2;
    scene_paragraph(scene, RECT(x, y, width, 0), reason->title, title, true);
    float detail_height =
        scene_paragraph(scene, RECT(x, y + title_height, width, 0), reason->detail, detail, true);
    Rect clock = below
                     ? RECT(x, y + title_height + detail_height + 12, width, 70)
                     : RECT(card.x + card.w - 28 - ui_tag_width(ui, &waiting), card.y, tag, height);
    ui_tag(ui, clock, &waiting);
    return height;
}

static bool can_keep_adding(Scene *scene)
{
    return scene->checkout->help_reason != HELP_PAYMENT_UNKNOWN;
}

// The two buttons and the attendants' way in, from the bottom of `room` up; returns what is left.
static Rect actions(Scene *scene, const Frame *frame, Rect room)
{
    Ui *ui = scene->ui;
    float staff = frame_button_height(scene, 80),
          main = frame->compact ? 96 : frame_button_height(scene, 112);
    UiButton sign_in = {.id = TEXT("staff"),
                        .label = ui_tr(ui, "Staff sign-in"),
                        .kind = BUTTON_QUIET,
                        .icon = ICON_BADGE,
                        .icon_size = 32};
    float width = fminf(room.w, ui_button_width(ui, &sign_in));
    if (!frame->low || !frame->big) { // large letters: a badge does it
        Rect row = rect_cut_bottom(&room, staff);
        if (ui_button(ui, RECT(row.x + (row.w - width) / 2, row.y, width, staff), &sign_in))
            scene_emit(scene, EVENT_STAFF);
        rect_cut_bottom(&room, frame->compact ? 4 : frame->low ? 12 : 24);
    }
    UiButton remove = {
        .id = TEXT("remove-cause"), .label = ui_tr(ui, "Remove this item"), .icon = ICON_TRASH};
    UiButton keep = {.id = TEXT("keep-adding"),
                     .label =
                         scene->checkout->sale_open ? ui_tr(ui, "Keep adding") : ui_tr(ui, "Back"),
                     .kind = BUTTON_PRIMARY,
                     .icon = scene->checkout->sale_open ? ICON_PLUS : ICON_BACK};
    bool removes = cause_line(scene) != NULL, keeps = can_keep_adding(scene);
    bool stacked =
        removes && keeps &&
        fmaxf(ui_button_width(ui, &remove), ui_button_width(ui, &keep)) > (room.w - 24) / 2;
    Rect keep_at = {0}, remove_at = {0};
    if (keeps)
        keep_at = rect_cut_bottom(&room, main);
    if (removes && keeps && !stacked) {
        remove_at = rect_column(keep_at, 2, 24, 0);
        keep_at = rect_column(keep_at, 2, 24, 1);
    } else if (removes) {
        rect_cut_bottom(&room, keeps ? 16 : 0);
        remove_at = rect_cut_bottom(&room, main);
    }
    rect_cut_bottom(&room, 16); // air over the buttons
    if (removes && ui_button(ui, remove_at, &remove))
        scene_emit(scene, EVENT_REMOVE_CAUSE);
    if (keeps && ui_button(ui, keep_at, &keep))
        scene_emit(scene, EVENT_KEEP_ADDING);
    return room;
}

typedef struct HelpWords {
    Reason reason;
    Text title, detail;
    UiText title_style, detail_style;
    float title_height, detail_height, height;
} HelpWords;

static HelpWords words_of(Scene *scene, float width, float gap)
{
    Ui *ui = scene->ui;
    int64_t waited_ms = scene->view->now_ms - scene->checkout->help_since_ms;
    HelpWords words = {
        .reason = reason_of(scene),
        .title = ui_tr(ui, "A colleague is on the way"),
        .title_style = {.style = TYPE_HEADLINE, .max_lines = 3},
        .detail_style = {.style = TYPE_LEAD, .colour = COLOUR_TEXT_2, .max_lines = 4},
    };
    words.detail = waited_ms >= STILL_ON_IT_MS ? ui_tr(ui, "Still on it. We called again.")
                   : can_keep_adding(scene) && scene->checkout->sale_open
                       ? ui_tr(ui, "You can keep adding items while you wait.")
                       : ui_tr(ui, "Please wait a moment.");
    words.title_height = scene_text_height(scene, width, words.title, words.title_style);
    words.detail_height = scene_text_height(scene, width, words.detail, words.detail_style);
    words.height = words.title_height + 12 + words.detail_height + gap +
                   reason_card(scene, RECT(0, 0, width, 0), &words.reason, false);
    return words;
}

// Scrolls where large letters don't leave room for all of it.
static void words_and_reason(Scene *scene, Rect room, float gap)
{
    Ui *ui = scene->ui;
    HelpWords words = words_of(scene, room.w, gap);
    bool scrolls = words.height > room.h;
    if (scrolls)
        ui_begin_scroll(ui, room,
                        &(UiScroll){.id = TEXT("help-words"),
                                    .label = words.title,
                                    .content = words.height + 16,
                                    .bleed = 12});
    Rect where = RECT(room.x, room.y, room.w, 0);
    scene_paragraph(scene, where, words.title, words.title_style, true);
    where.y += words.title_height + 12;
    scene_paragraph(scene, where, words.detail, words.detail_style, true);
    where.y += words.detail_height + gap;
    reason_card(scene, where, &words.reason, true);
    if (scrolls)
        ui_end_scroll(ui);
}

static void pay_spot(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    Reason reason = reason_of(scene);
    PayRow row = {.button = {.id = TEXT("pay"),
                             .label = ui_tr(ui, "Pay"),
                             .kind = BUTTON_PAY_OUTLINE,
                             .icon_end = ICON_FORWARD,
                             .icon_size = 44,
                             .disabled = !scene_has_sale(scene)}};
    if (reason.waiting.size > 0) {
        row.button.kind = BUTTON_PRIMARY; // its letters leave room for a reason
        row.button.icon = frame->big ? ICON_NONE : reason.icon;
        row.button.icon_end = ICON_NONE;
        row.button.disabled = true;
        row.button.reason = reason.waiting;
    }
    if (part_pay_row(scene, frame, &row))
        scene_emit(scene, EVENT_PAY);
}

void screen_help(Scene *scene)
{
    bool dock = scene_has_sale(scene);
    Frame frame = dock ? frame_sale(scene, 0, false) : frame_plain(scene);
    // The clock goes on second by second.
    ui_wake_at(scene->ui, scene->view->now_ms + 1000 -
                              (scene->view->now_ms - scene->checkout->help_since_ms) % 1000);
    if (!dock)
        frame_lower(scene, &frame);
    part_low_begin(scene, &frame);
    part_top_bar(scene, &frame, &(TopBar){.tools = TOP_LANGUAGE | TOP_ACCESS});
    Rect room = frame.low ? frame.upper : frame.main, controls = frame.main;
    if (!frame.low)
        rect_cut_bottom(&room, frame.compact ? 16 : 32);
    if (frame.low)
        (void)actions(scene, &frame, controls);
    if (frame.wide) {
        // On a small screen and with large letters the words need the room.
        float width = frame.compact || (frame.big && !frame.low) ? 0 : frame.big ? 280 : 420;
        if (width > 0) {
            scene_picture(scene, rect_cut_start(&room, width), true);
            rect_cut_start(&room, frame.compact ? 24 : 44);
        }
        if (!frame.low)
            room = actions(scene, &frame, room);
        words_and_reason(scene, room, frame.compact ? 20 : 36);
    } else {
        if (!frame.low)
            room = actions(scene, &frame, room);
        float picture = fminf(600, room.h - words_of(scene, room.w, 36).height - 40 - 24);
        if (picture >= 160) {
            scene_picture(scene, rect_cut_top(&room, picture), false);
            rect_cut_top(&room, 40);
        }
        words_and_reason(scene, room, 36);
    }
    if (!dock)
        return;
    part_dock_ground(scene, &frame);
    if (frame.wide)
        part_basket_panel(scene, &frame, false);
    pay_spot(scene, &frame);
    part_sale_toast(scene, &frame);
}
