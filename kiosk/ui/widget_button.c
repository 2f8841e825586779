/* Buttons, chips, options, switches: a ground, an icon and words. */
#include <math.h>

#include "ui/widget_internal.h"

float widget_grow(const Ui *ui, float at_100, float at_200)
{
    float t = ui_text_scale(ui) - 1.0f;
    return at_100 + (at_200 - at_100) * t;
}

// ---- Icon and words ----

float widget_label_width(Ui *ui, const UiLabel *label)
{
    float icon = ui_icon_size(ui, label->icon_size), width = 0;
    bool leads = label->icon != ICON_NONE || label->busy;
    if (leads)
        width += icon;
    if (label->text.size > 0) {
        width += leads ? label->gap : 0;
        width += ui_text_measure(ui, 0, label->text, label->style).width;
    }
    if (label->icon_end != ICON_NONE)
        width += (width > 0 ? label->gap : 0) + icon;
    return width;
}

// Words that don't fit become a little smaller; else they go on a second line where there is room,
// if need be in smaller letters; else they become much smaller; else two lines lie close together,
// else they are cut.
static UiText label_style(Ui *ui, const UiLabel *label, float width, float height)
{
    const float a_little = 0.8f;
    const float air = 1.1f;                 // of two lines, from edge to edge
    const float snug = 0.95f, tight = 0.9f; // of two small ones: a line is higher than its letters
    UiText style = label->style;
    style.colour = label->colour;
    style.vertical = VERTICAL_MIDDLE;
    style.silent = true;
    float whole = ui_text_measure(ui, 0, label->text, style).width;
    if (whole <= width)
        return style;
    UiText one_line = style, two_lines = style;
    one_line.fit = true;
    two_lines.max_lines = 2;
    if (whole * a_little <= width)
        return one_line;
    if (height >= 2 * air * ui_line_height(ui, style.style))
        return two_lines;
    two_lines.style = TYPE_TAG;
    float small = 2 * ui_line_height(ui, TYPE_TAG);
    if (height < small * snug && !ui_text_measure(ui, width, label->text, one_line).cut)
        return one_line;
    return height >= small * tight && !ui_text_measure(ui, width, label->text, two_lines).cut
               ? two_lines
               : one_line;
}

void widget_label(Ui *ui, Rect where, const UiLabel *label)
{
    float icon = ui_icon_size(ui, label->icon_size);
    float width = widget_label_width(ui, label), words = 0;
    bool leads = label->icon != ICON_NONE || label->busy;
    if (label->text.size > 0)
        words = ui_text_measure(ui, 0, label->text, label->style).width;
    float others = width - words;
    UiText style = label_style(ui, label, where.w - others, where.h);
    if (width > where.w && words > 0)
        width = others + ui_text_measure(ui, where.w - others, label->text, style).width;
    Rect rest = where;
    if (!label->at_start && width < where.w)
        rest = rect_centred(where, width, where.h);
    if (leads) {
        Rect place = rect_cut_start(&rest, icon);
        if (label->busy)
            ui_spinner(ui, place.x + icon / 2, place.y + place.h / 2, icon, label->colour);
        else
            ui_icon(ui, place, label->icon, label->colour);
        if (label->text.size > 0)
            (void)rect_cut_start(&rest, label->gap);
    }
    if (label->icon_end != ICON_NONE) {
        ui_icon(ui, rect_cut_end(&rest, icon), label->icon_end, label->colour);
        if (label->text.size > 0)
            (void)rect_cut_end(&rest, label->gap);
    }
    if (label->text.size == 0)
        return;
    if (style.max_lines > 1 && !leads && !label->icon_end && !label->at_start)
        style.align = ALIGN_CENTRE;
    ui_text(ui, rest, label->text, style);
}

// ---- Buttons ----

typedef struct ButtonLook {
    ThemeColour fill, pressed, border, text;
    ShadowLevel shadow;
    float radius, pad, icon, gap;
    TypeStyle style;
    ThemeColour contrast_border; // in the contrast theme grounds can't be told apart
} ButtonLook;

static ButtonLook look_of(UiButtonKind kind)
{
    ButtonLook look = {.fill = COLOUR_SURFACE,
                       .pressed = COLOUR_SUNKEN,
                       .text = COLOUR_TEXT,
                       .radius = RADIUS_L,
                       .pad = 36,
                       .icon = 38,
                       .gap = 16,
                       .style = TYPE_LABEL,
                       .contrast_border = COLOUR_OUTLINE};
    switch (kind) {
    case BUTTON_SECONDARY:
        look.border = COLOUR_OUTLINE;
        break;
    case BUTTON_PRIMARY:
    case BUTTON_PAY:
    case BUTTON_BIG:
        look.fill = COLOUR_ACCENT;
        look.pressed = COLOUR_ACCENT_PRESS;
        look.text = COLOUR_ON_ACCENT;
        look.contrast_border = COLOUR_NONE;
        if (kind != BUTTON_PRIMARY) {
            look.style = kind == BUTTON_PAY ? TYPE_PAY : TYPE_BUTTON_BIG;
            look.pad = 44;
            look.icon = 44;
            look.radius = kind == BUTTON_PAY ? RADIUS_L : 36;
        }
        break;
    case BUTTON_PAY_OUTLINE:
        look.border = COLOUR_OUTLINE;
        look.style = TYPE_PAY;
        look.pad = 44;
        look.icon = 44;
        break;
    case BUTTON_SOFT:
        look.fill = COLOUR_SUNKEN;
        look.pressed = COLOUR_LINE;
        break;
    case BUTTON_LIFT:
        look.shadow = SHADOW_1;
        look.pad = 28;
        break;
    case BUTTON_QUIET:
        look.fill = COLOUR_NONE;
        look.pad = 28;
        look.contrast_border = COLOUR_NONE;
        break;
    case BUTTON_DANGER:
        look.fill = COLOUR_DANGER_SOFT;
        look.pressed = COLOUR_LINE;
        look.text = COLOUR_ON_DANGER_SOFT;
        look.contrast_border = COLOUR_DANGER;
        break;
    case BUTTON_STAFF:
        look.fill = COLOUR_NONE;
        look.pressed = COLOUR_ACCENT_PRESS;
        look.border = COLOUR_STAFF_2;
        look.text = COLOUR_ON_STAFF;
        break;
    }
    return look;
}

static UiLabel label_of(const UiButton *button, const ButtonLook *look)
{
    UiLabel label = {.style = {.style = look->style},
                     .icon = button->icon,
                     .icon_end = button->icon_end,
                     .icon_size = button->icon_size > 0 ? button->icon_size
                                  : button->icon_only   ? 36
                                                        : look->icon,
                     .gap = look->gap,
                     .colour = look->text,
                     .at_start = button->align_start,
                     .busy = button->busy};
    if (button->icon_only)
        return label;
    label.text = button->text.size > 0 ? button->text : button->label;
    if (button->disabled && button->reason.size > 0)
        label.text = button->reason;
    return label;
}

float ui_button_width(Ui *ui, const UiButton *button)
{
    ButtonLook look = look_of(button->kind);
    if (button->icon_only)
        return widget_grow(ui, 80, 112);
    UiLabel label = label_of(button, &look);
    return widget_label_width(ui, &label) + 2 * look.pad;
}

bool ui_button(Ui *ui, Rect where, const UiButton *button)
{
    ButtonLook look = look_of(button->kind);
    bool off = button->disabled;
    float radius = button->icon_only ? 24 : look.radius;
    radius = radius < where.h / 2 ? radius : where.h / 2;
    UiControlState state = ui_control(ui, where,
                                      &(UiControl){.id = button->id,
                                                   .label = button->label,
                                                   .reason = button->reason,
                                                   .role = ACCESS_BUTTON,
                                                   .disabled = off || button->busy,
                                                   .selected = button->selected,
                                                   .radius = radius});
    UiLabel label = label_of(button, &look);
    UiBox box = {.fill = state.pressed ? look.pressed : look.fill,
                 .border = look.border,
                 .radius = radius,
                 .shadow = state.pressed ? SHADOW_NONE : look.shadow};
    if (ui->settings.theme == THEME_CONTRAST && !box.border)
        box.border = look.contrast_border;
    if (button->selected) {
        box.fill = state.pressed ? COLOUR_INK_PRESS : COLOUR_INK;
        box.border = COLOUR_NONE;
        label.colour = COLOUR_ON_INK;
    }
    if (off) {
        box.fill = button->kind == BUTTON_QUIET || button->kind == BUTTON_STAFF ? COLOUR_NONE
                                                                                : COLOUR_SUNKEN;
        box.border = COLOUR_NONE;
        box.shadow = SHADOW_NONE;
        // A reason is meant to be read; a plain disabled label only says that there is something.
        label.colour = button->reason.size > 0 ? COLOUR_TEXT_2 : COLOUR_TEXT_OFF;
    }
    ui_box(ui, where, box);
    float pad = button->icon_only ? 0 : look.pad;
    float most = where.w / 8;
    widget_label(ui, rect_inset(where, pad < most ? pad : most, 0), &label);
    return state.acted;
}

// ---- Chips ----

float ui_chip_height(const Ui *ui, bool sub)
{
    return widget_grow(ui, sub ? 64 : 80, sub ? 100 : 112);
}

static UiLabel chip_label(const UiChip *chip)
{
    return (UiLabel){.text = chip->label,
                     .style = {.style = TYPE_BODY_STRONG},
                     .icon = chip->icon,
                     .icon_end = chip->icon_end,
                     .icon_size = 34,
                     .gap = 14};
}

float ui_chip_width(Ui *ui, const UiChip *chip)
{
    UiLabel label = chip_label(chip);
    float pad = widget_grow(ui, chip->sub ? 26 : 28, 44);
    float width = widget_label_width(ui, &label) + 2 * pad;
    if (chip->picture.kind != PICTURE_NONE)
        width += 52 - 10 + 14;
    return width;
}

bool ui_chip(Ui *ui, Rect where, const UiChip *chip)
{
    UiControlState state = ui_control(ui, where,
                                      &(UiControl){.id = chip->id,
                                                   .label = chip->label,
                                                   .role = ACCESS_CHIP,
                                                   .disabled = chip->disabled,
                                                   .selected = chip->selected,
                                                   .radius = where.h / 2});
    UiBox box = {.radius = where.h / 2};
    UiLabel label = chip_label(chip);
    bool contrast = ui->settings.theme == THEME_CONTRAST;
    if (chip->sub) {
        box.fill = chip->selected ? COLOUR_ACCENT_SOFT : COLOUR_NONE;
        box.border = contrast ? COLOUR_OUTLINE : COLOUR_NONE;
        label.colour = chip->selected ? COLOUR_ON_ACCENT_SOFT : COLOUR_TEXT_2;
        if (state.pressed && !chip->selected)
            box.fill = COLOUR_SUNKEN;
    } else {
        box.fill = chip->selected ? COLOUR_INK : COLOUR_SURFACE;
        box.border = chip->selected ? COLOUR_NONE : COLOUR_LINE;
        label.colour = chip->selected ? COLOUR_ON_INK : COLOUR_TEXT;
        if (state.pressed)
            box.fill = chip->selected ? COLOUR_INK_PRESS : COLOUR_SUNKEN;
    }
    if (chip->disabled)
        label.colour = COLOUR_TEXT_OFF;
    ui_box(ui, where, box);
    Rect inner = rect_inset(where, widget_grow(ui, chip->sub ? 26 : 28, 44), 0);
    if (chip->picture.kind != PICTURE_NONE) {
        UiPicture picture = chip->picture;
        picture.tint = COLOUR_NONE;
        ui_picture(ui, (Rect){inner.x - 10, where.y + (where.h - 52) / 2, 52, 52}, &picture);
        (void)rect_cut_start(&inner, 52 - 10 + 14);
        label.at_start = true;
    }
    // The measured width is rounded up; a pixel less must not count as tight.
    inner.w += 2;
    widget_label(ui, inner, &label);
    return state.acted;
}

// ---- Options and switches ----

// A portrait screen has room for larger letters in them.
static bool option_is_roomy(const Ui *ui)
{
    return ui->layout.kind == LAYOUT_PORTRAIT && !ui_is_text_big(ui);
}

static UiText option_detail(const Ui *ui, const UiOption *option)
{
    UiText style = {.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2};
    if (option_is_roomy(ui)) {
        style.style = option->centred ? TYPE_BODY : TYPE_TILE_NAME;
        style.weight = TYPE_MEDIUM;
    }
    style.align = ALIGN_END;
    style.vertical = VERTICAL_MIDDLE;
    style.silent = true;
    return style;
}

static UiLabel option_label(const Ui *ui, const UiOption *option)
{
    bool narrow = option->snug && ui->layout.kind != LAYOUT_PORTRAIT;
    return (UiLabel){.text = option->label,
                     .style = {.style = narrow ? TYPE_BODY_STRONG : TYPE_LABEL},
                     .icon = option->selected ? ICON_CHECK : option->icon,
                     .icon_size = 36,
                     .gap = 14,
                     .colour = COLOUR_TEXT};
}

static float swatch_size(const Ui *ui)
{
    return widget_grow(ui, 44, 64);
}

float ui_option_width(Ui *ui, const UiOption *option)
{
    UiLabel label = option_label(ui, option);
    if (!option->snug)
        label.icon = ICON_CHECK; // choosing must not move its neighbours
    float width = widget_label_width(ui, &label) + 2 * (option->snug ? 29.0f : 32.0f);
    Text detail = option->disabled && option->reason.size > 0 ? option->reason : option->detail;
    if (detail.size > 0)
        width += 16 + ui_text_measure(ui, 0, detail, option_detail(ui, option)).width;
    if (option->swatch)
        width += swatch_size(ui) + 14;
    return width;
}

bool ui_option(Ui *ui, Rect where, const UiOption *option)
{
    UiControlState state = ui_control(ui, where,
                                      &(UiControl){.id = option->id,
                                                   .label = option->label,
                                                   .value = option->detail,
                                                   .reason = option->reason,
                                                   .role = ACCESS_OPTION,
                                                   .disabled = option->disabled,
                                                   .selected = option->selected,
                                                   .radius = RADIUS_L});
    UiBox box = {.fill = state.pressed ? COLOUR_SUNKEN : COLOUR_SURFACE,
                 .border = option->selected ? COLOUR_INK : COLOUR_OUTLINE,
                 .border_width = option->selected ? 4 : 0,
                 .radius = RADIUS_L};
    UiLabel label = option_label(ui, option);
    bool inverted = option->selected && ui->settings.theme == THEME_CONTRAST;
    if (inverted) { // there all edges are as thick
        box.fill = state.pressed ? COLOUR_INK_PRESS : COLOUR_INK;
        label.colour = COLOUR_ON_INK;
    }
    if (option->disabled) {
        box = (UiBox){.fill = COLOUR_SUNKEN, .radius = RADIUS_L};
        label.colour = COLOUR_TEXT_OFF;
    }
    ui_box(ui, where, box);
    Rect inner = rect_inset(where, 28, 0);
    Text detail = option->disabled && option->reason.size > 0 ? option->reason : option->detail;
    if (option->centred) { // near the edges before a word is cut
        float words = widget_label_width(ui, &label);
        if (detail.size > 0)
            words += 14 + ui_text_measure(ui, 0, detail, option_detail(ui, option)).width;
        inner = rect_centred(where, fminf(words, where.w - 24), where.h);
    }
    if (detail.size > 0) {
        UiText style = option_detail(ui, option);
        if (inverted && !option->disabled)
            style.colour = COLOUR_ON_INK;
        float width = ui_text_measure(ui, 0, detail, style).width;
        ui_text(ui, rect_cut_end(&inner, width), detail, style);
        label.at_start = true;
    }
    if (option->swatch) {
        float size = swatch_size(ui);
        Rect disc = rect_cut_start(&inner, size);
        ui_swatch(ui, disc.x + size / 2, where.y + where.h / 2, size / 2, option->swatch);
        (void)rect_cut_start(&inner, 14);
        label.at_start = true;
    }
    widget_label(ui, inner, &label);
    return state.acted;
}

bool ui_switch(Ui *ui, Rect where, const UiSwitch *toggle)
{
    UiControlState state = ui_control(ui, where,
                                      &(UiControl){.id = toggle->id,
                                                   .label = toggle->label,
                                                   .value = toggle->on ? TEXT("on") : TEXT("off"),
                                                   .role = ACCESS_SWITCH,
                                                   .disabled = toggle->disabled,
                                                   .selected = toggle->on,
                                                   .radius = RADIUS_L});
    ui_box(ui, where,
           (UiBox){.fill = state.pressed ? COLOUR_LINE : COLOUR_SUNKEN,
                   .border = ui->settings.theme == THEME_CONTRAST ? COLOUR_OUTLINE : COLOUR_NONE,
                   .radius = RADIUS_L});
    Rect inner = rect_inset(where, 28, 0);
    float track_w = widget_grow(ui, 96, 128), track_h = widget_grow(ui, 56, 72);
    Rect track = rect_centred(rect_cut_end(&inner, track_w), track_w, track_h);
    (void)rect_cut_end(&inner, 20);
    float place = ui_animate(ui, ui_id(ui, "%.*s~switch", TEXT_PRINTF(toggle->id)),
                             toggle->on ? 1 : 0, MOTION_RELEASE_MS);
    ui_box(ui, track,
           (UiBox){.fill = toggle->on ? COLOUR_INK : COLOUR_SURFACE,
                   .border = toggle->on ? COLOUR_NONE : COLOUR_OUTLINE,
                   .radius = track_h / 2});
    float knob = track_h / 2 - 8;
    ui_disc(ui, track.x + track_h / 2 + place * (track_w - track_h), track.y + track_h / 2, knob,
            toggle->on ? COLOUR_ON_INK : COLOUR_OUTLINE);
    if (toggle->icon) {
        float size = ui_icon_size(ui, 44);
        ui_icon(ui, rect_centred(rect_cut_start(&inner, size), size, size), toggle->icon,
                COLOUR_TEXT);
        (void)rect_cut_start(&inner, 24);
    }
    UiText label = {.style = TYPE_LABEL, .max_lines = 2, .silent = true};
    UiText detail = {
        .style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .max_lines = 2, .silent = true};
    UiTextSize size = ui_text_measure(ui, inner.w, toggle->label, label);
    UiTextSize more = ui_text_measure(ui, inner.w, toggle->detail, detail);
    Rect words = rect_centred(inner, inner.w, size.height + more.height);
    ui_text(ui, rect_cut_top(&words, size.height), toggle->label, label);
    ui_text(ui, words, toggle->detail, detail);
    return state.acted;
}
