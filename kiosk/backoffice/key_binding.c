#include "backoffice/key_binding.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define NAME  "server.bound"
#define MAGIC "KIOSKKEY"

enum { SALT_SIZE = 16, HASH_SIZE = 32, PATH_SIZE = 1100 };

typedef struct Binding { // as in the file
    char magic[8];
    uint8_t salt[SALT_SIZE];
    uint8_t key[HASH_SIZE];
    uint8_t origin[HASH_SIZE];
} Binding;
_Static_assert(sizeof(Binding) == 88, "no padding");

static void hash(const uint8_t salt[SALT_SIZE], const char *text, uint8_t out[HASH_SIZE])
{
    CHECK(crypto_generichash(out, HASH_SIZE, (const uint8_t *)text, strlen(text), salt,
                             SALT_SIZE) == 0);
}

static bool read_binding(const Os *os, const char *data_directory, Binding *out)
{
    char path[PATH_SIZE], bytes[sizeof(Binding) + 1];
    OsFile *file = NULL;
    size_t count = 0;
    Error ignored;
    snprintf(path, sizeof path, "%s/" NAME, data_directory);
    if (!os->files.exists(os->files.context, path) ||
        !os->files.open(os->files.context, path, OS_OPEN_READ, &file, &ignored))
        return false;
    bool ok = os->files.read_at(os->files.context, file, 0, bytes, sizeof bytes, &count, &ignored);
    os->files.close(os->files.context, file);
    if (!ok || count != sizeof *out || memcmp(bytes, MAGIC, sizeof out->magic) != 0)
        return false;
    memcpy(out, bytes, sizeof *out);
    return true;
}

static void matches(const Binding *binding, const char *key, const char *origin, bool *out_key,
                    bool *out_origin)
{
    uint8_t found[HASH_SIZE];
    hash(binding->salt, key, found);
    *out_key = sodium_memcmp(found, binding->key, HASH_SIZE) == 0;
    hash(binding->salt, origin, found);
    *out_origin = sodium_memcmp(found, binding->origin, HASH_SIZE) == 0;
}

bool key_binding_check(const Os *os, const char *data_directory, const char *key,
                       const char *origin, Error *error)
{
    Binding binding;
    bool same_key = false, same_origin = false;
    if (!read_binding(os, data_directory, &binding))
        return true;
    matches(&binding, key, origin, &same_key, &same_origin);
    return !same_key || same_origin ||
           error_set(
               error, ERROR_INVALID,
               "the API key belongs to another server or database than [server] url and "
               "database name now ('%.100s'): make a new key there and write it into key_file",
               origin);
}

bool key_binding_keep(const Os *os, const char *data_directory, const char *key, const char *origin,
                      Error *error)
{
    Binding binding = {.magic = MAGIC};
    bool same_key = false, same_origin = false;
    if (read_binding(os, data_directory, &binding)) {
        matches(&binding, key, origin, &same_key, &same_origin);
        if (same_key && same_origin)
            return true;
    }
    memcpy(binding.magic, MAGIC, sizeof binding.magic);
    os->random.fill(os->random.context, binding.salt, sizeof binding.salt);
    hash(binding.salt, key, binding.key);
    hash(binding.salt, origin, binding.origin);
    return os_replace_file(os, data_directory, NAME,
                           (Bytes){(const uint8_t *)&binding, sizeof binding}, error);
}
