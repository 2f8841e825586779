/* What must be ours alone before the lane starts: the API key's file, the device's key, and that
 * the key is not sent to a server that it isn't for. */
#ifndef KIOSK_APP_SECRETS_H
#define KIOSK_APP_SECRETS_H

#include "app/config.h"

// Reads the key (config_read_key) and checks it all. On failure out_key is empty.
MUST_USE bool secrets_read(const Os *os, const Config *config, const char *data_directory,
                           const char *origin, char out_key[CONFIG_KEY_MAX], Error *error);
// The kiosk runs as root: a sentence for a technician, else NULL. Not refused, for a container may
// know no other user.
const char *secrets_root_warning(void);

#endif
