#include "ui/focus.h"

#include <stdlib.h>

#include "ui/touch.h"

static bool can_have_focus(const AccessTree *tree, const AccessNode *node)
{
    return access_node_is_control(node) && node->layer == tree->top_layer;
}

static int32_t index_of(const AccessTree *tree, uint64_t id)
{
    for (int32_t i = 0; id != 0 && i < tree->count; i++)
        if (can_have_focus(tree, &tree->nodes[i]) && touch_hash_id(tree->nodes[i].id) == id)
            return i;
    return -1;
}

const AccessNode *focus_find(const AccessTree *tree, uint64_t id)
{
    int32_t index = index_of(tree, id);
    return index < 0 ? NULL : &tree->nodes[index];
}

static const AccessNode *step(const AccessTree *tree, int32_t from, int32_t direction)
{
    for (int32_t i = 1; i <= tree->count; i++) {
        int32_t index = from + direction * i;
        index = ((index % tree->count) + tree->count) % tree->count;
        if (can_have_focus(tree, &tree->nodes[index]))
            return &tree->nodes[index];
    }
    return NULL;
}

// The nearest control to one side whose rows overlap with this one's.
static const AccessNode *beside(const AccessTree *tree, const AccessNode *from, bool right)
{
    const AccessNode *best = NULL;
    int32_t best_distance = INT32_MAX;
    int32_t from_x = from->rect.x + from->rect.w / 2, from_y = from->rect.y + from->rect.h / 2;
    for (int32_t i = 0; i < tree->count; i++) {
        const AccessNode *node = &tree->nodes[i];
        if (node == from || !can_have_focus(tree, node) || pixel_rect_is_empty(node->seen))
            continue;
        if (node->rect.y >= from->rect.y + from->rect.h ||
            from->rect.y >= node->rect.y + node->rect.h)
            continue;
        int32_t dx = node->rect.x + node->rect.w / 2 - from_x;
        if (right ? dx <= 0 : dx >= 0)
            continue;
        int32_t distance = abs(dx) + 2 * abs(node->rect.y + node->rect.h / 2 - from_y);
        if (distance < best_distance) {
            best = node;
            best_distance = distance;
        }
    }
    return best;
}

const AccessNode *focus_move(const AccessTree *tree, uint64_t current, FocusMove move,
                             bool mirrored)
{
    if (tree->count == 0)
        return NULL;
    int32_t from = index_of(tree, current);
    bool right = move == FOCUS_RIGHT;
    if (from >= 0 && (move == FOCUS_LEFT || right)) {
        const AccessNode *found = beside(tree, &tree->nodes[from], right);
        if (found)
            return found;
    }
    bool forward = move == FOCUS_NEXT || (move == FOCUS_RIGHT && !mirrored) ||
                   (move == FOCUS_LEFT && mirrored);
    if (from < 0)
        from = forward ? tree->count - 1 : 0;
    return step(tree, from, forward ? 1 : -1);
}
