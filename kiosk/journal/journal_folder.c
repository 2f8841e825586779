#include "journal/journal_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_NAME "device.key"

bool journal_folder_copy(const char *directory, char out[JOURNAL_PATH_SIZE], Error *error)
{
    if (strlen(directory) >= JOURNAL_PATH_SIZE)
        return error_set(error, ERROR_LIMIT, "the path of the data folder is too long");
    memcpy(out, directory, strlen(directory) + 1);
    return true;
}

bool journal_folder_path(const char *directory, const char *name, char out[JOURNAL_PATH_SIZE],
                         Error *error)
{
    if (snprintf(out, JOURNAL_PATH_SIZE, "%s/%s", directory, name) >= JOURNAL_PATH_SIZE)
        return error_set(error, ERROR_LIMIT, "the path of the data folder is too long");
    return true;
}

bool journal_segment_path(const char *directory, int32_t number, const char *suffix,
                          char out[JOURNAL_PATH_SIZE], Error *error)
{
    char name[64];
    snprintf(name, sizeof name, "journal-%08d%s", (int)number, suffix);
    return journal_folder_path(directory, name, out, error);
}

// "journal-00000012.wal.new" gives 12 and points `*out_rest` to ".wal.new".
static bool parse_name(const char *name, int32_t *out_number, const char **out_rest)
{
    if (strncmp(name, "journal-", 8) != 0)
        return false;
    int64_t number = 0;
    int digits = 0;
    for (const char *c = name + 8; *c >= '0' && *c <= '9' && digits < 10; c++, digits++)
        number = number * 10 + (*c - '0');
    if (digits != 8 || number == 0)
        return false;
    *out_number = (int32_t)number;
    *out_rest = name + 16;
    return true;
}

static bool take_name(void *context, const char *name)
{
    JournalSegmentList *list = context;
    int32_t number;
    const char *rest;
    if (!parse_name(name, &number, &rest))
        return true;
    if (strcmp(rest, ".wal.new") == 0) {
        if (list->leftover_count < (int32_t)COUNT_OF(list->leftovers))
            list->leftovers[list->leftover_count++] = number;
        return true;
    }
    bool segment = strcmp(rest, ".wal") == 0;
    if (!segment && strcmp(rest, ".damaged") != 0)
        return true;
    if (number > list->highest)
        list->highest = number;
    if (!segment)
        return true;
    if (list->count == list->room) {
        list->room = list->room ? list->room * 2 : 64;
        list->numbers = realloc(list->numbers, (size_t)list->room * sizeof *list->numbers);
        CHECK(list->numbers != NULL);
    }
    list->numbers[list->count++] = number;
    return true;
}

static int compare_numbers(const void *a, const void *b)
{
    int32_t left = *(const int32_t *)a, right = *(const int32_t *)b;
    return (left > right) - (left < right);
}

bool journal_folder_list(const Os *os, const char *directory, JournalSegmentList *out, Error *error)
{
    JournalSegmentList list = {0};
    if (!os->files.list(os->files.context, directory, take_name, &list, error)) {
        journal_folder_list_release(&list);
        return false;
    }
    if (list.count > 0)
        qsort(list.numbers, (size_t)list.count, sizeof *list.numbers, compare_numbers);
    *out = list;
    return true;
}

void journal_folder_list_release(JournalSegmentList *list)
{
    free(list->numbers);
    *list = (JournalSegmentList){0};
}

bool journal_key_load(const Os *os, const char *directory, uint8_t out[JOURNAL_KEY_SIZE],
                      JournalKeyState *out_state, Error *error)
{
    char path[JOURNAL_PATH_SIZE];
    if (!journal_folder_path(directory, KEY_NAME, path, error))
        return false;
    if (!os->files.exists(os->files.context, path)) {
        *out_state = JOURNAL_KEY_MISSING;
        return true;
    }
    OsFile *file = NULL;
    uint8_t bytes[JOURNAL_KEY_SIZE + 1];
    size_t count = 0;
    if (!os->files.open(os->files.context, path, OS_OPEN_READ, &file, error))
        return false;
    bool ok = os->files.read_at(os->files.context, file, 0, bytes, sizeof bytes, &count, error);
    os->files.close(os->files.context, file);
    if (!ok)
        return error_prefix(error, "'%s'", path);
    *out_state = count == JOURNAL_KEY_SIZE ? JOURNAL_KEY_FOUND : JOURNAL_KEY_BAD;
    if (*out_state == JOURNAL_KEY_FOUND)
        memcpy(out, bytes, JOURNAL_KEY_SIZE);
    return true;
}

bool journal_key_make(const Os *os, const char *directory, JournalKeyState state,
                      uint8_t out[JOURNAL_KEY_SIZE], Error *error)
{
    if (state == JOURNAL_KEY_BAD) {
        char path[JOURNAL_PATH_SIZE], aside[JOURNAL_PATH_SIZE];
        if (!journal_folder_path(directory, KEY_NAME, path, error) ||
            !journal_folder_path(directory, KEY_NAME ".damaged", aside, error) ||
            !os->files.rename(os->files.context, path, aside, error))
            return false;
    }
    uint8_t key[JOURNAL_KEY_SIZE];
    os->random.fill(os->random.context, key, sizeof key);
    if (!os_replace_file(os, directory, KEY_NAME, (Bytes){key, sizeof key}, error))
        return error_prefix(error, "cannot make the device key in '%s'", directory);
    memcpy(out, key, sizeof key);
    return true;
}
