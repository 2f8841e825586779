/* Drawing: u and left-to-right come in, pixels go into the draw list. */
#include <math.h>

#include "ui/ui_internal.h"

UiGroup *ui_push_group(Ui *ui)
{
    CHECK(ui->group_count < UI_GROUP_MAX);
    ui->groups[ui->group_count] = ui->groups[ui->group_count - 1];
    return &ui->groups[ui->group_count++];
}

void ui_pop_group(Ui *ui)
{
    CHECK(ui->group_count > 1);
    ui->group_count--;
}

static PixelRect to_pixels(const Ui *ui, Rect rect)
{
    if (ui->mirrored)
        rect = layout_mirror(rect, ui->layout.width);
    return layout_to_pixels(rect, ui->layout.scale);
}

PixelRect ui_draw_rect(Ui *ui, Rect where)
{
    const UiGroup *group = ui_group(ui);
    return to_pixels(
        ui, rect_offset(where, group->dx + group->motion_dx, group->dy + group->motion_dy));
}

PixelRect ui_still_rect(Ui *ui, Rect where)
{
    const UiGroup *group = ui_group(ui);
    return to_pixels(ui, rect_offset(where, group->dx, group->dy));
}

int32_t ui_px(const Ui *ui, float length)
{
    int32_t px = (int32_t)lrintf(length * ui->layout.scale);
    return length > 0 && px < 1 ? 1 : px;
}

DrawCommand *ui_record(Ui *ui, DrawKind kind, PixelRect rect, int32_t grow)
{
    CHECK(ui->in_frame);
    const UiGroup *group = ui_group(ui);
    PixelRect bounds = pixel_rect_intersect(pixel_rect_grow(rect, grow), group->clip);
    if (pixel_rect_is_empty(bounds) || group->opacity <= 0)
        return NULL;
    DrawCommand *command = draw_list_add(&ui->list);
    command->kind = (uint8_t)kind;
    command->rect = rect;
    command->bounds = bounds;
    command->opacity = (uint8_t)lrintf(group->opacity * 255.0f);
    return command;
}

static uint8_t corners_as_seen(const Ui *ui, uint8_t corners)
{
    if (!ui->mirrored)
        return corners;
    return (uint8_t)((corners & 5) << 1 | (corners & 10) >> 1);
}

static void record_shadow(Ui *ui, PixelRect rect, float radius, ShadowLevel level)
{
    ThemeShadow shadow = theme_shadow(ui->settings.theme, level);
    if (shadow.alpha <= 0)
        return;
    int32_t blur = ui_px(ui, shadow.blur), dy = ui_px(ui, fabsf(shadow.y));
    dy = shadow.y < 0 ? -dy : dy;
    DrawCommand *command = ui_record(ui, DRAW_SHADOW, rect, blur * 3 / 2 + 2 + (dy < 0 ? -dy : dy));
    if (!command)
        return;
    uint32_t alpha = (uint32_t)lrintf(shadow.alpha * 255.0f);
    command->colour = (shadow.colour & 0xffffff) | alpha << 24;
    command->radius = ui_px(ui, radius);
    command->a = blur;
    command->b = dy;
}

void ui_box(Ui *ui, Rect where, UiBox box)
{
    PixelRect rect = ui_draw_rect(ui, where);
    uint8_t square = corners_as_seen(ui, box.square_corners);
    if (box.shadow != SHADOW_NONE)
        record_shadow(ui, rect, box.radius, box.shadow);
    if (box.fill != COLOUR_NONE) {
        DrawCommand *fill = ui_record(ui, DRAW_FILL, rect, 0);
        if (fill) {
            fill->colour = ui_colour(ui, box.fill);
            fill->radius = ui_px(ui, box.radius);
            fill->square = square;
        }
    }
    if (box.border != COLOUR_NONE) {
        DrawCommand *border = ui_record(ui, DRAW_BORDER, rect, 0);
        if (border) {
            float width =
                box.border_width > 0 ? box.border_width : theme_border(ui->settings.theme);
            border->colour = ui_colour(ui, box.border);
            border->radius = ui_px(ui, box.radius);
            border->a = ui_px(ui, width);
            border->square = square;
        }
    }
}

void ui_line(Ui *ui, float x, float y, float w, float thickness, ThemeColour colour)
{
    PixelRect rect = ui_draw_rect(ui, (Rect){x, y, w, thickness});
    rect.h = ui_px(ui, thickness); // as thick on every line of a list
    DrawCommand *line = ui_record(ui, DRAW_FILL, rect, 0);
    if (line)
        line->colour = ui_colour(ui, colour);
}

void ui_disc(Ui *ui, float cx, float cy, float radius, ThemeColour colour)
{
    ui_box(ui, (Rect){cx - radius, cy - radius, 2 * radius, 2 * radius},
           (UiBox){.fill = colour, .radius = radius});
}

void ui_swatch(Ui *ui, float cx, float cy, float radius, uint32_t rgb)
{
    Rect where = {cx - radius, cy - radius, 2 * radius, 2 * radius};
    DrawCommand *fill = ui_record(ui, DRAW_FILL, ui_draw_rect(ui, where), 0);
    if (fill) {
        fill->colour = rgb | 0xff000000u;
        fill->radius = ui_px(ui, radius);
    }
    ui_box(ui, where, (UiBox){.border = COLOUR_OUTLINE, .radius = radius});
}

void ui_arc(Ui *ui, float cx, float cy, float radius, float stroke, float from, float to,
            ThemeColour colour)
{
    PixelRect rect = ui_draw_rect(ui, (Rect){cx - radius, cy - radius, 2 * radius, 2 * radius});
    rect.h = rect.w;
    DrawCommand *arc = ui_record(ui, DRAW_ARC, rect, 1);
    if (!arc)
        return;
    if (to - from >= 1.0f) {
        from = 0;
        to = 1;
    } else {
        to -= floorf(from);
        from -= floorf(from);
    }
    arc->colour = ui_colour(ui, colour);
    arc->a = (int32_t)lrintf(stroke * ui->layout.scale * 16.0f);
    arc->b = (int32_t)lrintf(from * 65536.0f);
    arc->c = (int32_t)lrintf(to * 65536.0f);
}

float ui_icon_size(const Ui *ui, float size)
{
    float t = ui_text_scale(ui) - 1.0f;
    return size * (1.0f + t * 0.5f);
}

void ui_icon(Ui *ui, Rect where, UiIcon icon, ThemeColour colour)
{
    if (icon == ICON_NONE || colour == COLOUR_NONE)
        return;
    PixelRect rect = ui_draw_rect(ui, where);
    int32_t side = rect.w < rect.h ? rect.w : rect.h;
    rect = (PixelRect){rect.x + (rect.w - side) / 2, rect.y + (rect.h - side) / 2, side, side};
    DrawCommand *command = ui_record(ui, DRAW_ICON, rect, 0);
    if (!command)
        return;
    command->slot = icon_cache_get(&ui->icons, icon, side);
    command->generation = (uint32_t)icon << 16 | (uint32_t)side;
    command->colour = ui_colour(ui, colour);
    if (ui->mirrored && icon_flips(icon))
        command->flags |= DRAW_FLAG_FLIPPED;
}

static Picture ask_for_picture(Ui *ui, const UiPicture *picture, PixelRect rect)
{
    if (picture->kind == PICTURE_NONE)
        return (Picture){.state = PICTURE_MISSING};
    if (picture->kind == PICTURE_ART) {
        int32_t inset = ui_px(ui, picture->inset);
        return picture_get_art(ui->pictures, picture->art, rect.w - 2 * inset, rect.h - 2 * inset);
    }
    return picture_get(ui->pictures, picture->kind, picture->id, rect.w, rect.h,
                       ui_px(ui, picture->inset));
}

static ThemeColour tint_of(const UiPicture *picture, const Picture *found)
{
    return found->state == PICTURE_READY ? found->tint : theme_tint_from_hash(picture->id);
}

ThemeColour ui_picture_tint(Ui *ui, Rect where, const UiPicture *picture)
{
    Picture found = ask_for_picture(ui, picture, ui_draw_rect(ui, where));
    return tint_of(picture, &found);
}

PictureState ui_picture(Ui *ui, Rect where, const UiPicture *picture)
{
    PixelRect rect = ui_draw_rect(ui, where);
    if (pixel_rect_is_empty(pixel_rect_intersect(rect, ui_group(ui)->clip)))
        return PICTURE_WAITING; // out of sight: don't load it
    Picture found = ask_for_picture(ui, picture, rect);
    bool ready = found.state == PICTURE_READY;
    ThemeColour tint = picture->tint;
    if (tint == COLOUR_COUNT)
        tint = tint_of(picture, &found);
    if (tint != COLOUR_NONE)
        ui_box(ui, where, (UiBox){.fill = tint, .radius = picture->radius});
    if (!ready) {
        if (picture->initials.size > 0) {
            bool small = where.h < 120;
            // The tints are pale in the light theme, deep in the dark and white in the contrast
            // theme.
            ThemeColour colour =
                ui->settings.theme == THEME_CONTRAST ? COLOUR_BLACK : COLOUR_TEXT_2;
            ui_text(ui, where, picture->initials,
                    (UiText){.style = small ? TYPE_LABEL : TYPE_HEADLINE,
                             .colour = colour,
                             .align = ALIGN_CENTRE,
                             .vertical = VERTICAL_MIDDLE,
                             .fit = true,
                             .silent = true});
        }
        return found.state;
    }
    PixelRect place = {rect.x + (rect.w - found.width_px) / 2,
                       rect.y + (rect.h - found.height_px) / 2, found.width_px, found.height_px};
    DrawCommand *command = ui_record(ui, DRAW_PICTURE, place, 0);
    if (command) {
        command->slot = found.slot;
        command->generation = found.generation;
        command->radius = found.covers ? ui_px(ui, picture->radius) : 0;
        if (picture->opacity > 0)
            command->opacity = (uint8_t)lrintf((float)command->opacity * picture->opacity);
    }
    return PICTURE_READY;
}

bool ui_qr(Ui *ui, Rect where, Text content, Text label)
{
    int32_t side = 0, slot = qr_cache_get(&ui->codes, content, &side);
    if (slot < 0)
        return false;
    enum { QUIET = 4 };
    PixelRect rect = ui_draw_rect(ui, where);
    int32_t room = rect.w < rect.h ? rect.w : rect.h;
    int32_t module = room / (side + 2 * QUIET);
    if (module < 1)
        return false;
    int32_t whole = module * (side + 2 * QUIET);
    PixelRect ground = {rect.x + (rect.w - whole) / 2, rect.y + (rect.h - whole) / 2, whole, whole};
    DrawCommand *paper = ui_record(ui, DRAW_FILL, ground, 0);
    if (paper)
        paper->colour = ui_colour(ui, COLOUR_WHITE);
    PixelRect inner = pixel_rect_grow(ground, -module * QUIET);
    DrawCommand *code = ui_record(ui, DRAW_QR, inner, 0);
    if (code) {
        code->slot = slot;
        code->generation = (uint32_t)ui->codes.codes[slot].key;
        code->a = module;
        code->colour = ui_colour(ui, COLOUR_BLACK);
    }
    ui_describe(ui, where, ACCESS_PICTURE, (Text){0}, label, (Text){0});
    return true;
}

void ui_scrim(Ui *ui, float opacity)
{
    PixelRect all = {0, 0, ui->layout.width_px, ui->layout.height_px};
    DrawCommand *command = ui_record(ui, DRAW_FILL, all, 0);
    if (command) {
        command->colour = ui_colour(ui, COLOUR_SCRIM);
        command->opacity = (uint8_t)lrintf((float)command->opacity * opacity);
    }
}

void ui_push_clip(Ui *ui, Rect where)
{
    PixelRect drawn = ui_draw_rect(ui, where), still = ui_still_rect(ui, where);
    UiGroup *group = ui_push_group(ui);
    group->clip = pixel_rect_intersect(group->clip, drawn);
    group->clip_still = pixel_rect_intersect(group->clip_still, still);
}

void ui_pop_clip(Ui *ui)
{
    ui_pop_group(ui);
}

void ui_push_offset(Ui *ui, float dx, float dy)
{
    UiGroup *group = ui_push_group(ui);
    group->dx += dx;
    group->dy += dy;
}

void ui_pop_offset(Ui *ui)
{
    ui_pop_group(ui);
}

void ui_push_motion(Ui *ui, float dx, float dy, float opacity)
{
    UiGroup *group = ui_push_group(ui);
    group->motion_dx += dx;
    group->motion_dy += dy;
    group->opacity *= opacity < 0 ? 0 : opacity > 1 ? 1 : opacity;
}

void ui_pop_motion(Ui *ui)
{
    ui_pop_group(ui);
}
