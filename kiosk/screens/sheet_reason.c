/* Sheets that ask an attendant how something ended: a case, a charge of an order that was left
 * behind, an order that the server refused. Touching an answer is the answer. */
#include <math.h>
#include <string.h>

#include "screens/parts.h"

// In the journal as they are here, whatever the language of the screen.
static const char *const solved[] = {TR_LATER("Added the item"), TR_LATER("Left the item out"),
                                     TR_LATER("Weighed it again"), TR_LATER("Explained"),
                                     TR_LATER("Sent to the desk")};
static const char *const settled[] = {TR_LATER("The card was not charged"),
                                      TR_LATER("Charged, paid back on the card reader"),
                                      TR_LATER("Charged, sold again at the desk")};

static const char *const order_settled[] = {
    TR_LATER("Entered by hand in the back office"), TR_LATER("Sold again at the desk"),
    TR_LATER("Paid back to the customer"), TR_LATER("The server has it already"),
    TR_LATER("Test sale")};

enum { ID_SHOWN = 8 }; // of a charge's id: enough to find it in a list

typedef struct Question {
    Text id, title, detail;
    const char *const *answers;
    int32_t count;
    bool disabled;  // somebody else has to answer
    UiOption other; // behind the answers, and the sheet stays; no label: none
    Text note;      // behind all; may be empty
} Question;

// Returns the number of the answer that was touched, from 1; 0: none; count + 1: the other.
static int32_t ask(Scene *scene, const Question *question)
{
    Text id = question->id, title = question->title, detail = question->detail;
    const char *const *answers = question->answers;
    int32_t count = question->count;
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    float width = frame.wide ? fminf(1040, frame.width - 48) : frame.width;
    float inner = width - frame_dialog_pad_x(&frame, true);
    float row = frame_button_height(scene, 96), gap = 16;
    bool other = question->other.label.size > 0;
    UiText note = {.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .max_lines = 6};
    float options = (float)(count + other) * (row + gap) - gap, content = options;
    if (question->note.size > 0)
        content += 24 + scene_text_height(scene, inner, question->note, note);
    float height = frame_dialog_pad_y(&frame, true) +
                   sheet_head_height(scene, inner, title, detail) + 32 + content;
    UiDialogFrame dialog =
        ui_begin_dialog(ui, &(UiDialog){.id = id,
                                        .label = title,
                                        .width = frame.wide ? width : 0,
                                        .height = fminf(frame.height - 24, height),
                                        .sheet = true,
                                        .closing = scene->state->sheet_closing});
    Rect rest = sheet_head(scene, dialog.inner, title, detail);
    rect_cut_top(&rest, 32);
    int32_t touched = 0;
    ui_begin_scroll(ui, rest,
                    &(UiScroll){.id = TEXT("reasons"), .label = title, .content = content});
    for (int32_t i = 0; i < count; i++) {
        UiOption option = {.id = ui_id(ui, "reason-%d", i + 1),
                           .label = ui_tr(ui, answers[i]),
                           .disabled = question->disabled};
        if (ui_option(ui, RECT(rest.x, rest.y + (float)i * (row + gap), rest.w, row), &option))
            touched = i + 1;
    }
    Rect last = RECT(rest.x, rest.y + (float)count * (row + gap), rest.w, row);
    if (other && ui_option(ui, last, &question->other))
        touched = count + 1;
    if (question->note.size > 0)
        scene_paragraph(scene, RECT(rest.x, rest.y + options + 24, rest.w, 0), question->note, note,
                        true);
    ui_end_scroll(ui);
    ui_end_dialog(ui);
    if (dialog.outside || ui_took_cancel(ui) || (touched > 0 && touched <= count))
        scene->state->sheet_closing = true;
    if (dialog.gone)
        scene->state->sheet = SHEET_NONE;
    return touched;
}

void sheet_solved(Scene *scene)
{
    int32_t answer = ask(scene, &(Question){.id = TEXT("solved-sheet"),
                                            .title = ui_tr(scene->ui, "How was it solved?"),
                                            .answers = solved,
                                            .count = COUNT_OF(solved)});
    if (answer > 0)
        scene_emit_text(scene, EVENT_HELP_SOLVED, text_from_string(solved[answer - 1]));
}

void sheet_charge(Scene *scene)
{
    Ui *ui = scene->ui;
    const LaneCharge *charge = NULL;
    for (int32_t i = 0; i < scene->lane->charge_count; i++)
        if (strcmp(scene->lane->charges[i].intent_id, scene->state->sheet_uuid) == 0)
            charge = &scene->lane->charges[i];
    if (!charge) { // settled meanwhile
        scene->state->sheet = SHEET_NONE;
        return;
    }
    Text title = UI_FILL(ui, ui_tr(ui, "How did the charge of {amount} end?"),
                         {"amount", ui_money(ui, charge->amount.minor)});
    Text asked = format_time_of_day(ui_frame_arena(ui), charge->asked.hour, charge->asked.minute);
    Text detail = UI_FILL(ui, TEXT("{asked} · {words}"),
                          {"asked", UI_FILL(ui, ui_tr(ui, "Asked {time}"), {"time", asked})},
                          {"words", charge_words(scene, charge)});
    Text note = UI_FILL(ui, TEXT("{look} {id}"),
                        {"look", ui_tr(ui, "Look for it in the list of the card reader.")},
                        {"id", (Text){charge->intent_id, ID_SHOWN}});
    // What the reader knows to be charged nobody can say away.
    int32_t from = charge->said_charged ? 1 : 0, count = (int32_t)COUNT_OF(settled) - from;
    int32_t answer = ask(scene, &(Question){.id = TEXT("charge-sheet"),
                                            .title = title,
                                            .detail = detail,
                                            .note = note,
                                            .answers = settled + from,
                                            .count = count,
                                            .other = {.id = TEXT("charge-ask"),
                                                      .label = ui_tr(ui, "Ask the card reader"),
                                                      .icon = ICON_SYNC}});
    if (answer == 0)
        return;
    CheckoutEvent event = {.kind = answer > count ? EVENT_ASK_CHARGE : EVENT_SETTLE_CHARGE,
                           .amount = charge->amount};
    memcpy(event.text, charge->intent_id, sizeof(charge->intent_id));
    if (answer <= count)
        text_copy_to_buffer(text_from_string(settled[from + answer - 1]), event.words,
                            sizeof(event.words));
    event_out_push(scene->out, event);
}

void sheet_settle(Scene *scene)
{
    Ui *ui = scene->ui;
    const CheckoutReviewed *order = scene->lane->review.reviewed;
    const CheckoutAttendant *attendant = &scene->checkout->attendant;
    if (!order || !order->refused) { // confirmed or on its way meanwhile
        scene->state->sheet = SHEET_NONE;
        return;
    }
    bool may = checkout_may_settle(attendant);
    Text detail = !may ? ui_tr(ui, "It is then sent no more. This needs a manager: scan the badge.")
                  : attendant->approved_by[0]
                      ? UI_FILL(ui, ui_tr(ui, "Approved by {name}"),
                                {"name", text_from_string(attendant->approved_by)})
                      : ui_tr(ui, "It is then sent no more.");
    int32_t answer = ask(scene, &(Question){.id = TEXT("settle-sheet"),
                                            .title = ui_tr(ui, "How was this order settled?"),
                                            .detail = detail,
                                            .answers = order_settled,
                                            .count = COUNT_OF(order_settled),
                                            .disabled = !may});
    if (answer == 0)
        return;
    CheckoutEvent event = {.kind = EVENT_SETTLE_ORDER};
    text_copy_to_buffer(text_from_string(order_settled[answer - 1]), event.words,
                        sizeof(event.words));
    event_out_push(scene->out, event);
}
