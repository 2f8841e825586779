/* Access trees as short text files that can be read in a review. */
#ifndef KIOSK_TESTS_SCREENS_GOLDEN_H
#define KIOSK_TESTS_SCREENS_GOLDEN_H

#include "ui/access_tree.h"

// Compares with tests/golden/screens/NAME.txt; a difference leaves NAME.actual.txt in the build.
// With UPDATE_GOLDEN set in the environment the file is written instead.
bool golden_matches(const AccessTree *tree, const char *name);

#endif
