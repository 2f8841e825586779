/* Paid: a receipt on paper, on the phone, or none. Closes by itself. */
#include <math.h>
#include <string.h>

#include "screens/parts.h"

static Text paid_how(Scene *scene)
{
    Ui *ui = scene->ui;
    const Order *order = scene->order;
    Text amount = ui_money(ui, checkout_amount_due(scene->checkout).minor);
    if (order->payment_count == 0)
        return amount;
    const OrderPayment *payment = &order->payments[0];
    const char *how = payment->card_type[0] ? payment->card_type : payment->method_name;
    if (!how[0])
        return amount;
    return UI_FILL(ui, TEXT("{amount} · {how}"), {"amount", amount},
                   {"how", text_from_string(how)});
}

static float head(Scene *scene, Rect where, bool draw)
{
    Ui *ui = scene->ui;
    float disc = 112, x = where.x + disc + 28, width = where.w - disc - 28;
    Text title = ui_tr(ui, "Paid. Would you like a receipt?");
    bool tight = ui_layout(ui)->kind == LAYOUT_COMPACT && ui_is_text_big(ui);
    UiText title_style = {.style = tight ? TYPE_LABEL : TYPE_HEADLINE, .max_lines = 3};
    UiText how_style = {
        .style = TYPE_BODY, .colour = COLOUR_TEXT_2, .max_lines = 2, .id = TEXT("paid")};
    Text how = paid_how(scene);
    float title_height = scene_text_height(scene, width, title, title_style);
    float words = title_height + 6 + scene_text_height(scene, width, how, how_style);
    float height = fmaxf(disc, words);
    if (!draw)
        return height;
    ui_disc(ui, where.x + disc / 2, where.y + height / 2, disc / 2, COLOUR_SUCCESS_SOFT);
    ui_icon(ui, rect_centred(RECT(where.x, where.y, disc, height), 72, 72), ICON_CHECK,
            COLOUR_SUCCESS);
    float y = where.y + (height - words) / 2;
    scene_paragraph(scene, RECT(x, y, width, 0), title, title_style, true);
    scene_paragraph(scene, RECT(x, y + title_height + 6, width, 0), how, how_style, true);
    return height;
}

typedef struct CardWords {
    Text title, detail;
} CardWords;

// Title and detail of a card; returns the height.
static float card_words(Scene *scene, Rect where, const CardWords *words, TextAlign align,
                        bool draw)
{
    UiText title = {.style = TYPE_TITLE, .align = align, .max_lines = 3};
    UiText detail = {.style = TYPE_BODY, .colour = COLOUR_TEXT_2, .align = align, .max_lines = 6};
    float height = scene_paragraph(scene, where, words->title, title, draw) + 8;
    where.y += height;
    if (words->detail.size == 0)
        return height;
    return height + scene_paragraph(scene, where, words->detail, detail, draw);
}

static void print_button(Scene *scene, Rect where)
{
    Ui *ui = scene->ui;
    bool printing = scene->checkout->printing, failed = scene->checkout->print_failed;
    if (ui_button(
            ui, where,
            &(UiButton){.id = TEXT("receipt-print"),
                        .label = printing ? ui_tr(ui, "Printing") : ui_tr(ui, "Print receipt"),
                        .kind = failed && !printing ? BUTTON_SECONDARY : BUTTON_PRIMARY,
                        .icon = ICON_PRINTER,
                        .busy = printing}))
        scene_emit(scene, EVENT_RECEIPT_PRINT);
}

static CardWords paper_words(Scene *scene)
{
    if (scene->checkout->print_failed) // where it would come out is no help then
        return (CardWords){.title = ui_tr(scene->ui, "On paper")};
    return (CardWords){ui_tr(scene->ui, "On paper"),
                       side_words(scene, scene->lane->printer_side,
                                  TR_LATER("It prints just below the screen."),
                                  TR_LATER("It prints to the left of the screen."),
                                  TR_LATER("It prints to the right of the screen."),
                                  TR_LATER("It prints above the screen."))};
}

static void paper_card(Scene *scene, Rect card, bool upright)
{
    Ui *ui = scene->ui;
    CardWords words = paper_words(scene);
    float button = frame_button_height(scene, 112);
    ui_card(ui, card, RADIUS_XL);
    Rect inner = rect_inset(card, upright ? 32 : 40, 24);
    if (upright) {
        float text = card_words(scene, inner, &words, ALIGN_CENTRE, false);
        if (text + 24 + button > inner.h) { // large letters: the title says it
            words.detail = (Text){0};
            text = card_words(scene, inner, &words, ALIGN_CENTRE, false);
        }
        if (text + 24 + button > inner.h) { // ... and so does the button
            print_button(scene, RECT(inner.x, inner.y + (inner.h - fminf(button, inner.h)) / 2,
                                     inner.w, fminf(button, inner.h)));
            return;
        }
        float art = fminf(220, inner.h - text - 16 - 16 - button);
        float total = (art > 80 ? art + 16 : 0) + text + 24 + button;
        float y = inner.y + fmaxf(0, (inner.h - total) / 2);
        if (art > 80) {
            float side = fminf(250, art * 1.14f);
            ui_picture(ui, RECT(inner.x + (inner.w - side) / 2, y + (art - side) / 2, side, side),
                       &(UiPicture){.kind = PICTURE_ART, .art = TEXT("art/receipt.svg")});
            y += art + 16;
        }
        card_words(scene, RECT(inner.x, y, inner.w, 0), &words, ALIGN_CENTRE, true);
        print_button(scene, RECT(inner.x, y + text + 24, inner.w, button));
        return;
    }
    float art = ui_is_text_big(ui) ? 200 : 300;
    Rect side = RECT(inner.x + art + 44, inner.y, inner.w - art - 44, inner.h);
    float text = card_words(scene, side, &words, ALIGN_START, false);
    float y = inner.y + (inner.h - text - 28 - button) / 2;
    ui_picture(ui, RECT(inner.x, inner.y + (inner.h - art) / 2, art, art),
               &(UiPicture){.kind = PICTURE_ART, .art = TEXT("art/receipt.svg")});
    card_words(scene, RECT(side.x, y, side.w, 0), &words, ALIGN_START, true);
    print_button(scene, RECT(side.x, y + text + 28, side.w, button));
}

// The quiet zone is white in every theme.
static void code(Scene *scene, Rect where)
{
    Ui *ui = scene->ui;
    ui_box(ui, where, (UiBox){.fill = COLOUR_WHITE, .radius = RADIUS_M, .border = COLOUR_LINE});
    // Its corners are square: within the rounded ones of its frame.
    ui_qr(ui, rect_inset(where, 8, 8), text_from_string(scene->lane->receipt_qr),
          ui_tr(ui, "Code that leads to the receipt"));
}

static void have_it(Scene *scene, Rect where, Text label)
{
    if (ui_button(scene->ui, where,
                  &(UiButton){.id = TEXT("receipt-qr"),
                              .label = label,
                              .icon = ICON_CHECK,
                              .disabled = scene->checkout->printing}))
        scene_emit(scene, EVENT_RECEIPT_QR);
}

static void phone_card(Scene *scene, Rect card, bool upright)
{
    Ui *ui = scene->ui;
    ui_card(ui, card, RADIUS_XL);
    CardWords words = {
        ui_tr(ui, "On your phone"),
        upright ? ui_tr(ui, "Point your camera at the code. No app needed.")
                : ui_tr(ui, "Point your camera at the code to keep the receipt. No app needed, no "
                            "email asked.")};
    Rect inner = rect_inset(card, upright ? 32 : 40, 24);
    if (upright) {
        float text = card_words(scene, inner, &words, ALIGN_CENTRE, false);
        if (inner.h - text - 16 < 160) { // a code that can be read is worth more than words
            words.detail = (Text){0};
            text = card_words(scene, inner, &words, ALIGN_CENTRE, false);
        }
        if (inner.h - text - 16 < 160) {
            float all = inner.h;
            code(scene, RECT(inner.x + (inner.w - all) / 2, inner.y, all, all));
            return;
        }
        float side = fminf(280, inner.h - text - 16);
        float y = inner.y + fmaxf(0, (inner.h - side - 16 - text) / 2);
        code(scene, RECT(inner.x + (inner.w - side) / 2, y, side, side));
        card_words(scene, RECT(inner.x, y + side + 16, inner.w, 0), &words, ALIGN_CENTRE, true);
        return;
    }
    float side = fminf(ui_is_text_big(ui) ? 320 : 380, inner.h);
    Rect rest = RECT(inner.x + side + 44, inner.y, inner.w - side - 44, inner.h);
    float button = frame_button_height(scene, 96);
    float text = card_words(scene, rest, &words, ALIGN_START, false);
    if (text + 28 + button > inner.h) { // large letters: fewer words
        words.detail = ui_tr(ui, "Point your camera at the code. No app needed.");
        text = card_words(scene, rest, &words, ALIGN_START, false);
    }
    if (text + 28 + button > inner.h) {
        words.detail = (Text){0};
        text = card_words(scene, rest, &words, ALIGN_START, false);
    }
    float y = inner.y + fmaxf(0, (inner.h - text - 28 - button) / 2);
    code(scene, RECT(inner.x, inner.y + (inner.h - side) / 2, side, side));
    card_words(scene, RECT(rest.x, y, rest.w, 0), &words, ALIGN_START, true);
    have_it(scene, RECT(rest.x, y + text + 28, rest.w, button), ui_tr(ui, "I have it"));
}

static void closing(Scene *scene, Rect where)
{
    Ui *ui = scene->ui;
    if (scene->checkout->printing)
        return; // it stays until the paper is out
    int32_t all_ms = scene->view->settings->receipt_ms;
    int32_t left = seconds_left(scene, scene->checkout->phase_since_ms + all_ms);
    Text words = UI_FILL(ui, ui_tr(ui, "Closes in {seconds} s"), {"seconds", ui_integer(ui, left)});
    UiText style = {.style = TYPE_CAPTION,
                    .colour = COLOUR_TEXT_2,
                    .align = ALIGN_END,
                    .vertical = VERTICAL_MIDDLE};
    // Room for two digits always, so that the bar's end doesn't jump.
    Text widest = UI_FILL(ui, ui_tr(ui, "Closes in {seconds} s"), {"seconds", ui_integer(ui, 88)});
    float width = ceilf(ui_text_measure(ui, 0, widest, style).width) + 4;
    ui_text(ui, RECT(where.x + where.w - width, where.y, width, where.h), words, style);
    float part = all_ms > 0 ? (float)left * 1000 / (float)all_ms : 0;
    ui_progress_bar(ui, RECT(where.x, where.y + (where.h - 12) / 2, where.w - width - 24, 12), part,
                    TEXT("closing"), words);
}

static void none(Scene *scene, Rect where)
{
    if (ui_button(scene->ui, where,
                  &(UiButton){.id = TEXT("receipt-none"),
                              .label = ui_tr(scene->ui, "No receipt, thanks"),
                              .kind = BUTTON_SOFT,
                              .disabled = scene->checkout->printing}))
        scene_emit(scene, EVENT_RECEIPT_NONE);
}

// The buttons below the cards, where there are any, and the bar; returns what is left above.
static Rect foot(Scene *scene, const Frame *frame, Rect room, bool has_code)
{
    Ui *ui = scene->ui;
    bool offer_none = scene->view->settings->offer_no_receipt;
    float bar = fmaxf(32, ui_line_height(ui, TYPE_CAPTION));
    closing(scene, rect_cut_bottom(&room, bar));
    rect_cut_bottom(&room, 24);
    float height = frame->compact ? 88 : frame_button_height(scene, 112);
    bool code_button = frame->wide && has_code;
    if (!offer_none && !code_button)
        return room;
    Rect row = rect_cut_bottom(&room, frame->big ? fmaxf(112, height) : height);
    rect_cut_bottom(&room, 24);
    int32_t count = offer_none + code_button;
    if (offer_none)
        none(scene, rect_column(row, count, 24, 0));
    if (code_button)
        have_it(scene, rect_column(row, count, 24, count - 1), ui_tr(ui, "I have it on my phone"));
    return room;
}

static UiBanner printer_banner(Scene *scene, bool has_code)
{
    return (UiBanner){
        .text = has_code ? ui_tr(scene->ui, "The printer can't print now. Use the code, or ask us.")
                         : ui_tr(scene->ui, "The printer can't print now. Please ask us."),
        .tone = TONE_WARNING,
        .icon = ICON_PRINTER};
}

// The code, or what the paper looks like, above its words or beside them: it is never left out.
static void low_card(Scene *scene, Rect inner, const CardWords *words, bool has_code, bool beside)
{
    float text = card_words(scene, inner, words, ALIGN_CENTRE, false);
    float side = fminf(380, beside ? inner.h : inner.h - text - 24);
    Rect picture = RECT(inner.x, inner.y + (inner.h - side) / 2, side, side);
    Rect where = RECT(inner.x + side + 56, inner.y, inner.w - side - 56, 0);
    if (beside) {
        text = card_words(scene, where, words, ALIGN_START, false);
        where.y += (inner.h - text) / 2;
    } else {
        picture.x += (inner.w - side) / 2;
        picture.y = inner.y + fmaxf(0, (inner.h - side - 24 - text) / 2);
        where = RECT(inner.x, picture.y + side + 24, inner.w, 0);
    }
    if (has_code)
        code(scene, picture);
    else
        ui_picture(scene->ui, picture,
                   &(UiPicture){.kind = PICTURE_ART, .art = TEXT("art/receipt.svg")});
    card_words(scene, where, words, beside ? ALIGN_START : ALIGN_CENTRE, true);
}

// Low reach: the code and the words above, every answer below.
static void low_receipt(Scene *scene, const Frame *frame, bool has_code)
{
    Ui *ui = scene->ui;
    Rect room = frame->upper, controls = frame->main;
    part_low_begin(scene, frame);
    part_top_bar(scene, frame, &(TopBar){.tools = TOP_LANGUAGE | TOP_ACCESS});
    rect_cut_top(&room, head(scene, room, true) + 36);
    if (scene->checkout->print_failed) {
        UiBanner banner = printer_banner(scene, has_code);
        ui_banner(ui, rect_cut_top(&room, ui_banner_height(ui, room.w, &banner)), &banner);
        rect_cut_top(&room, 24);
    }
    Rect card = RECT(room.x, room.y, room.w, fminf(room.h, 720));
    ui_card(ui, card, RADIUS_XL);
    CardWords words = {ui_tr(ui, "On your phone"),
                       ui_tr(ui, "Point your camera at the code. No app needed.")};
    if (!has_code)
        words = paper_words(scene);
    low_card(scene, rect_inset(card, 40, frame->wide ? 24 : 32), &words, has_code, frame->wide);
    float bar = fmaxf(32, ui_line_height(ui, TYPE_CAPTION));
    closing(scene, rect_cut_bottom(&controls, bar));
    rect_cut_bottom(&controls, 16);
    bool offer_none = scene->view->settings->offer_no_receipt;
    int32_t count = 1 + has_code + offer_none, at = 0;
    bool stacked = !frame->wide;
    float height =
        fminf(frame_button_height(scene, 112),
              stacked ? (controls.h - 16 * (float)(count - 1)) / (float)count : controls.h);
    Rect cells[3];
    for (int32_t i = count - 1; i >= 0 && stacked; i--) {
        cells[i] = rect_cut_bottom(&controls, height);
        rect_cut_bottom(&controls, 16);
    }
    for (int32_t i = 0; i < count && !stacked; i++)
        cells[i] = rect_centred(rect_column(controls, count, 24, i),
                                rect_column(controls, count, 24, i).w, height);
    print_button(scene, cells[at++]);
    if (has_code)
        have_it(scene, cells[at++], ui_tr(ui, "I have it on my phone"));
    if (offer_none)
        none(scene, cells[at]);
}

void screen_receipt(Scene *scene)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    bool has_code = scene->lane->receipt_qr[0] != '\0';
    frame_lower(scene, &frame);
    if (frame.low) {
        low_receipt(scene, &frame, has_code);
        return;
    }
    part_top_bar(scene, &frame, &(TopBar){.tools = TOP_LANGUAGE | TOP_ACCESS});
    Rect room = frame.main;
    rect_cut_bottom(&room, frame.compact ? 16 : 40);
    rect_cut_top(&room, frame.wide ? 0 : 20);
    bool tight = frame.compact && frame.big; // what was said before gives way to what to do now
    if (!tight || !scene->checkout->print_failed)
        rect_cut_top(&room, head(scene, room, true));
    rect_cut_top(&room, frame.compact ? 12 : frame.wide ? 24 : 52);
    if (scene->checkout->print_failed) {
        UiBanner banner = printer_banner(scene, has_code);
        ui_banner(ui, rect_cut_top(&room, ui_banner_height(ui, room.w, &banner)), &banner);
        rect_cut_top(&room, 24);
    }
    room = foot(scene, &frame, room, has_code);
    // A printer that failed keeps its card: paper may have been put in meanwhile.
    if (!has_code) {
        room.h = fminf(room.h, 676);
        paper_card(scene, room, frame.wide);
    } else if (frame.wide) {
        paper_card(scene, rect_column(room, 2, 24, 0), true);
        phone_card(scene, rect_column(room, 2, 24, 1), true);
    } else {
        paper_card(scene, rect_row(room, 2, 24, 0), false);
        phone_card(scene, rect_row(room, 2, 24, 1), false);
    }
}
