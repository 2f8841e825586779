/* The API key belongs to the server and the database that first took it. `server.bound` in the data
 * folder keeps that, as hashes: neither key nor address can be read from it. A url or a database
 * that was changed since, by mistake or by somebody who wants the key sent elsewhere, is refused
 * before anything is sent; a new key is bound anew when its server takes it. The bytes are in
 * docs/security.md. */
#ifndef KIOSK_BACKOFFICE_KEY_BINDING_H
#define KIOSK_BACKOFFICE_KEY_BINDING_H

#include "os/os.h"

// False, ERROR_INVALID: this very key was taken by another server or database. `origin`: url and
// database. No file, or one that can't be read, binds nothing.
MUST_USE bool key_binding_check(const Os *os, const char *data_directory, const char *key,
                                const char *origin, Error *error);
// The server took the key: binds it, durably, unless it is bound so.
MUST_USE bool key_binding_keep(const Os *os, const char *data_directory, const char *key,
                               const char *origin, Error *error);

#endif
