#include "ui/access_tree.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ui/text_bidi.h"

void access_tree_clear(AccessTree *tree, Text screen)
{
    tree->count = 0;
    tree->top_layer = 0;
    tree->texts_used = 0;
    CHECK(screen.size < ACCESS_TEXT_BYTES);
    if (screen.size > 0)
        memcpy(tree->texts, screen.data, (size_t)screen.size);
    tree->screen = (Text){tree->texts, screen.size};
    tree->texts_used = screen.size;
}

// Copies without the marks that steer direction.
static Text keep_text(AccessTree *tree, Text text)
{
    if (text.size <= 0)
        return (Text){0};
    CHECK(tree->texts_used + text.size <= ACCESS_TEXT_BYTES);
    char *start = tree->texts + tree->texts_used;
    int32_t size = 0, position = 0;
    while (position < text.size) {
        int32_t from = position;
        if (text_is_direction_mark(text_next_code_point(text, &position)))
            continue;
        memcpy(start + size, text.data + from, (size_t)(position - from));
        size += position - from;
    }
    tree->texts_used += size;
    return (Text){start, size};
}

AccessNode *access_tree_add(AccessTree *tree, const AccessNode *node)
{
    CHECK(tree->count < ACCESS_NODE_MAX);
    if (access_node_is_control(node)) {
        CHECK(node->id.size > 0);
        CHECK(node->label.size > 0);
    }
    AccessNode *kept = &tree->nodes[tree->count++];
    *kept = *node;
    kept->id = keep_text(tree, node->id);
    kept->label = keep_text(tree, node->label);
    kept->value = keep_text(tree, node->value);
    kept->reason = keep_text(tree, node->reason);
    if (node->layer > tree->top_layer)
        tree->top_layer = node->layer;
    return kept;
}

bool access_node_is_control(const AccessNode *node)
{
    switch (node->role) {
    case ACCESS_BUTTON:
    case ACCESS_CHIP:
    case ACCESS_OPTION:
    case ACCESS_TILE:
    case ACCESS_FIELD:
    case ACCESS_KEY:
    case ACCESS_SWITCH:
    case ACCESS_LINE:
        return true;
    case ACCESS_TEXT:
    case ACCESS_SCROLL:
    case ACCESS_DIALOG:
    case ACCESS_PICTURE:
    case ACCESS_PROGRESS:
    case ACCESS_ROLE_COUNT:
        break;
    }
    return false;
}

bool access_node_is_reachable(const AccessTree *tree, const AccessNode *node)
{
    return access_node_is_control(node) && node->enabled && node->layer == tree->top_layer &&
           !pixel_rect_is_empty(node->seen);
}

const AccessNode *access_tree_find_id(const AccessTree *tree, Text id)
{
    for (int32_t i = 0; i < tree->count; i++)
        if (tree->nodes[i].id.size > 0 && text_equal(tree->nodes[i].id, id))
            return &tree->nodes[i];
    return NULL;
}

const AccessNode *access_tree_find_label(const AccessTree *tree, Text label, int32_t *out_count)
{
    const AccessNode *found = NULL;
    *out_count = 0;
    for (int32_t i = 0; i < tree->count; i++) {
        const AccessNode *node = &tree->nodes[i];
        if (!access_node_is_control(node) || pixel_rect_is_empty(node->seen) ||
            !text_equal(node->label, label))
            continue;
        found = node;
        (*out_count)++;
    }
    return *out_count == 1 ? found : NULL;
}

const AccessNode *access_tree_find_text(const AccessTree *tree, Text part)
{
    for (int32_t i = 0; i < tree->count; i++) {
        const AccessNode *node = &tree->nodes[i];
        if (node->role == ACCESS_TEXT && !pixel_rect_is_empty(node->seen) &&
            text_contains(node->label, part))
            return node;
    }
    return NULL;
}

const AccessNode *access_tree_at(const AccessTree *tree, int32_t x, int32_t y)
{
    for (int32_t i = tree->count - 1; i >= 0; i--) {
        const AccessNode *node = &tree->nodes[i];
        if (access_node_is_control(node) && node->layer == tree->top_layer &&
            pixel_rect_contains(node->seen, x, y))
            return node;
    }
    return NULL;
}

const AccessNode *access_tree_scroll_at(const AccessTree *tree, int32_t x, int32_t y)
{
    for (int32_t i = tree->count - 1; i >= 0; i--) {
        const AccessNode *node = &tree->nodes[i];
        if (node->role == ACCESS_SCROLL && node->layer == tree->top_layer &&
            pixel_rect_contains(node->seen, x, y))
            return node;
    }
    return NULL;
}

const char *access_role_name(AccessRole role)
{
    static const char *const names[ACCESS_ROLE_COUNT] = {
        [ACCESS_TEXT] = "text",         [ACCESS_BUTTON] = "button", [ACCESS_CHIP] = "chip",
        [ACCESS_OPTION] = "option",     [ACCESS_TILE] = "tile",     [ACCESS_FIELD] = "field",
        [ACCESS_KEY] = "key",           [ACCESS_SWITCH] = "switch", [ACCESS_LINE] = "line",
        [ACCESS_SCROLL] = "scroll",     [ACCESS_DIALOG] = "dialog", [ACCESS_PICTURE] = "picture",
        [ACCESS_PROGRESS] = "progress",
    };
    CHECK((unsigned)role < ACCESS_ROLE_COUNT);
    return names[role];
}

static void write_string(FILE *file, const char *name, Text text)
{
    fprintf(file, "\"%s\": \"", name);
    for (int32_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '"' || c == '\\')
            fprintf(file, "\\%c", c);
        else if (c < 0x20)
            fprintf(file, "\\u%04x", c);
        else
            fputc(c, file);
    }
    fputc('"', file);
}

static void write_node(FILE *file, const AccessTree *tree, const AccessNode *node)
{
    fputs("  {", file);
    write_string(file, "id", node->id);
    fprintf(file, ", \"role\": \"%s\", ", access_role_name(node->role));
    write_string(file, "label", node->label);
    fputs(", ", file);
    write_string(file, "value", node->secret ? (Text){0} : node->value);
    fprintf(file, ", \"rect\": [%d, %d, %d, %d], \"seen\": [%d, %d, %d, %d], \"layer\": %d",
            node->rect.x, node->rect.y, node->rect.w, node->rect.h, node->seen.x, node->seen.y,
            node->seen.w, node->seen.h, node->layer);
    fprintf(file, ", \"visible\": %s", pixel_rect_is_empty(node->seen) ? "false" : "true");
    if (node->cut)
        fputs(", \"cut\": true", file);
    if (node->broken)
        fputs(", \"broken\": true", file);
    if (access_node_is_control(node)) {
        fprintf(file,
                ", \"enabled\": %s, \"selected\": %s, \"pressed\": %s, \"focused\": %s, "
                "\"reachable\": %s, ",
                node->enabled ? "true" : "false", node->selected ? "true" : "false",
                node->pressed ? "true" : "false", node->focused ? "true" : "false",
                access_node_is_reachable(tree, node) ? "true" : "false");
        write_string(file, "reason", node->reason);
    } else if (node->part) {
        fputs(", \"part\": true", file);
    }
    fputs("}", file);
}

bool access_tree_write_json(const AccessTree *tree, const char *path, Error *error)
{
    FILE *file = fopen(path, "we");
    if (!file)
        return error_set_errno(error, errno, "cannot create '%s'", path);
    fputs("{", file);
    write_string(file, "screen", tree->screen);
    fputs(", \"nodes\": [\n", file);
    for (int32_t i = 0; i < tree->count; i++) {
        write_node(file, tree, &tree->nodes[i]);
        fputs(i + 1 < tree->count ? ",\n" : "\n", file);
    }
    fputs("]}\n", file);
    bool good = !ferror(file);
    if (fclose(file) != 0 || !good)
        return error_set_errno(error, errno, "cannot write '%s'", path);
    return true;
}
