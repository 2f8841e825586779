/* Fields and single keys. */
#include "ui/text_bidi.h"
#include "ui/widget_internal.h"

static Text dots(Ui *ui, Text value)
{
    int32_t count = 0, position = 0;
    while (position < value.size) {
        (void)text_next_code_point(value, &position);
        count++;
    }
    static const char dot[] = "•";
    int32_t dot_size = (int32_t)sizeof dot - 1;
    char *out = ARENA_NEW(ui_frame_arena(ui), char, (size_t)(count * dot_size) + 1);
    for (int32_t i = 0; i < count; i++)
        for (int32_t b = 0; b < dot_size; b++)
            out[i * dot_size + b] = dot[b];
    return (Text){out, count * dot_size};
}

// The end of what was typed is what one looks at: the beginning goes.
static Text fitting_end(Ui *ui, Text value, float width, UiText style)
{
    while (value.size > 0 && ui_text_measure(ui, 0, value, style).width > width) {
        int32_t position = 0;
        (void)text_next_code_point(value, &position);
        value = text_slice(value, position, value.size);
    }
    return value;
}

enum { CARET = 4, CARET_GAP = 3 };

static bool grows_backwards(const Ui *ui, Text value)
{
    return ui->mirrored && value.size > 0 && !text_has_right_to_left(value);
}

float ui_caret_lead(const Ui *ui, Text value)
{
    return grows_backwards(ui, value) ? CARET + CARET_GAP : 0;
}

void ui_caret(Ui *ui, Rect where, Text value, float width)
{
    float x = grows_backwards(ui, value) ? 0 : width + CARET_GAP;
    ui_box(ui, (Rect){where.x + x, where.y, CARET, where.h}, (UiBox){.fill = COLOUR_ACCENT});
}

UiFieldAct ui_field(Ui *ui, Rect where, const UiField *field)
{
    UiControlState state =
        ui_control(ui, where,
                   &(UiControl){.id = field->id,
                                .label = field->label,
                                .value = field->secret ? (Text){0} : field->value,
                                .role = ACCESS_FIELD,
                                .selected = field->active,
                                .secret = field->secret,
                                .radius = RADIUS_L});
    ui_box(ui, where,
           (UiBox){.fill = state.pressed ? COLOUR_SUNKEN : COLOUR_SURFACE,
                   .border = field->active ? COLOUR_ACCENT : COLOUR_OUTLINE,
                   .border_width = field->active ? 4 : 0,
                   .radius = RADIUS_L});
    Rect inner = rect_inset(where, 26, 0);
    if (field->icon) {
        float size = ui_icon_size(ui, 38);
        ui_icon(ui, rect_centred(rect_cut_start(&inner, size), size, size), field->icon,
                field->active ? COLOUR_TEXT : COLOUR_TEXT_2);
        (void)rect_cut_start(&inner, 18);
    }
    UiFieldAct act = state.acted ? FIELD_TOUCHED : FIELD_NONE;
    if (field->clearable && field->value.size > 0) {
        float side = where.h - 8;
        Rect cross = {where.x + where.w - side - 4, where.y + 4, side, side};
        UiControlState clear =
            ui_control(ui, cross,
                       &(UiControl){.id = ui_id(ui, "%.*s-clear", TEXT_PRINTF(field->id)),
                                    .label = ui_tr(ui, "Clear"),
                                    .radius = RADIUS_M});
        if (clear.pressed)
            ui_box(ui, cross, (UiBox){.fill = COLOUR_SUNKEN, .radius = RADIUS_M});
        float size = ui_icon_size(ui, 32);
        ui_icon(ui, rect_centred(cross, size, size), ICON_CLOSE, COLOUR_TEXT_2);
        inner.w -= side - 10;
        if (clear.acted)
            act = FIELD_CLEARED;
    }
    UiText style = {.style = field->value.size > 0 ? TYPE_BODY_STRONG : TYPE_BODY,
                    .colour = field->value.size > 0 ? COLOUR_TEXT : COLOUR_TEXT_2,
                    .vertical = VERTICAL_MIDDLE,
                    .number = field->numbers && field->value.size > 0,
                    .silent = true};
    Text shown = field->secret ? dots(ui, field->value) : field->value;
    Text words =
        field->value.size > 0 ? fitting_end(ui, shown, inner.w - 10, style) : field->placeholder;
    UiTextSize size = {0};
    Rect caret = rect_centred(inner, inner.w, ui_line_height(ui, TYPE_BODY_STRONG) * 0.86f);
    if (field->active)
        (void)rect_cut_start(&inner, ui_caret_lead(ui, field->value));
    if (!(field->active && field->value.size == 0))
        size = ui_text(ui, inner, words, style);
    else
        ui_text(ui, (Rect){inner.x + 12, inner.y, inner.w - 12, inner.h}, words, style);
    if (field->active)
        ui_caret(ui, caret, field->value, size.width);
    return act;
}

bool ui_key(Ui *ui, Rect where, const UiKeyCap *key)
{
    UiControlState state = ui_control(ui, where,
                                      &(UiControl){.id = key->id,
                                                   .label = key->label,
                                                   .role = ACCESS_KEY,
                                                   .disabled = key->disabled,
                                                   .selected = key->selected,
                                                   .radius = RADIUS_M});
    UiBox box = {.fill = COLOUR_SURFACE, .radius = RADIUS_M, .shadow = SHADOW_1};
    ThemeColour colour = COLOUR_TEXT;
    TypeStyle style = TYPE_KEY;
    bool contrast = ui->settings.theme == THEME_CONTRAST;
    switch (key->kind) {
    case KEY_LETTER:
        break;
    case KEY_ALT:
        box.fill = contrast ? COLOUR_SURFACE : COLOUR_LINE;
        box.shadow = SHADOW_NONE;
        style = !key->large           ? TYPE_BODY_STRONG
                : key->label.size > 2 ? TYPE_KEY
                                      : TYPE_KEYPAD; // a decimal point
        break;
    case KEY_GO:
        box.fill = COLOUR_ACCENT;
        colour = COLOUR_ON_ACCENT;
        style = TYPE_LABEL;
        break;
    case KEY_DIGIT:
        style = TYPE_KEYPAD;
        break;
    }
    if (key->on_surface && (key->kind == KEY_DIGIT || key->kind == KEY_LETTER)) {
        box.fill = COLOUR_BG;
        box.shadow = SHADOW_NONE;
    }
    if (contrast && key->kind != KEY_GO)
        box.border = COLOUR_OUTLINE;
    if (key->selected || state.pressed) {
        box.fill = COLOUR_INK;
        box.shadow = SHADOW_NONE;
        colour = COLOUR_ON_INK;
    }
    if (key->disabled) {
        box.fill = COLOUR_SUNKEN;
        box.shadow = SHADOW_NONE;
        colour = COLOUR_TEXT_OFF;
    }
    where = rect_inset(where, key->inset, key->inset);
    ui_box(ui, where, box);
    if (key->icon) {
        float side = where.h < where.w ? where.h : where.w;
        float size = ui_icon_size(ui, key->kind == KEY_DIGIT || key->large ? 54 : 40);
        size = size < side ? size : side;
        ui_icon(ui, rect_centred(where, size, size), key->icon, colour);
        return state.acted;
    }
    ui_text(ui, rect_inset(where, 6, 0), key->text.size > 0 ? key->text : key->label,
            (UiText){.style = style,
                     .colour = colour,
                     .align = ALIGN_CENTRE,
                     .vertical = VERTICAL_MIDDLE,
                     .fit = true,
                     .silent = true});
    return state.acted;
}
