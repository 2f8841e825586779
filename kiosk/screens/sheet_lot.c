/* The sheet in which a lot or serial number is typed that no scanner reads. */
#include <math.h>
#include <string.h>

#include "screens/parts.h"

void lot_type(ScreensState *state, Text typed)
{
    int32_t size = (int32_t)strlen(state->lot);
    typed_text(state->lot, &size, (int32_t)sizeof state->lot - 1, typed);
    state->lot[size] = 0;
}

// True when Done was touched.
static bool keyboard(Scene *scene, Rect where)
{
    Ui *ui = scene->ui;
    ScreensState *state = scene->state;
    UiKeyboard keys = {.id = TEXT("lot-key"),
                       .language = TEXT("en"), // such numbers are Latin letters and digits
                       .go_label = ui_is_text_big(ui) ? TEXT("OK") : ui_tr(ui, "Done"),
                       .back_label = ui_tr(ui, "Delete"),
                       .space_label = ui_tr(ui, "Space"),
                       .symbols_label = ui_tr(ui, "Digits"),
                       .shift_label = ui_tr(ui, "Capitals"),
                       .letters_label = ui_tr(ui, "Letters"),
                       .on_surface = true,
                       .symbols = state->keys_symbols,
                       .shifted = state->keys_shifted};
    Text character = {0};
    UiKeyboardAct act = ui_keyboard(ui, where, &keys, &character);
    if (act != KEYBOARD_NONE) // the field was drawn before this was known
        ui_wake_at(ui, ui_now_ms(ui));
    if (act == KEYBOARD_CHARACTER)
        lot_type(state, character);
    else if (act == KEYBOARD_BACK)
        lot_type(state, TEXT("\b"));
    else if (act == KEYBOARD_TURN)
        state->keys_symbols = !state->keys_symbols;
    else if (act == KEYBOARD_SHIFT)
        state->keys_shifted = !state->keys_shifted;
    return act == KEYBOARD_GO || act == KEYBOARD_HIDE;
}

void sheet_lot(Scene *scene)
{
    Ui *ui = scene->ui;
    ScreensState *state = scene->state;
    const Catalogue *catalogue = scene->view->catalogue;
    int32_t article = scene->checkout->subject.article;
    if (!catalogue || article < 0 || article >= catalogue->article_count) {
        state->sheet = SHEET_NONE;
        return;
    }
    Frame frame = frame_plain(scene);
    bool serial = catalogue->articles[article].tracking == CAT_TRACKING_SERIAL;
    Text title = serial ? ui_tr(ui, "Serial number") : ui_tr(ui, "Lot number");
    Text name = article_name(scene, article);
    bool low = frame_is_low(scene);
    float width = frame.wide ? fminf(1400, frame.width - 40) : frame.width;
    float inner = width - frame_dialog_pad_x(&frame, true);
    float field = frame.big ? 120 : 88, between = frame.compact ? 20 : 32;
    float keys = frame.compact ? 376 : frame.wide ? (low ? 384 : 408) : 464;
    float head = sheet_head_height(scene, inner, title, name);
    float height = frame_dialog_pad_y(&frame, true) + head + between + field + 24 + keys;
    UiDialogFrame dialog =
        ui_begin_dialog(ui, &(UiDialog){.id = TEXT("lot-sheet"),
                                        .label = title,
                                        .width = frame.wide ? width : 0,
                                        .height = fminf(frame.height - 16, height),
                                        .sheet = true,
                                        .low = low,
                                        .closing = state->sheet_closing});
    Rect rest = dialog.inner;
    Rect ground = rect_cut_bottom(&rest, keys);
    rect_cut_bottom(&rest, 24);
    Rect field_at = rect_cut_bottom(&rest, field);
    if (low) { // the cross where it can be touched
        float side = frame_button_height(scene, 80);
        Rect cross = rect_cut_end(&field_at, side);
        sheet_cross(scene, rect_centred(cross, side, side));
        rect_cut_end(&field_at, 24);
        sheet_words(scene, rest, title, name);
    } else {
        sheet_head(scene, rest, title, name);
    }
    UiFieldAct act = ui_field(ui, field_at,
                              &(UiField){.id = TEXT("lot"),
                                         .label = title,
                                         .value = text_from_string(state->lot),
                                         .placeholder = ui_tr(ui, "As on the pack"),
                                         .active = true,
                                         .icon = ICON_SCAN,
                                         .clearable = !low}); // one cross is enough
    if (act == FIELD_CLEARED)
        state->lot[0] = 0;
    bool done = keyboard(scene, ground) && state->lot[0];
    ui_end_dialog(ui);
    if (done)
        scene_emit_text(scene, EVENT_LOT, text_from_string(state->lot));
    if (done || dialog.outside || ui_took_cancel(ui))
        state->sheet_closing = true;
    if (dialog.gone)
        state->sheet = SHEET_NONE;
}
