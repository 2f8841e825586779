/* What a frame shows, for those who don't look at pixels: speech, keypad focus, the scripted
 * finger, layout checks and tests. One tree a frame; every control is in it, and every visible
 * text.
 *
 * A node's texts live in the tree and die when the next frame but one begins. Marks that only steer
 * the direction of writing are taken out of labels, so that "€12.50" is found in every language. */
#ifndef KIOSK_UI_ACCESS_TREE_H
#define KIOSK_UI_ACCESS_TREE_H

#include "base/error.h"
#include "base/text.h"
#include "ui/layout.h"

typedef enum AccessRole {
    ACCESS_TEXT, // not a control
    ACCESS_BUTTON,
    ACCESS_CHIP,
    ACCESS_OPTION,
    ACCESS_TILE,
    ACCESS_FIELD,
    ACCESS_KEY,
    ACCESS_SWITCH,
    ACCESS_LINE,   // a line of a list that can be chosen
    ACCESS_SCROLL, // a scrolling area, for `swipe`
    ACCESS_DIALOG,
    ACCESS_PICTURE,
    ACCESS_PROGRESS,
    ACCESS_ROLE_COUNT
} AccessRole;

typedef struct AccessNode {
    Text id;     // "pay", "line-3"; empty for most texts
    Text label;  // whole words, as spoken
    Text value;  // "2", "on", what was typed; may be empty
    Text reason; // why it is disabled; may be empty
    AccessRole role;
    PixelRect rect; // on the screen, mirrored as seen, without the motion of a transition
    PixelRect seen; // the part of it that is not clipped away; empty when nothing is
    int32_t layer;  // 0 the screen, 1 and up dialogs and sheets
    bool enabled, selected, pressed, focused;
    bool part;   // a text inside a control whose label says it: seen, not spoken by itself
    bool secret; // PIN fields: never spoken, value never written
    // How a text is painted, for layout checks.
    uint32_t colour; // 0: no text
    float size_px;   // of its letters
    bool bold;
    bool cut;    // it ended in an ellipsis
    bool broken; // a line of it ends inside a word
} AccessNode;

enum { ACCESS_NODE_MAX = 1024, ACCESS_TEXT_BYTES = 64 * 1024 };

typedef struct AccessTree {
    AccessNode nodes[ACCESS_NODE_MAX];
    int32_t count;
    int32_t top_layer; // the highest layer in use: only its nodes can be acted on
    Text screen;       // "basket"
    char texts[ACCESS_TEXT_BYTES];
    int32_t texts_used;
} AccessTree;

void access_tree_clear(AccessTree *tree, Text screen);
// Copies the node's texts. CHECKs id and label of controls, and that there is room.
AccessNode *access_tree_add(AccessTree *tree, const AccessNode *node);

bool access_node_is_control(const AccessNode *node);
// Can a finger or script act on it now: enabled, seen, on the top layer.
bool access_node_is_reachable(const AccessTree *tree, const AccessNode *node);

// All return NULL when there is none.
const AccessNode *access_tree_find_id(const AccessTree *tree, Text id);
// The control with exactly this label; NULL also when several have it (*out_count says how many).
const AccessNode *access_tree_find_label(const AccessTree *tree, Text label, int32_t *out_count);
// The first text to be seen that contains `part`, letters as they are.
const AccessNode *access_tree_find_text(const AccessTree *tree, Text part);
// The topmost control under a pixel, disabled ones too.
const AccessNode *access_tree_at(const AccessTree *tree, int32_t x, int32_t y);
// The topmost scroll area under a pixel.
const AccessNode *access_tree_scroll_at(const AccessTree *tree, int32_t x, int32_t y);

const char *access_role_name(AccessRole role);
// The tree as JSON: {"screen": ..., "nodes": [{"id", "role", "label", "value", "rect": [x, y, w,
// h], ...}]}
MUST_USE bool access_tree_write_json(const AccessTree *tree, const char *path, Error *error);

#endif
