#include "app/hash_pin.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/text.h"

enum {
    HASH_MEMORY_BYTES = 16 << 20,
    HASH_OPERATIONS = 2
}; // P9: 16 MiB, so that a Pi does it in a blink

static bool read_secret(const char *prompt, char *out, size_t room)
{
    struct termios old, quiet;
    bool is_terminal = tcgetattr(STDIN_FILENO, &old) == 0;
    fprintf(stderr, "%s: ", prompt);
    if (is_terminal) {
        quiet = old;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    bool ok = fgets(out, (int)room, stdin) != NULL;
    if (is_terminal)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
    fprintf(stderr, "\n");
    if (ok)
        out[strcspn(out, "\r\n")] = 0;
    return ok && out[0];
}

static bool hash(const char *secret, char out[crypto_pwhash_STRBYTES])
{
    return crypto_pwhash_str(out, secret, strlen(secret), HASH_OPERATIONS, HASH_MEMORY_BYTES) == 0;
}

bool hash_pin_run(Error *error)
{
    char badge[64], pin[64], badge_hash[crypto_pwhash_STRBYTES], pin_hash[crypto_pwhash_STRBYTES];
    if (sodium_init() < 0)
        return error_set(error, ERROR_IO, "libsodium does not start");
    if (!read_secret("badge (scan it)", badge, sizeof badge) ||
        !read_secret("PIN", pin, sizeof pin))
        return error_set(error, ERROR_INVALID, "a badge and a PIN are needed, a line each");
    if (strlen(pin) < 4)
        return error_set(error, ERROR_INVALID, "a PIN has at least 4 digits");
    bool ok = hash(badge, badge_hash) && hash(pin, pin_hash);
    sodium_memzero(badge, sizeof badge);
    sodium_memzero(pin, sizeof pin);
    if (!ok)
        return error_set(error, ERROR_LIMIT, "no memory to hash: 16 MiB are needed");
    printf("NAME = attendant, %s, %s\n", badge_hash, pin_hash);
    return true;
}
