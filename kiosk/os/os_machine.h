/* What tells this machine from others. Read through the table of files, so that a test can be on
 * another machine. */
#ifndef KIOSK_OS_OS_MACHINE_H
#define KIOSK_OS_OS_MACHINE_H

#include "os/os.h"

enum { OS_MACHINE_SIZE = 128 };

// Its name, zero-ended, of at most OS_MACHINE_SIZE bytes: the content of `file`; or, when that is
// empty, of the first that there is: the board's serial number, /etc/machine-id (machine-id(5)),
// the hardware address of the first network card by name. ERROR_INVALID: `file` says nothing;
// ERROR_IO: it can't be read, or the machine has nothing of all that.
MUST_USE bool os_machine_name(const Os *os, const char *file, char out[OS_MACHINE_SIZE],
                              Error *error);
// Its maker called it so: the board's serial number (a Raspberry Pi has one), or the hardware
// address of one of its network cards, as "b8:27:eb:12:34:56". Large and small letters are the
// same.
bool os_machine_is(const Os *os, const char *name);
// What os_machine_is takes, to be read off a screen: the serial number, else the first card's
// address. False: it has neither.
bool os_machine_label(const Os *os, char out[OS_MACHINE_SIZE]);

#endif
