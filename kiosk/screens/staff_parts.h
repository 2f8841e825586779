/* The cards of the attendant's screen. Each is measured first (`draw` false) and drawn at the same
 * width. */
#ifndef KIOSK_SCREENS_STAFF_PARTS_H
#define KIOSK_SCREENS_STAFF_PARTS_H

#include "screens/parts.h"

float staff_lane(Scene *scene, Rect inner, bool draw);
float staff_cases(Scene *scene, Rect inner, bool draw);
float staff_orders(Scene *scene, Rect inner, bool draw);
float staff_devices(Scene *scene, Rect inner, bool draw);
// Something waits for a decision: its button is the screen's accent then.
bool staff_has_case(const Scene *scene);

// Title, a second line and how many; returns the height.
float staff_head(Scene *scene, Rect where, Text title, Text detail, int32_t count, bool draw);

typedef struct StaffRow {
    UiIcon icon;
    UiTone tone;
    Text title, detail, amount;
    UiButton button;                    // no label: none
    const UiControl *control;           // the words of the row can be touched; NULL: not
    bool touched_button, touched_words; // answers
} StaffRow;
float staff_row(Scene *scene, Rect where, StaffRow *row, bool draw);

#endif
