/* The catalogue image in the data folder: `catalogue.img`, and `catalogue.img.old`, the one before
 * it, for the day that the new one turns out to be damaged. Reading is catalogue_file_open
 * (sync_thread.h). */
#ifndef KIOSK_BACKOFFICE_CATALOGUE_FILE_H
#define KIOSK_BACKOFFICE_CATALOGUE_FILE_H

#include "os/os.h"

// Temporary file, sync, the present image becomes the old one, rename, sync of the folder. A crash
// in between leaves the new or the old image whole.
MUST_USE bool catalogue_file_write(const Os *os, const char *data_directory, Bytes block,
                                   Error *error);

#endif
