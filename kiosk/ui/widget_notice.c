/* Banners, tags, toasts, cards: what the screen tells. */
#include "ui/widget_internal.h"

typedef struct ToneLook {
    ThemeColour fill, text;
    UiIcon icon;
} ToneLook;

static ToneLook tone_of(UiTone tone)
{
    static const ToneLook looks[] = {
        [TONE_INFO] = {COLOUR_ACCENT_SOFT, COLOUR_ON_ACCENT_SOFT, ICON_INFO},
        [TONE_GOOD] = {COLOUR_SUCCESS_SOFT, COLOUR_ON_SUCCESS_SOFT, ICON_CHECK_CIRCLE},
        [TONE_WARNING] = {COLOUR_WARNING_SOFT, COLOUR_ON_WARNING_SOFT, ICON_WARNING},
        [TONE_BAD] = {COLOUR_DANGER_SOFT, COLOUR_ON_DANGER_SOFT, ICON_CLOSE},
        [TONE_NEUTRAL] = {COLOUR_SUNKEN, COLOUR_TEXT, ICON_NONE},
    };
    return looks[tone];
}

static const UiText banner_words = {
    .style = TYPE_BODY_STRONG, .vertical = VERTICAL_MIDDLE, .max_lines = 6};

float ui_banner_height(Ui *ui, float width, const UiBanner *banner)
{
    float room = width - 2 * 28 - ui_icon_size(ui, 40) - 20;
    float height = ui_text_measure(ui, room, banner->text, banner_words).height + 2 * 16;
    return height > 88 ? height : 88;
}

void ui_banner(Ui *ui, Rect where, const UiBanner *banner)
{
    ToneLook look = tone_of(banner->tone);
    UiIcon icon = banner->icon ? banner->icon : look.icon;
    ui_box(ui, where,
           (UiBox){.fill = look.fill,
                   .border = ui->settings.theme == THEME_CONTRAST ? look.text : COLOUR_NONE,
                   .radius = RADIUS_L});
    Rect inner = rect_inset(where, 28, 0);
    if (icon) {
        float size = ui_icon_size(ui, 40);
        ui_icon(ui, rect_centred(rect_cut_start(&inner, size), size, size), icon, look.text);
        (void)rect_cut_start(&inner, 20);
    }
    UiText words = banner_words;
    words.colour = look.text;
    words.id = banner->id;
    ui_text(ui, inner, banner->text, words);
}

static UiLabel tag_label(const UiTag *tag)
{
    return (UiLabel){.text = tag->text,
                     .style = {.style = tag->large ? TYPE_BODY_STRONG : TYPE_TAG},
                     .icon = tag->icon,
                     .icon_size = tag->large  ? 34
                                  : tag->pill ? 30
                                              : 26,
                     .gap = 8,
                     .colour = tone_of(tag->tone).text};
}

static float tag_pad(const Ui *ui, const UiTag *tag)
{
    return tag->pill ? 22 : tag->large ? 20 : widget_grow(ui, 12, 20);
}

float ui_tag_width(Ui *ui, const UiTag *tag)
{
    UiLabel label = tag_label(tag);
    return widget_label_width(ui, &label) + 2 * tag_pad(ui, tag);
}

float ui_tag(Ui *ui, Rect where, const UiTag *tag)
{
    float width = ui_tag_width(ui, tag);
    bool high = tag->pill || tag->large;
    float height = widget_grow(ui, high ? 56 : 40, high ? 80 : 70);
    width = width < where.w ? width : where.w;
    Rect box = {where.x, where.y + (where.h - height) / 2, width, height};
    ToneLook look = tone_of(tag->tone);
    ui_box(ui, box, (UiBox){.fill = look.fill, .radius = tag->pill ? height / 2 : RADIUS_S});
    UiLabel label = tag_label(tag);
    if (tag->pill)
        label.colour = COLOUR_TEXT_2;
    Rect inner = rect_inset(box, tag_pad(ui, tag), 0);
    inner.w += 2;
    widget_label(ui, inner, &label);
    if (tag->id.size > 0)
        ui_describe(ui, box, ACCESS_PICTURE, tag->id, tag->text, (Text){0});
    return width;
}

void ui_card(Ui *ui, Rect where, float radius)
{
    bool contrast = ui->settings.theme == THEME_CONTRAST;
    ui_box(ui, where,
           (UiBox){.fill = COLOUR_SURFACE,
                   .border = contrast ? COLOUR_OUTLINE : COLOUR_NONE,
                   .radius = radius,
                   .shadow = SHADOW_1});
}

void ui_divider(Ui *ui, float x, float y, float w)
{
    ui_line(ui, x, y, w, 2, COLOUR_LINE);
}

UiToastState ui_toast(Ui *ui, Rect where, const UiToast *toast)
{
    int64_t age = ui->now_ms - toast->since_ms;
    if (age < 0 || age >= TOAST_MS)
        return TOAST_GONE;
    float height = widget_grow(ui, 96, 136);
    UiText words = {
        .style = TYPE_BODY_STRONG, .colour = COLOUR_ON_INK, .vertical = VERTICAL_MIDDLE};
    UiButton undo = {.id = ui_id(ui, "%.*s-undo", TEXT_PRINTF(toast->id)),
                     .label = toast->undo_label,
                     .kind = BUTTON_QUIET,
                     .icon = ICON_UNDO,
                     .icon_size = 32};
    bool has_undo = toast->undo_label.size > 0;
    float icon = toast->icon ? ui_icon_size(ui, 36) + 20 : 0;
    float button = has_undo ? ui_button_width(ui, &undo) + 20 : 0;
    float width = ui_text_measure(ui, 0, toast->text, words).width + icon + button + 32 + 20;
    width = width < where.w ? width : where.w;
    Rect box = {where.x + (where.w - width) / 2, where.y + where.h - height, width, height};

    // In and out by fading; motion only when it is wanted.
    int64_t left = TOAST_MS - age;
    float opacity = 1;
    if (age < MOTION_FADE_MS)
        opacity = (float)age / (float)MOTION_FADE_MS;
    if (left < MOTION_FADE_MS)
        opacity = (float)left / (float)MOTION_FADE_MS;
    if (opacity < 1)
        ui_wake_at(ui, ui->now_ms + 16);
    else
        ui_wake_at(ui, toast->since_ms + TOAST_MS - MOTION_FADE_MS);
    float rise = ui->settings.motion_off ? 0 : (1 - ui_ease_out(opacity)) * 24;
    ui_push_motion(ui, 0, rise, opacity);
    ui_box(ui, box, (UiBox){.fill = COLOUR_INK, .radius = RADIUS_L, .shadow = SHADOW_2});
    Rect inner = box;
    (void)rect_cut_start(&inner, 32);
    (void)rect_cut_end(&inner, 20);
    if (toast->icon) {
        float size = ui_icon_size(ui, 36);
        ui_icon(ui, rect_centred(rect_cut_start(&inner, size), size, size), toast->icon,
                COLOUR_ON_INK);
        (void)rect_cut_start(&inner, 20);
    }
    bool undone = false;
    if (has_undo) {
        Rect place = rect_cut_end(&inner, button - 20);
        place = rect_centred(place, place.w, height - 16);
        UiControlState state = ui_control(
            ui, place, &(UiControl){.id = undo.id, .label = undo.label, .radius = RADIUS_M});
        undone = state.acted;
        if (state.pressed)
            ui_box(ui, place, (UiBox){.fill = COLOUR_INK_PRESS, .radius = RADIUS_M});
        widget_label(ui, rect_inset(place, 12, 0),
                     &(UiLabel){.text = undo.label,
                                .style = {.style = TYPE_LABEL},
                                .icon = ICON_UNDO,
                                .icon_size = 32,
                                .gap = 16,
                                .colour = COLOUR_ON_INK});
    }
    words.id = toast->id;
    ui_text(ui, inner, toast->text, words);
    ui_pop_motion(ui);
    return undone ? TOAST_UNDONE : TOAST_SHOWN;
}
