/* The keypad and the keyboard: keys in rows. */
#include <string.h>

#include "ui/widget_internal.h"

// ---- Keypad ----

static int32_t keypad_corner(Ui *ui, Rect where, const UiKeypad *pad)
{
    if (pad->point.size > 0) {
        Text id = ui_id(ui, "%.*s-point", TEXT_PRINTF(pad->id));
        return ui_key(ui, where, &(UiKeyCap){.id = id, .label = pad->point, .kind = KEY_DIGIT})
                   ? KEYPAD_POINT
                   : KEYPAD_NONE;
    }
    if (pad->ok_label.size == 0)
        return KEYPAD_NONE;
    Text id = ui_id(ui, "%.*s-ok", TEXT_PRINTF(pad->id));
    UiKeyCap ok = {.id = id,
                   .label = pad->ok_label,
                   .icon = pad->ok_icon,
                   .kind = KEY_GO,
                   .disabled = pad->ok_off};
    return ui_key(ui, where, &ok) ? KEYPAD_OK : KEYPAD_NONE;
}

int32_t ui_keypad(Ui *ui, Rect where, const UiKeypad *pad)
{
    // A keypad is not a text: 1 is at the top left in every language.
    static const char order[] = "123456789<0>";
    int32_t pressed = KEYPAD_NONE;
    float gap = 16, row_height = (where.h - 3 * gap) / 4;
    for (int32_t i = 0; i < 12; i++) {
        int32_t column = ui->mirrored ? i / 3 * 3 + 2 - i % 3 : i;
        Rect cell = rect_grid_cell(where, 3, row_height, gap, column);
        if (order[i] == '<') {
            UiKeyCap back = {.id = ui_id(ui, "%.*s-back", TEXT_PRINTF(pad->id)),
                             .label = pad->back_label,
                             .icon = ICON_BACKSPACE,
                             .kind = KEY_ALT,
                             .disabled = pad->back_off};
            pressed = ui_key(ui, cell, &back) ? KEYPAD_BACK : pressed;
        } else if (order[i] == '>') {
            int32_t corner = keypad_corner(ui, cell, pad);
            pressed = corner ? corner : pressed;
        } else {
            UiKeyCap digit = {.id = ui_id(ui, "%.*s-%c", TEXT_PRINTF(pad->id), order[i]),
                              .label = ui_id(ui, "%c", order[i]),
                              .kind = KEY_DIGIT};
            pressed = ui_key(ui, cell, &digit) ? order[i] : pressed;
        }
    }
    return pressed;
}

// ---- Keyboard ----

typedef struct KeyRows {
    const char *code;
    const char *rows[3]; // letters of a row, one after the other
} KeyRows;

static const KeyRows letters[] = {
    {"en", {"qwertyuiop", "asdfghjkl", "zxcvbnm"}},
    {"de", {"qwertzuiopü", "asdfghjklöä", "yxcvbnmß"}},
    {"fr", {"azertyuiop", "qsdfghjklm", "wxcvbnéè"}},
    {"es", {"qwertyuiop", "asdfghjklñ", "zxcvbnm"}},
    {"ar", {"ضصثقفغعهخحج", "شسيبلاتنمكط", "ئءؤرىةوزظد"}},
};
static const char *const symbols[3] = {"1234567890", "-/:;()€&@\"", ".,?!'+%#*"};

static const char *const *rows_of(const UiKeyboard *keyboard)
{
    if (keyboard->symbols)
        return symbols;
    for (size_t i = 0; i < COUNT_OF(letters); i++)
        if (text_equal_string(keyboard->language, letters[i].code))
            return letters[i].rows;
    return letters[0].rows;
}

static int32_t count_letters(Text row)
{
    int32_t count = 0, position = 0;
    while (position < row.size) {
        (void)text_next_code_point(row, &position);
        count++;
    }
    return count;
}

// Capital letters of the keyboards above: ASCII, and Latin-1 which lie 32 apart.
static Text shifted(Ui *ui, Text letter)
{
    int32_t position = 0;
    uint32_t c = text_next_code_point(letter, &position);
    if ((c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7))
        c -= 32;
    char out[4];
    int32_t size = text_encode_code_point(c, out);
    return text_copy(ui_frame_arena(ui), (Text){out, size});
}

static bool special(Ui *ui, Rect where, const UiKeyboard *keyboard, const char *name, Text label,
                    UiIcon icon, UiKeyKind kind, bool selected)
{
    UiKeyCap key = {.id = ui_id(ui, "%.*s-%s", TEXT_PRINTF(keyboard->id), name),
                    .label = label,
                    .icon = icon,
                    .kind = kind,
                    .selected = selected};
    return ui_key(ui, where, &key);
}

static UiKeyboardAct letter_row(Ui *ui, Rect row, const UiKeyboard *keyboard, Text keys,
                                Text *out_character)
{
    UiKeyboardAct act = KEYBOARD_NONE;
    int32_t count = count_letters(keys), position = 0;
    for (int32_t i = 0; i < count; i++) {
        int32_t from = position;
        (void)text_next_code_point(keys, &position);
        Text plain = text_slice(keys, from, position);
        Text letter = keyboard->shifted && !keyboard->symbols ? shifted(ui, plain) : plain;
        // Letters of a keyboard are laid out as printed on it: from left to right in Latin, from
        // right in Arabic.
        bool turned = ui->mirrored && text_script_of((uint32_t)'a') == SCRIPT_LATIN &&
                      !text_equal_string(keyboard->language, "ar");
        Rect cell = rect_column(row, count, 12, turned ? count - 1 - i : i);
        UiKeyCap key = {.id = ui_id(ui, "%.*s-%.*s", TEXT_PRINTF(keyboard->id), TEXT_PRINTF(plain)),
                        .label = letter,
                        .kind = KEY_LETTER};
        if (ui_key(ui, cell, &key)) {
            *out_character = letter;
            act = KEYBOARD_CHARACTER;
        }
    }
    return act;
}

UiKeyboardAct ui_keyboard(Ui *ui, Rect where, const UiKeyboard *keyboard, Text *out_character)
{
    UiKeyboardAct act = KEYBOARD_NONE;
    const char *const *rows = rows_of(keyboard);
    float gap = 12, key = (where.w - 9 * gap) / 10;
    int32_t widest = 10;
    for (int32_t r = 0; r < 3; r++) {
        int32_t count = count_letters(text_from_string(rows[r])) + (r == 2 ? 2 : 0);
        widest = count > widest ? count : widest;
    }
    key = (where.w - gap * (float)(widest - 1)) / (float)widest;
    for (int32_t r = 0; r < 3; r++) {
        Rect row = rect_row(where, 4, gap, r);
        Text keys = text_from_string(rows[r]);
        float wide = key * 1.5f;
        if (r == 2) {
            Rect shift = rect_cut_start(&row, wide), back = rect_cut_end(&row, wide);
            (void)rect_cut_start(&row, gap);
            (void)rect_cut_end(&row, gap);
            bool has_case = !keyboard->symbols && !text_equal_string(keyboard->language, "ar");
            if (has_case && special(ui, shift, keyboard, "shift", keyboard->shift_label, ICON_SHIFT,
                                    KEY_ALT, keyboard->shifted))
                act = KEYBOARD_SHIFT;
            if (special(ui, back, keyboard, "back", keyboard->back_label, ICON_BACKSPACE, KEY_ALT,
                        false))
                act = KEYBOARD_BACK;
        }
        int32_t count = count_letters(keys);
        float width = key * (float)count + gap * (float)(count - 1);
        Rect letters_row = width < row.w ? rect_centred(row, width, row.h) : row;
        UiKeyboardAct typed = letter_row(ui, letters_row, keyboard, keys, out_character);
        act = typed ? typed : act;
    }
    Rect foot = rect_row(where, 4, gap, 3);
    Rect turn = rect_cut_start(&foot, key * 1.5f), go = rect_cut_end(&foot, key * 2.2f);
    (void)rect_cut_start(&foot, gap);
    (void)rect_cut_end(&foot, gap);
    if (keyboard->hide_label.size > 0) {
        Rect hide = rect_cut_end(&foot, key * 2.0f);
        (void)rect_cut_end(&foot, gap);
        if (special(ui, hide, keyboard, "hide", keyboard->hide_label, ICON_NONE, KEY_ALT, false))
            act = KEYBOARD_HIDE;
    }
    Text page = keyboard->symbols ? keyboard->letters_label : keyboard->symbols_label;
    if (special(ui, turn, keyboard, "123", page, ICON_NONE, KEY_ALT, false))
        act = KEYBOARD_TURN;
    if (special(ui, foot, keyboard, "space", keyboard->space_label, ICON_SPACE, KEY_LETTER,
                false)) {
        *out_character = TEXT(" ");
        act = KEYBOARD_CHARACTER;
    }
    if (special(ui, go, keyboard, "go", keyboard->go_label, ICON_NONE, KEY_GO, false))
        act = KEYBOARD_GO;
    return act;
}
