/* The message that comes up over the dock for a moment. When it goes is the checkout's to say. */
#include <math.h>

#include "screens/parts.h"

typedef struct ToastWords {
    const char *msgid;
    UiIcon icon;
} ToastWords;

static const ToastWords toast_words[] = {
    [TOAST_NONE] = {"", ICON_NONE},
    [TOAST_REMOVED] = {TR_LATER("{name} removed"), ICON_TRASH},
    [TOAST_UNKNOWN_CODE] = {TR_LATER("We don't know this code. Try again, or find it by picture."),
                            ICON_SCAN},
    [TOAST_CANT_LOOK_UP] = {TR_LATER("We can't look up this code right now. Find it by picture, or "
                                     "ask us."),
                            ICON_OFFLINE},
    [TOAST_LOOKING_UP] = {TR_LATER("One moment, we look up this code"), ICON_SEARCH},
    [TOAST_NOT_NOW] = {TR_LATER("Please finish paying first, or go back to the basket."),
                       ICON_INFO},
    [TOAST_PRICE_CHANGED] = {TR_LATER("A price has changed. Please look at your basket."),
                             ICON_TAG},
    [TOAST_OFFLINE] = {TR_LATER("We can't reach the shop server. You can shop and pay as usual."),
                       ICON_OFFLINE},
    [TOAST_SAVE_SLOW] = {TR_LATER("Saving takes longer than usual. Please wait a moment."),
                         ICON_CLOCK},
    [TOAST_REFUSED_SCAN] = {TR_LATER("This code can't be used here."), ICON_SCAN},
    [TOAST_FULL] = {TR_LATER("This lane can't take more items. Please ask us."), ICON_INFO},
    [TOAST_SERIAL_TWICE] = {TR_LATER("This one is in your basket already."), ICON_INFO},
    [TOAST_CUSTOMER] = {TR_LATER("Welcome, {name}. Your prices are set."), ICON_BADGE},
    [TOAST_CUSTOMER_ALREADY] = {TR_LATER("Your card is in use already."), ICON_BADGE},
    [TOAST_CUSTOMER_UNKNOWN] = {TR_LATER("We don't know this card. Please ask us."), ICON_BADGE},
    [TOAST_CUSTOMER_CANT_LOOK_UP] =
        {TR_LATER("We can't look up this card right now. You can shop without it."), ICON_OFFLINE},
    [TOAST_SOLVED] = {TR_LATER("All sorted. You can go on."), ICON_CHECK_CIRCLE},
    [TOAST_NO_REPLACEMENT] = {TR_LATER("This article can't take its place"), ICON_SCAN},
    [TOAST_AGE_CHECKED] = {TR_LATER("Age check done. You are ready to pay."), ICON_CHECK_CIRCLE},
};

static Text words_of(Scene *scene)
{
    const Checkout *checkout = scene->checkout;
    Text pattern = ui_tr(scene->ui, toast_words[checkout->toast].msgid);
    if (checkout->toast != TOAST_REMOVED && checkout->toast != TOAST_CUSTOMER)
        return pattern;
    Text name = text_from_string(checkout->toast_text);
    if (checkout->toast == TOAST_REMOVED && checkout->undo.count != 0)
        name = line_name(scene, &checkout->undo.lines[0]);
    return UI_FILL(scene->ui, pattern, {"name", name});
}

static void undo_button(Scene *scene, Rect where, Text word, UiText style)
{
    Ui *ui = scene->ui;
    UiControlState state =
        ui_control(ui, where, &(UiControl){.id = TEXT("undo"), .label = word, .radius = 20});
    ui_box(ui, where,
           (UiBox){.fill = state.pressed ? COLOUR_INK_PRESS : COLOUR_NONE,
                   .border = COLOUR_ON_INK,
                   .radius = 20});
    float icon = ui_icon_size(ui, 32);
    ui_icon(ui, RECT(where.x + 24, where.y + (where.h - icon) / 2, icon, icon), ICON_UNDO,
            COLOUR_ON_INK);
    ui_text(ui, RECT(where.x + 24 + icon + 12, where.y, where.w - icon - 60, where.h), word, style);
    if (state.acted)
        scene_emit(scene, EVENT_UNDO);
}

void part_toast(Scene *scene, float bottom, float start, float width)
{
    Ui *ui = scene->ui;
    const Checkout *checkout = scene->checkout;
    if (checkout->toast == TOAST_NONE)
        return;
    bool undo = checkout->toast == TOAST_REMOVED && checkout->undo.count != 0;
    bool good = checkout->toast == TOAST_SOLVED || checkout->toast == TOAST_AGE_CHECKED;
    ThemeColour colour = good ? COLOUR_ON_SUCCESS_SOFT : COLOUR_ON_INK;
    Text words = words_of(scene), undo_word = ui_tr(ui, "Undo");
    UiText word_style = {
        .style = TYPE_BODY_STRONG, .colour = colour, .vertical = VERTICAL_MIDDLE, .max_lines = 4};
    UiText undo_style = word_style;
    undo_style.max_lines = 1;
    undo_style.silent = true;
    float icon = ui_icon_size(ui, 38), side = frame_button_height(scene, 80);
    float undo_width = undo ? 24 + ui_icon_size(ui, 32) + 12 +
                                  ceilf(ui_text_measure(ui, 0, undo_word, undo_style).width) + 24
                            : 0;
    float room = width - 28 - icon - 20 - 28 - (undo ? undo_width + 8 : 0);
    UiTextSize size = ui_text_measure(ui, room, words, word_style);
    float height = fmaxf(96, size.height + 32);
    if (undo)
        height = fmaxf(height, side + 16);
    Rect where = RECT(start, bottom - height, width, height);

    Text key = ui_id(ui, "toast-%lld", (long long)checkout->toast_since_ms);
    float opacity = ui_animate_from(ui, key, 0, 1, MOTION_FADE_MS);
    ui_push_motion(ui, 0, (1 - opacity) * 24, opacity);
    if (ui_settings(ui).theme == THEME_CONTRAST) // white on white pictures: a dark edge around it
        ui_box(ui, rect_inset(where, -6, -6), (UiBox){.fill = COLOUR_BG, .radius = RADIUS_L + 6});
    ui_box(ui, where,
           (UiBox){.fill = good ? COLOUR_SUCCESS_SOFT : COLOUR_INK,
                   .border = good ? COLOUR_SUCCESS : COLOUR_NONE,
                   .radius = RADIUS_L,
                   .shadow = SHADOW_2});
    ui_icon(ui, RECT(where.x + 28, where.y + (height - icon) / 2, icon, icon),
            toast_words[checkout->toast].icon, colour);
    word_style.id = TEXT("toast");
    ui_text(ui, RECT(where.x + 28 + icon + 20, where.y, room, height), words, word_style);
    if (undo)
        undo_button(
            scene,
            RECT(where.x + width - undo_width - 8, where.y + (height - side) / 2, undo_width, side),
            undo_word, undo_style);
    ui_pop_motion(ui);
}

void part_sale_toast(Scene *scene, const Frame *frame)
{
    float bottom = frame->wide ? frame->height - 24 : frame->dock.y - 24;
    if (frame->low) // with Undo it is where it can be touched
        bottom = scene->checkout->toast == TOAST_REMOVED && scene->checkout->screen == SCREEN_BASKET
                     ? frame->main.y + frame->main.h
                     : frame->dock.y - 24;
    part_toast(scene, bottom, frame->margin, frame->main.w);
}
