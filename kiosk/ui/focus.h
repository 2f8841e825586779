/* Where the focus goes when a key of a keypad is pressed. Moving never acts. */
#ifndef KIOSK_UI_FOCUS_H
#define KIOSK_UI_FOCUS_H

#include "ui/access_tree.h"

typedef enum FocusMove {
    FOCUS_NEXT, // in the order in which the screen names its controls
    FOCUS_PREVIOUS,
    FOCUS_LEFT, // the nearest on that side as seen, else next or previous
    FOCUS_RIGHT,
} FocusMove;

// The control of the top layer that gets the focus; NULL when there is none. `current` may be gone
// or 0. Disabled controls are visited too: a person must hear that Pay is there and why it waits.
const AccessNode *focus_move(const AccessTree *tree, uint64_t current, FocusMove move,
                             bool mirrored);
// The node of the top layer with this id hash; NULL when it is not there.
const AccessNode *focus_find(const AccessTree *tree, uint64_t id);

#endif
