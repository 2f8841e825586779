/* Pieces that several components draw. */
#ifndef KIOSK_UI_WIDGET_INTERNAL_H
#define KIOSK_UI_WIDGET_INTERNAL_H

#include "ui/ui_internal.h"

// An icon and words beside each other, as one piece in the middle (or at the start) of `where`.
typedef struct UiLabel {
    Text text;
    UiText style; // colour, style; the rest is set here
    UiIcon icon, icon_end;
    float icon_size, gap;
    ThemeColour colour;
    bool at_start;
    bool busy; // a spinner in place of the icon
} UiLabel;

void widget_label(Ui *ui, Rect where, const UiLabel *label);
float widget_label_width(Ui *ui, const UiLabel *label);
// Grows a length of the 100 % text design for big text: 80 becomes 112.
float widget_grow(const Ui *ui, float at_100, float at_200);

#endif
