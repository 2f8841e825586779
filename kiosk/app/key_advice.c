#include "app/key_advice.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"

#define NAME  "key.kept"
#define MAGIC "KIOSKKPT"

enum { SALT_SIZE = 16, PATH_SIZE = 1200 };

typedef struct Kept { // as in the file
    char magic[8];
    uint8_t salt[SALT_SIZE];
    uint8_t hash[32];
} Kept;
_Static_assert(sizeof(Kept) == 56, "no padding");

// Up to `room` bytes; 0: there is no such file, or it can't be read.
static size_t read_bytes(const Os *os, const char *path, void *out, size_t room)
{
    OsFile *file = NULL;
    size_t count = 0;
    Error error;
    if (!os->files.exists(os->files.context, path))
        return 0;
    if (!os->files.open(os->files.context, path, OS_OPEN_READ, &file, &error) ||
        !os->files.read_at(os->files.context, file, 0, out, room, &count, &error)) {
        log_warning("%s", error.message);
        count = 0;
    }
    os->files.close(os->files.context, file);
    return count;
}

static bool is_carried(const KeyAdvice *advice, const char *config_path)
{
    char path[PATH_SIZE], found[SETTINGS_HASH_SIZE + 1];
    const char *slash = strrchr(config_path, '/');
    int folder = slash ? (int)(slash - config_path) : 1;
    snprintf(path, sizeof path, "%.*s/%s", folder, slash ? config_path : ".", SETTINGS_CARRIED);
    return read_bytes(advice->os, path, found, sizeof found) >= SETTINGS_HASH_SIZE &&
           memcmp(found, advice->hash, SETTINGS_HASH_SIZE) == 0;
}

static void hash(const char *key_hash, Kept *kept)
{
    CHECK(crypto_generichash(kept->hash, sizeof kept->hash, (const uint8_t *)key_hash,
                             SETTINGS_HASH_SIZE, kept->salt, sizeof kept->salt) == 0);
}

static bool is_kept(const KeyAdvice *advice)
{
    char path[PATH_SIZE];
    uint8_t bytes[sizeof(Kept) + 1];
    Kept kept, own;
    snprintf(path, sizeof path, "%s/" NAME, advice->data_directory);
    if (read_bytes(advice->os, path, bytes, sizeof bytes) != sizeof kept)
        return false;
    memcpy(&kept, bytes, sizeof kept);
    own = kept;
    hash(advice->hash, &own);
    return memcmp(kept.magic, MAGIC, sizeof kept.magic) == 0 &&
           sodium_memcmp(kept.hash, own.hash, sizeof own.hash) == 0;
}

void key_advice_open(KeyAdvice *advice, const Os *os, const char *config_path,
                     const char *data_directory, const char *key)
{
    advice->os = os;
    advice->data_directory = data_directory;
    settings_key_hash(text_from_string(key), advice->hash);
    advice->came_openly = is_carried(advice, config_path) && !is_kept(advice);
}

static void write_kept(void *owner, void *key_hash)
{
    KeyAdvice *advice = owner;
    Kept kept = {.magic = ""};
    Error error;
    memcpy(kept.magic, MAGIC, sizeof kept.magic);
    advice->os->random.fill(advice->os->random.context, kept.salt, sizeof kept.salt);
    hash(key_hash, &kept);
    sodium_memzero(key_hash, sizeof advice->hash);
    bool ok = os_replace_file(advice->os, advice->data_directory, NAME,
                              (Bytes){(const uint8_t *)&kept, sizeof kept}, &error);
    if (!ok)
        log_error("what a manager said of the key is not kept: %s", error.message);
    CHECK(bounded_queue_push(&advice->written, &ok));
}

void key_advice_keep(KeyAdvice *advice, const char *manager)
{
    if (!advice->came_openly || advice->thread.has_thread)
        return;
    log_info("the key that came on a card or on paper stays, says %s", manager);
    bounded_queue_init(&advice->written, sizeof(bool), 1);
    advice->written.bell = advice->bell;
    advice->written.bell_context = advice->bell_context;
    job_thread_init(&advice->thread, "key", sizeof advice->hash, 1, write_kept, advice);
    job_thread_start(&advice->thread);
    CHECK(job_thread_give(&advice->thread, advice->hash));
}

static void end_thread(KeyAdvice *advice)
{
    if (!advice->thread.has_thread)
        return;
    job_thread_stop(&advice->thread);
    job_thread_release(&advice->thread);
    bounded_queue_release(&advice->written);
}

bool key_advice_turn(KeyAdvice *advice)
{
    bool ok;
    if (!advice->thread.has_thread || !bounded_queue_pop(&advice->written, &ok))
        return false;
    end_thread(advice);
    advice->came_openly = !ok;
    return true;
}

void key_advice_close(KeyAdvice *advice)
{
    end_thread(advice);
    sodium_memzero(advice->hash, sizeof advice->hash);
}
