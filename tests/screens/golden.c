#include "golden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GOLDEN_BYTES_MAX = 64 * 1024 };

static void add_text(FILE *file, Text text)
{
    for (int32_t i = 0; i < text.size; i++)
        fputc(text.data[i] == '\n' ? '|' : text.data[i], file);
}

// Controls with their place, texts with their words: a letter's width is not the screens' business.
static void write_node(FILE *file, const AccessNode *node)
{
    bool control = access_node_is_control(node);
    if (!control && node->seen.w <= 0)
        return;
    fprintf(file, "%s%s", node->layer ? "  " : "", access_role_name(node->role));
    if (node->id.size > 0)
        fprintf(file, " #%.*s", TEXT_PRINTF(node->id));
    fputs(" \"", file);
    add_text(file, node->label);
    fputs("\"", file);
    if (node->value.size > 0) {
        fputs(" = ", file);
        add_text(file, node->value);
    }
    if (control)
        fprintf(file, " at %d,%d %dx%d", node->rect.x, node->rect.y, node->rect.w, node->rect.h);
    if (!node->enabled)
        fputs(" off", file);
    if (node->reason.size > 0) {
        fputs(": ", file);
        add_text(file, node->reason);
    }
    fputs(node->selected ? " selected\n" : "\n", file);
}

static size_t print_tree(const AccessTree *tree, char *out, size_t room)
{
    FILE *file = fmemopen(out, room, "w");
    CHECK(file);
    fprintf(file, "screen %.*s\n", TEXT_PRINTF(tree->screen));
    for (int32_t i = 0; i < tree->count; i++)
        write_node(file, &tree->nodes[i]);
    long size = ftell(file);
    CHECK(size >= 0 && (size_t)size < room);
    fclose(file);
    return (size_t)size;
}

static bool write_file(const char *directory, const char *name, const char *ending,
                       const char *bytes, size_t size)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s%s", directory, name, ending);
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    bool written = fwrite(bytes, 1, size, file) == size;
    return fclose(file) == 0 && written;
}

bool golden_matches(const AccessTree *tree, const char *name)
{
    static char actual[GOLDEN_BYTES_MAX], accepted[GOLDEN_BYTES_MAX];
    size_t size = print_tree(tree, actual, sizeof(actual));
    if (getenv("UPDATE_GOLDEN"))
        return write_file(GOLDEN_DIRECTORY, name, ".txt", actual, size);
    char path[512];
    snprintf(path, sizeof(path), "%s/%s.txt", GOLDEN_DIRECTORY, name);
    FILE *file = fopen(path, "r");
    size_t accepted_size = file ? fread(accepted, 1, sizeof(accepted), file) : 0;
    if (file)
        fclose(file);
    if (accepted_size == size && memcmp(actual, accepted, size) == 0)
        return true;
    if (!write_file(GOLDEN_ACTUAL_DIRECTORY, name, ".actual.txt", actual, size))
        fprintf(stderr, "cannot write what '%s' is now\n", name);
    fprintf(stderr, "# differs: %s\n", name);
    return false;
}
