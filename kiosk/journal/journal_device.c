/* The identity of a machine, as the journal keeps it: from it nobody can tell the machine's serial
 * number, and one key for all lanes is enough to compare two of them. */
#include <sodium.h>
#include <string.h>

#include "journal/journal.h"

static const uint8_t hash_key[] = "kiosk lane device";

void journal_device_identity(const char *machine, uint8_t out[JOURNAL_IDENTITY_SIZE])
{
    CHECK(crypto_generichash(out, JOURNAL_IDENTITY_SIZE, (const uint8_t *)machine, strlen(machine),
                             hash_key, sizeof hash_key - 1) == 0);
}
