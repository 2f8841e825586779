#include "ui/draw_list.h"

#include <string.h>

#include "base/check.h"
#include "base/checksum.h"

// Padding would be hashed without being defined.
_Static_assert(sizeof(DrawCommand) == 4 + 2 * sizeof(PixelRect) + 7 * sizeof(int32_t),
               "DrawCommand has padding");

void draw_list_clear(DrawList *list)
{
    list->count = 0;
}

DrawCommand *draw_list_add(DrawList *list)
{
    CHECK(list->count < DRAW_COMMAND_MAX);
    DrawCommand *command = &list->commands[list->count++];
    memset(command, 0, sizeof *command);
    command->opacity = 255;
    return command;
}

uint64_t draw_command_hash(const DrawCommand *command)
{
    return checksum_xxh3(command, sizeof *command);
}
