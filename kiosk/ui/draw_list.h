/* What one frame shows, as a list of commands in painting order, each with the pixels it may touch.
 *
 * Commands are plain values without pointers: text, icons and pictures are named by slot and
 * generation of their cache. Every byte of a command is defined (it is zeroed before it is filled),
 * so that its hash says whether it changed. Clip and opacity are resolved when a command is
 * recorded. */
#ifndef KIOSK_UI_DRAW_LIST_H
#define KIOSK_UI_DRAW_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/layout.h"

enum { DRAW_COMMAND_MAX = 4096 };

typedef enum DrawKind {
    DRAW_FILL,       // rounded rectangle: colour, radius, square
    DRAW_BORDER,     // its edge: width in `a`, px
    DRAW_SHADOW,     // of the rounded rectangle `rect`: blur in `a`, moved down by `b`, px; painted
                     // outside only
    DRAW_TEXT,       // mask of a text, tinted: slot, generation; `a` 1: its marked part
    DRAW_ICON,       // mask of an icon, tinted: slot
    DRAW_PICTURE,    // slot, generation, rounded corners
    DRAW_ARC,        // ring: stroke `a` in 1/16 px, from `b` to `c` in 1/65536 turns
    DRAW_QR,         // slot; `a`: px of a module
    DRAW_SNAPSHOT,   // the screen as it was before, for cross-fades
    DRAW_CHECK_MARK, // a check drawn to `b` / 65536 of its length, stroke `a` in 1/16 px
} DrawKind;

typedef struct DrawCommand {
    uint8_t kind;    // DrawKind
    uint8_t square;  // corners that are not rounded: 1 top left, 2 top right, 4 bottom left, 8
                     // bottom right
    uint8_t opacity; // of the whole command
    uint8_t flags;
    PixelRect rect;   // where the shape lies; may go beyond the bounds
    PixelRect bounds; // what may be painted: inside the clip
    uint32_t colour;
    int32_t radius; // px
    int32_t slot;
    uint32_t generation;
    int32_t a, b, c;
} DrawCommand;

enum { DRAW_FLAG_FLIPPED = 1 }; // seen in a mirror: icons with a direction

typedef struct DrawList {
    DrawCommand commands[DRAW_COMMAND_MAX];
    int32_t count;
} DrawList;

void draw_list_clear(DrawList *list);
// A zeroed command at the end. A full list is a CHECK: a screen that does not fit is our mistake.
DrawCommand *draw_list_add(DrawList *list);
uint64_t draw_command_hash(const DrawCommand *command);

#endif
