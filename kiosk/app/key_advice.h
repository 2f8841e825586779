/* A key that came on a card or on paper may have been seen by others: the attendants' screen says
 * so until it is another one, or until a manager says that it stays. Who brings the settings leaves
 * SETTINGS_CARRIED beside kiosk.ini (settings_install.h); what a manager said is `key.kept` in the
 * data folder, salted and hashed. docs/provisioning.md has the bytes. */
#ifndef KIOSK_APP_KEY_ADVICE_H
#define KIOSK_APP_KEY_ADVICE_H

#include "base/job_thread.h"
#include "os/os.h"
#include "setup/settings_install.h"

typedef struct KeyAdvice { // zeroed: nothing is advised
    bool came_openly;
    const Os *os;
    const char *data_directory;
    char hash[SETTINGS_HASH_SIZE + 1]; // of the key
    void (*bell)(void *bell_context);
    void *bell_context;
    JobThread thread;     // once a manager said something, until it is written
    BoundedQueue written; // bool, of the thread: whether it could be
} KeyAdvice;

// Reads both files. `os` and `data_directory` stay with the caller. A file that can't be read
// counts as none, which is logged.
void key_advice_open(KeyAdvice *advice, const Os *os, const char *config_path,
                     const char *data_directory, const char *key);
// A manager says that the key stays. Durable some time later: then the bell rings.
void key_advice_keep(KeyAdvice *advice, const char *manager);
// After the bell; true when something changed.
bool key_advice_turn(KeyAdvice *advice);
void key_advice_close(KeyAdvice *advice); // accepts a zeroed one

#endif
