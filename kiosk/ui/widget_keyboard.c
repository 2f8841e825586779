/* The keypad and the keyboard: keys in rows. */
#include <string.h>

#include "ui/widget_internal.h"

// ---- Keypad ----

static int32_t keypad_corner(Ui *ui, Rect where, const UiKeypad *pad)
{
    if (pad->point.size > 0) {
        Text id = ui_id(ui, "%.*s-point", TEXT_PRINTF(pad->id));
        return ui_key(ui, where,
                      &(UiKeyCap){.id = id, .label = pad->point, .kind = KEY_ALT, .large = true})
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
                   .large = true,
                   .disabled = pad->ok_off};
    return ui_key(ui, where, &ok) ? KEYPAD_OK : KEYPAD_NONE;
}

int32_t ui_keypad(Ui *ui, Rect where, const UiKeypad *pad)
{
    // A keypad is not a text: 1 is at the top left in every language.
    const char *order = pad->ok_label.size == 0 ? "123456789>0<" : "123456789<0>";
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
                             .large = true,
                             .disabled = pad->back_off};
            pressed = ui_key(ui, cell, &back) ? KEYPAD_BACK : pressed;
        } else if (order[i] == '>') {
            int32_t corner = keypad_corner(ui, cell, pad);
            pressed = corner ? corner : pressed;
        } else {
            UiKeyCap digit = {.id = ui_id(ui, "%.*s-%c", TEXT_PRINTF(pad->id), order[i]),
                              .label = ui_id(ui, "%c", order[i]),
                              .kind = KEY_DIGIT,
                              .on_surface = pad->on_surface};
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
    {"ar", {"ضصثقفغعهخحج", "شسيبلاتنمكط", "ءؤرىةوزظد"}},
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

// Letters without a key of their own lie where a keyboard of keys has them, or on their like.
static uint32_t arabic_shifted(uint32_t c)
{
    static const uint16_t pairs[][2] = {{0x62f, 0x630},  // dal: thal
                                        {0x627, 0x623},  // alef: with hamza above
                                        {0x63a, 0x625},  // ghain: alef with hamza below
                                        {0x649, 0x622},  // alef maksura: alef with madda
                                        {0x64a, 0x626}}; // ya: with hamza
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        if (pairs[i][0] == c)
            return pairs[i][1];
    return c;
}

// Capital letters of the keyboards above: ASCII, and Latin-1 which lie 32 apart.
static Text shifted(Ui *ui, Text letter)
{
    int32_t position = 0;
    uint32_t c = arabic_shifted(text_next_code_point(letter, &position));
    if ((c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7))
        c -= 32;
    char out[4];
    int32_t size = text_encode_code_point(c, out);
    return text_copy(ui_frame_arena(ui), (Text){out, size});
}

typedef struct KeyboardRun { // of one frame
    Ui *ui;
    const UiKeyboard *keyboard;
    UiKeyboardAct act;
    Text *out_character;
    float cell; // width of a letter's cell
    bool has_shift;
} KeyboardRun;

// Draws a key in its cell. It reacts as far as the middle of the gap to its neighbour: on a small
// screen that is what makes it as large as a fingertip.
static bool cell_key(KeyboardRun *run, Rect cell, UiKeyCap key)
{
    key.id = ui_id(run->ui, "%.*s-%.*s", TEXT_PRINTF(run->keyboard->id), TEXT_PRINTF(key.id));
    key.on_surface = run->keyboard->on_surface;
    key.inset = run->ui->layout.kind == LAYOUT_COMPACT ? 4 : 6;
    return ui_key(run->ui, cell, &key);
}

static void act_key(KeyboardRun *run, Rect cell, UiKeyCap key, UiKeyboardAct act)
{
    if (cell_key(run, cell, key))
        run->act = act;
}

static void letter_row(KeyboardRun *run, Rect row, Text keys)
{
    Ui *ui = run->ui;
    int32_t count = count_letters(keys), position = 0;
    float width = run->cell * (float)count;
    row = width < row.w ? rect_centred(row, width, row.h) : row;
    for (int32_t i = 0; i < count; i++) {
        int32_t from = position;
        (void)text_next_code_point(keys, &position);
        Text plain = text_slice(keys, from, position);
        Text letter =
            run->keyboard->shifted && !run->keyboard->symbols ? shifted(ui, plain) : plain;
        // A keyboard is not a text: its keys lie as people know them, in Arabic too.
        Rect cell = rect_column(row, count, 0, ui->mirrored ? count - 1 - i : i);
        if (cell_key(run, cell, (UiKeyCap){.id = plain, .label = letter, .kind = KEY_LETTER})) {
            *run->out_character = letter;
            run->act = KEYBOARD_CHARACTER;
        }
    }
}

static Rect cut_left(KeyboardRun *run, Rect *row, float width)
{
    return run->ui->mirrored ? rect_cut_end(row, width) : rect_cut_start(row, width);
}

static Rect cut_right(KeyboardRun *run, Rect *row, float width)
{
    return run->ui->mirrored ? rect_cut_start(row, width) : rect_cut_end(row, width);
}

// The third row of letters has capitals and delete at its ends.
static void last_letter_row(KeyboardRun *run, Rect row, Text keys)
{
    const UiKeyboard *keyboard = run->keyboard;
    float ends = run->has_shift ? 2 : 1;
    float spare = (row.w - run->cell * (float)count_letters(keys)) / ends;
    float side = spare < run->cell * 1.5f ? spare : run->cell * 1.5f;
    if (run->has_shift)
        act_key(run, cut_left(run, &row, side),
                (UiKeyCap){.id = TEXT("shift"),
                           .label = keyboard->shift_label,
                           .icon = ICON_SHIFT,
                           .kind = KEY_ALT,
                           .selected = keyboard->shifted},
                KEYBOARD_SHIFT);
    act_key(run, cut_right(run, &row, side),
            (UiKeyCap){.id = TEXT("back"),
                       .label = keyboard->back_label,
                       .icon = ICON_BACKSPACE,
                       .kind = KEY_ALT},
            KEYBOARD_BACK);
    letter_row(run, row, keys);
}

static void foot_row(KeyboardRun *run, Rect row)
{
    const UiKeyboard *keyboard = run->keyboard;
    Text page = keyboard->symbols ? keyboard->letters_label : keyboard->symbols_label;
    act_key(run, cut_left(run, &row, run->cell * 1.5f),
            (UiKeyCap){.id = TEXT("123"), .label = page, .kind = KEY_ALT}, KEYBOARD_TURN);
    act_key(run, cut_right(run, &row, run->cell * 2.2f),
            (UiKeyCap){.id = TEXT("go"), .label = keyboard->go_label, .kind = KEY_ALT},
            KEYBOARD_GO);
    if (keyboard->hide_label.size > 0)
        act_key(run, cut_right(run, &row, run->cell * 2.0f),
                (UiKeyCap){.id = TEXT("hide"), .label = keyboard->hide_label, .kind = KEY_ALT},
                KEYBOARD_HIDE);
    UiKeyCap space = {.id = TEXT("space"),
                      .label = keyboard->space_label,
                      .icon = ICON_SPACE,
                      .kind = KEY_LETTER};
    if (cell_key(run, row, space)) {
        *run->out_character = TEXT(" ");
        run->act = KEYBOARD_CHARACTER;
    }
}

UiKeyboardAct ui_keyboard(Ui *ui, Rect where, const UiKeyboard *keyboard, Text *out_character)
{
    const char *const *rows = rows_of(keyboard);
    KeyboardRun run = {.ui = ui,
                       .keyboard = keyboard,
                       .out_character = out_character,
                       .has_shift = !keyboard->symbols};
    int32_t widest = 10;
    for (int32_t r = 0; r < 3; r++) {
        int32_t ends = r < 2 ? 0 : run.has_shift ? 2 : 1;
        int32_t count = count_letters(text_from_string(rows[r])) + ends;
        widest = count > widest ? count : widest;
    }
    run.cell = where.w / (float)widest;
    letter_row(&run, rect_row(where, 4, 0, 0), text_from_string(rows[0]));
    letter_row(&run, rect_row(where, 4, 0, 1), text_from_string(rows[1]));
    last_letter_row(&run, rect_row(where, 4, 0, 2), text_from_string(rows[2]));
    foot_row(&run, rect_row(where, 4, 0, 3));
    return run.act;
}
