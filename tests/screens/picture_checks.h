/* What no picture of a screen may show: controls too small or over each other, words that are cut,
 * letters and icons that can't be told from their ground. */
#ifndef KIOSK_TESTS_SCREENS_PICTURE_CHECKS_H
#define KIOSK_TESTS_SCREENS_PICTURE_CHECKS_H

#include "fixture.h"

// Each prints what it finds with `name`, and returns how much that was.

// Sizes and places: the same in every theme.
int32_t picture_check_layout(Fixture *fixture, const char *name);
// With low reach: all that is touched lies in the lower third.
int32_t picture_check_reach(Fixture *fixture, const char *name);
// Colours as painted: 4.5 to 1 for letters, 3 to 1 for large ones, icons and the
// edges of controls.
int32_t picture_check_contrast(Fixture *fixture, const char *name);

#endif
