#include "setup/settings_install.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { PATH_SIZE = 1200, PIECES_MAX = 4 };

typedef struct Piece {
    const char *name;
    OsOpen how;
    Bytes content, end; // written one behind the other
} Piece;

typedef struct Install {
    const Os *os;
    const char *folder;
    Piece pieces[PIECES_MAX];
    int32_t count; // kiosk.ini is the last
} Install;

void settings_key_hash(Text key, char out[SETTINGS_HASH_SIZE + 1])
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const uint8_t *)key.data, (size_t)key.size);
    sodium_bin2hex(out, SETTINGS_HASH_SIZE + 1, hash, sizeof hash);
}

static bool path_of(const Install *install, const char *name, const char *end, char out[PATH_SIZE],
                    Error *error)
{
    return snprintf(out, PATH_SIZE, "%s/%s%s", install->folder, name, end) < PATH_SIZE ||
           error_set(error, ERROR_LIMIT, "the path of '%s' is too long", name);
}

static bool write_beside(const Install *install, const Piece *piece, Error *error)
{
    const OsFiles *files = &install->os->files;
    char path[PATH_SIZE];
    OsFile *file = NULL;
    if (!path_of(install, piece->name, ".new", path, error) ||
        (files->exists(files->context, path) && !files->remove(files->context, path, error)) ||
        !files->open(files->context, path, piece->how, &file, error))
        return false;
    bool ok =
        files->write_at(files->context, file, 0, piece->content.data, piece->content.size, error) &&
        files->write_at(files->context, file, piece->content.size, piece->end.data, piece->end.size,
                        error) &&
        files->sync(files->context, file, error);
    files->close(files->context, file);
    return ok || error_prefix(error, "cannot write '%s'", piece->name);
}

static bool put_in_place(const Install *install, const Piece *piece, Error *error)
{
    const OsFiles *files = &install->os->files;
    char from[PATH_SIZE], to[PATH_SIZE];
    return path_of(install, piece->name, ".new", from, error) &&
           path_of(install, piece->name, "", to, error) &&
           files->rename(files->context, from, to, error);
}

static bool remove_ini(const Install *install, Error *error)
{
    const OsFiles *files = &install->os->files;
    char path[PATH_SIZE];
    if (!path_of(install, SETTINGS_INI, "", path, error))
        return false;
    if (!files->exists(files->context, path))
        return true;
    return files->remove(files->context, path, error) &&
           files->sync_directory(files->context, install->folder, error);
}

static void add(Install *install, const char *name, OsOpen how, Bytes content, Bytes end)
{
    CHECK(install->count < PIECES_MAX);
    install->pieces[install->count++] = (Piece){name, how, content, end};
}

static bool install_pieces(const Install *install, Error *error)
{
    const OsFiles *files = &install->os->files;
    int32_t ini = install->count - 1;
    for (int32_t i = 0; i < install->count; i++)
        if (!write_beside(install, &install->pieces[i], error))
            return false;
    if (!remove_ini(install, error))
        return false;
    for (int32_t i = 0; i < ini; i++)
        if (!put_in_place(install, &install->pieces[i], error))
            return false;
    // The others are durable before kiosk.ini says that they are there.
    return files->sync_directory(files->context, install->folder, error) &&
           put_in_place(install, &install->pieces[ini], error) &&
           files->sync_directory(files->context, install->folder, error);
}

bool settings_install(const Os *os, const char *folder, const LaneFile *file,
                      const SettingsNames *names, Error *error)
{
    static const Bytes line_end = {(const uint8_t *)"\n", 1};
    char hash[SETTINGS_HASH_SIZE + 1];
    Install install = {.os = os, .folder = folder};
    settings_key_hash(file->key, hash);
    add(&install, names->key, OS_OPEN_CREATE,
        (Bytes){(const uint8_t *)file->key.data, (size_t)file->key.size}, line_end);
    if (names->authority[0])
        add(&install, names->authority, OS_OPEN_CREATE_PUBLIC, file->authority, (Bytes){0});
    add(&install, SETTINGS_CARRIED, OS_OPEN_CREATE,
        (Bytes){(const uint8_t *)hash, SETTINGS_HASH_SIZE}, line_end);
    add(&install, SETTINGS_INI, OS_OPEN_CREATE, file->ini, (Bytes){0});
    return install_pieces(&install, error);
}
