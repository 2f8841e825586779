/* Small copies of pictures, twelve on a sheet, each with a line of words below. */
#ifndef KIOSK_TESTS_SCREENS_CONTACT_SHEET_H
#define KIOSK_TESTS_SCREENS_CONTACT_SHEET_H

#include "base/error.h"
#include "ui/painter.h"

typedef struct ContactSheet ContactSheet;

// The directory is there already, and outlives the sheets.
MUST_USE bool contact_sheet_create(const char *directory, ContactSheet **out, Error *error);
void contact_sheet_destroy(ContactSheet *sheet); // accepts NULL
// The next pictures go on DIRECTORY/NAME-1.png, NAME-2.png and so on.
void contact_sheet_begin(ContactSheet *sheet, const char *name);
// All pictures of a sheet are of one size. Writes the sheet when it is full.
MUST_USE bool contact_sheet_add(ContactSheet *sheet, PaintSurface picture, const char *caption,
                                Error *error);
// Writes a sheet that is not full.
MUST_USE bool contact_sheet_end(ContactSheet *sheet, Error *error);

#endif
