/* Icons: alpha masks drawn from assets/icons/NAME.svg at the exact pixel size, tinted when painted.
 * The list is the file icon_list.h, one ICON(enumerator, "file") for each file of assets/icons; a
 * test compares the two. */
#ifndef KIOSK_UI_ICON_H
#define KIOSK_UI_ICON_H

#include <stdbool.h>
#include <stdint.h>

typedef enum UiIcon {
    ICON_NONE,
#define ICON(name, file) ICON_##name,
#include "ui/icon_list.h"
#undef ICON
    ICON_COUNT
} UiIcon;

#define ICON_SIZE_S  28.0f
#define ICON_SIZE_M  36.0f
#define ICON_SIZE_L  48.0f
#define ICON_SIZE_XL 72.0f

const char *icon_name(UiIcon icon); // "arrow-down"; "" for ICON_NONE
// Pictures of a direction, which are turned around in right-to-left languages.
bool icon_flips(UiIcon icon);

#endif
