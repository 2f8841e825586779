/* Where the bar, the main area, the dock, total and Pay are on each kind of screen. Total and Pay
 * never move. */
#include <math.h>

#include "screens/parts.h"

// A screen no higher than a hand has everything within reach; attendants stand.
bool frame_is_low(Scene *scene)
{
    CheckoutScreen screen = scene->checkout->screen;
    bool staff = screen == SCREEN_STAFF_LOGIN || screen == SCREEN_STAFF ||
                 screen == SCREEN_STAFF_SALE || screen == SCREEN_STAFF_ORDER ||
                 screen == SCREEN_STAFF_COMPARE || screen == SCREEN_STAFF_STICK ||
                 screen == SCREEN_CLOSED || screen == SCREEN_OUT_OF_ORDER;
    return scene->state->low_reach && !staff && ui_layout(scene->ui)->kind != LAYOUT_COMPACT;
}

static Frame frame_begin(Scene *scene)
{
    const Layout *layout = ui_layout(scene->ui);
    Frame frame = {.kind = layout->kind,
                   .wide = layout->kind != LAYOUT_PORTRAIT,
                   .compact = layout->kind == LAYOUT_COMPACT,
                   .big = ui_is_text_big(scene->ui),
                   .width = layout->width,
                   .height = layout->height,
                   .margin = layout->margin,
                   .gutter = layout->gutter};
    float bar = frame.compact ? 104 : frame.wide ? 120 : 128;
    if (frame.big)
        bar = frame.compact ? 128 : 144;
    frame.top = RECT(0, 0, frame.width, bar);
    return frame;
}

// The dock is the lower third. Its bar and main area end at `end` and `bottom`.
static void frame_low(Scene *scene, Frame *frame, float end, float bottom)
{
    const float pad = 16;
    float gap = frame->wide && frame->big ? 8 : 14; // a third of landscape is little
    float third = roundf(frame->height * 2 / 3), bar = frame_button_height(scene, 72);
    frame->low = true;
    frame->dock = RECT(0, third, frame->width, frame->height - third);
    frame->upper = RECT(frame->margin, 136, frame->width - 2 * frame->margin, third - 136 - 24);
    frame->top = RECT(0, third + pad, end, bar);
    float top = third + pad + bar + gap;
    frame->main = RECT(frame->margin, top, end - 2 * frame->margin, bottom - top);
}

void frame_lower(Scene *scene, Frame *frame)
{
    if (frame_is_low(scene))
        frame_low(scene, frame, frame->width, frame->height - 40);
}

void frame_low_grow(Frame *frame, float more)
{
    more = fminf(more, frame->dock.y - roundf(frame->height / 2));
    if (!frame->low || more <= 0)
        return;
    frame->dock.y -= more;
    frame->dock.h += more;
    frame->top.y -= more;
    frame->main.y -= more;
    frame->main.h += more;
    frame->upper.h -= more;
}

Frame frame_plain(Scene *scene)
{
    Frame frame = frame_begin(scene);
    frame.main =
        RECT(frame.margin, frame.top.h, frame.width - 2 * frame.margin, frame.height - frame.top.h);
    return frame;
}

static void frame_portrait(Scene *scene, Frame *frame, float row_height, bool row_line)
{
    const float pad = 40, gap = 24;
    float pay_height = frame->big ? 144 : 120;
    float caption = ui_line_height(scene->ui, TYPE_CAPTION);
    float total = ui_line_height(scene->ui, TYPE_TOTAL);
    float row = fmaxf(pay_height, caption + total);
    float bottom = frame->height - pad;

    frame->pay = RECT(frame->width - pad - 480, bottom - (row + pay_height) / 2, 480, pay_height);
    float text_width = frame->pay.x - gap - pad;
    float text_top = bottom - (row + caption + total) / 2;
    frame->caption = RECT(pad, text_top, text_width, caption);
    frame->total = RECT(pad, text_top + caption, text_width, total);
    float top = bottom - row - gap;
    if (row_height > 0) {
        top -= row_line ? gap + 2 : 0;
        frame->row = RECT(pad, top - row_height, frame->width - 2 * pad, row_height);
        top -= row_height + gap;
    }
    frame->dock = RECT(0, top, frame->width, frame->height - top);
    frame->main =
        RECT(frame->margin, frame->top.h, frame->width - 2 * frame->margin, top - frame->top.h);
}

static void frame_wide(Scene *scene, Frame *frame)
{
    float dock_width = frame->compact ? 424 : 600;
    float pad = frame->compact ? 20 : 32;
    bool strip = frame->big && frame_is_low(scene);
    float pay_height = frame->compact && !frame->big ? 104 : 120;
    if (frame->big && !frame->compact && !strip)
        pay_height = 144;
    float total = ui_line_height(scene->ui, TYPE_TOTAL);
    float gap = strip ? 8 : frame->compact ? 14 : 20, line_gap = frame->compact ? 14 : 24;
    if (frame->compact && !frame->big)
        total = 60;

    frame->dock = RECT(frame->width - dock_width, 0, dock_width, frame->height);
    float x = frame->dock.x + pad, w = dock_width - 2 * pad;
    frame->pay = RECT(x, frame->height - pad - pay_height, w, pay_height);
    frame->total = RECT(x, frame->pay.y - gap - total, w, total);
    float head = 0;
    if (frame->big) { // caption and total don't fit side by side
        head = ui_line_height(scene->ui, TYPE_CAPTION);
        frame->caption = RECT(x, frame->total.y - head, w, head);
    } else {
        float caption = ui_line_height(scene->ui, frame->compact ? TYPE_CAPTION : TYPE_BODY);
        frame->caption = RECT(x, frame->total.y + (frame->compact ? 22 : 30), w, caption);
    }
    frame->panel = RECT(x, 0, w, frame->total.y - head - line_gap - 2);
    frame->top.w = frame->dock.x;
    frame->main = RECT(frame->margin, frame->top.h, frame->dock.x - 2 * frame->margin,
                       frame->height - frame->top.h);
}

Frame frame_sale(Scene *scene, float row_height, bool row_line)
{
    Frame frame = frame_begin(scene);
    if (frame.wide)
        frame_wide(scene, &frame);
    else
        frame_portrait(scene, &frame, frame_is_low(scene) ? 0 : row_height, row_line);
    if (frame_is_low(scene) && frame.wide)
        frame_low(scene, &frame, frame.dock.x, frame.height - 32);
    else if (frame_is_low(scene))
        frame_low(scene, &frame, frame.width, fminf(frame.caption.y, frame.pay.y) - 14);
    return frame;
}

float frame_dialog_pad_x(const Frame *frame, bool sheet)
{
    return frame->compact ? 64 : sheet && !frame->wide ? 80 : 112;
}

float frame_dialog_pad_y(const Frame *frame, bool sheet)
{
    return frame->compact ? 64 : sheet && !frame->wide ? 88 : 120;
}

float sheet_height_most(Scene *scene)
{
    Frame frame = frame_plain(scene);
    if (!frame_is_low(scene))
        return frame.height - 24;
    return roundf(frame.height * (frame.wide ? 0.5f : 0.3334f)); // a third of landscape is a strip
}

float scene_toast_bottom(Scene *scene)
{
    Frame frame = frame_plain(scene);
    return frame.height - (frame.big ? 112 : 80) - 64;
}

float frame_button_height(Scene *scene, float height)
{
    return ui_is_text_big(scene->ui) ? fmaxf(112, height) : height;
}

float scene_text_height(Scene *scene, float width, Text text, UiText options)
{
    return scene_paragraph(scene, RECT(0, 0, width, 0), text, options, false);
}

float scene_paragraph(Scene *scene, Rect where, Text text, UiText options, bool draw)
{
    if (options.max_lines == 0)
        options.max_lines = 8;
    where.h = ui_text_measure(scene->ui, where.w, text, options).height;
    if (draw)
        ui_text(scene->ui, where, text, options);
    return where.h;
}

float scene_title_and_detail(Scene *scene, Rect where, Text title, Text detail, TextAlign align,
                             bool draw)
{
    // Long words may not be broken: the largest letters that keep the title within three lines.
    UiText title_style = {.style = TYPE_DISPLAY, .align = align, .max_lines = 3};
    if (ui_text_measure(scene->ui, where.w, title, title_style).cut)
        title_style.style = TYPE_HEADLINE;
    title_style.max_lines = 6;
    float used = scene_paragraph(scene, where, title, title_style, draw);
    if (detail.size == 0)
        return used;
    UiText detail_style = {.style = TYPE_TITLE,
                           .weight = TYPE_MEDIUM,
                           .colour = COLOUR_TEXT_2,
                           .align = align,
                           .max_lines = 8};
    used += 20;
    where.y += used;
    return used + scene_paragraph(scene, where, detail, detail_style, draw);
}
