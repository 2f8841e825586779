#include "ui/damage.h"

#include <string.h>

#include "base/check.h"

void damage_init(Damage *damage, int32_t width_px, int32_t height_px)
{
    CHECK(width_px > 0);
    CHECK(height_px > 0);
    damage->width_px = width_px;
    damage->height_px = height_px;
    damage->columns = (width_px + DAMAGE_CELL_PX - 1) / DAMAGE_CELL_PX;
    damage->rows = (height_px + DAMAGE_CELL_PX - 1) / DAMAGE_CELL_PX;
    CHECK(damage->columns * damage->rows <= DAMAGE_CELLS_MAX);
    memset(damage->before, 0, sizeof damage->before);
    damage->rect_count = 0;
    damage->all = true;
}

void damage_invalidate(Damage *damage)
{
    damage->all = true;
}

// The cells that a rectangle on the screen touches, as a rectangle of cells.
static PixelRect cells_of(const Damage *damage, PixelRect rect)
{
    rect = pixel_rect_intersect(rect, (PixelRect){0, 0, damage->width_px, damage->height_px});
    if (pixel_rect_is_empty(rect))
        return (PixelRect){0};
    int32_t left = rect.x / DAMAGE_CELL_PX, top = rect.y / DAMAGE_CELL_PX;
    int32_t right = (rect.x + rect.w - 1) / DAMAGE_CELL_PX + 1;
    int32_t bottom = (rect.y + rect.h - 1) / DAMAGE_CELL_PX + 1;
    return (PixelRect){left, top, right - left, bottom - top};
}

void damage_invalidate_rect(Damage *damage, PixelRect rect)
{
    PixelRect cells = cells_of(damage, rect);
    for (int32_t y = cells.y; y < cells.y + cells.h; y++)
        for (int32_t x = cells.x; x < cells.x + cells.w; x++)
            damage->before[y * damage->columns + x] ^= 0x5bd1e9955bd1e995u;
}

static uint64_t mixed(uint64_t cell, uint64_t hash)
{
    // Not commutative: two commands that change places change the picture.
    cell = (cell ^ hash) * 0x9e3779b97f4a7c15u;
    return cell ^ cell >> 29;
}

static void hash_into_cells(Damage *damage, const DrawList *list)
{
    memset(damage->now, 0, sizeof damage->now[0] * (size_t)(damage->columns * damage->rows));
    for (int32_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        PixelRect cells = cells_of(damage, command->bounds);
        uint64_t hash = draw_command_hash(command);
        for (int32_t y = cells.y; y < cells.y + cells.h; y++) {
            uint64_t *row = &damage->now[y * damage->columns];
            for (int32_t x = cells.x; x < cells.x + cells.w; x++)
                row[x] = mixed(row[x], hash);
        }
    }
}

// Adds a run of damaged cells: to the rectangle above it when that has the same sides, else as a
// new one.
static void add_run(Damage *damage, PixelRect run)
{
    for (int32_t i = 0; i < damage->rect_count; i++) {
        PixelRect *rect = &damage->rects[i];
        if (rect->x == run.x && rect->w == run.w && rect->y + rect->h == run.y) {
            rect->h += run.h;
            return;
        }
    }
    if (damage->rect_count < DAMAGE_RECTS_MAX) {
        damage->rects[damage->rect_count++] = run;
        return;
    }
    // Too many pieces: grow the last one. It may then cover others, which damage_compare joins.
    PixelRect *last = &damage->rects[DAMAGE_RECTS_MAX - 1];
    *last = pixel_rect_union(*last, run);
}

static void join_overlapping(Damage *damage)
{
    bool joined = true;
    while (joined) {
        joined = false;
        for (int32_t i = 0; i < damage->rect_count && !joined; i++) {
            for (int32_t j = i + 1; j < damage->rect_count && !joined; j++) {
                if (!pixel_rects_overlap(damage->rects[i], damage->rects[j]))
                    continue;
                damage->rects[i] = pixel_rect_union(damage->rects[i], damage->rects[j]);
                damage->rects[j] = damage->rects[--damage->rect_count];
                joined = true;
            }
        }
    }
}

void damage_compare(Damage *damage, const DrawList *list)
{
    hash_into_cells(damage, list);
    damage->rect_count = 0;
    PixelRect screen = {0, 0, damage->width_px, damage->height_px};
    if (damage->all) {
        damage->rects[damage->rect_count++] = screen;
    } else {
        for (int32_t y = 0; y < damage->rows; y++) {
            const uint64_t *now = &damage->now[y * damage->columns];
            const uint64_t *before = &damage->before[y * damage->columns];
            for (int32_t x = 0; x < damage->columns; x++) {
                if (now[x] == before[x])
                    continue;
                int32_t first = x;
                while (x + 1 < damage->columns && now[x + 1] != before[x + 1])
                    x++;
                add_run(damage, (PixelRect){first, y, x + 1 - first, 1});
            }
        }
        join_overlapping(damage);
        for (int32_t i = 0; i < damage->rect_count; i++) {
            PixelRect cells = damage->rects[i];
            PixelRect rect = {cells.x * DAMAGE_CELL_PX, cells.y * DAMAGE_CELL_PX,
                              cells.w * DAMAGE_CELL_PX, cells.h * DAMAGE_CELL_PX};
            damage->rects[i] = pixel_rect_intersect(rect, screen);
        }
    }
    memcpy(damage->before, damage->now,
           sizeof damage->now[0] * (size_t)(damage->columns * damage->rows));
    damage->all = false;
}
