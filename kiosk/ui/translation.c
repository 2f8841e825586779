#include "ui/translation.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { HEADER_BYTES = 28, KEY_BYTES_MAX = 4096 };
#define MAGIC 0x950412deu

static uint32_t read_32(const Translation *t, uint32_t at)
{
    const uint8_t *b = t->file + at;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

// String `index` of a table. translation_parse has checked that it lies in the file.
static Text string_at(const Translation *t, uint32_t table, uint32_t index)
{
    uint32_t size = read_32(t, table + 8 * index), at = read_32(t, table + 8 * index + 4);
    return (Text){(const char *)t->file + at, (int32_t)size};
}

static bool check_table(const Translation *t, uint32_t table, const char *what, Error *error)
{
    if (table > t->file_bytes || t->count > (t->file_bytes - table) / 8)
        return error_set(error, ERROR_CORRUPT, "the table of %s is outside of the file", what);
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t size = read_32(t, table + 8 * i), at = read_32(t, table + 8 * i + 4);
        // The zero at the end belongs to the file too.
        if (at >= t->file_bytes || size >= t->file_bytes - at || t->file[at + size] != 0)
            return error_set(error, ERROR_CORRUPT, "%s %u is outside of the file", what, i);
        if (!text_is_valid_utf8((Text){(const char *)t->file + at, (int32_t)size}))
            return error_set(error, ERROR_CORRUPT, "%s %u is not UTF-8", what, i);
    }
    return true;
}

static int compare(Text a, Text b)
{
    int32_t size = a.size < b.size ? a.size : b.size;
    int order = size > 0 ? memcmp(a.data, b.data, (size_t)size) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

bool translation_parse(Translation *translation, Text language, Bytes file, Error *error)
{
    Translation t = {0};
    text_copy_to_buffer(language, t.language, sizeof t.language);
    t.right_to_left = translation_is_right_to_left(language);
    if (file.size > TRANSLATION_FILE_BYTES_MAX)
        return error_set(error, ERROR_LIMIT, "more than %d bytes", TRANSLATION_FILE_BYTES_MAX);
    if (file.size < HEADER_BYTES)
        return error_set(error, ERROR_CORRUPT, "too short for a translation");
    t.file = file.data;
    t.file_bytes = (uint32_t)file.size;
    if (read_32(&t, 0) != MAGIC)
        return error_set(error, ERROR_CORRUPT, "not a compiled translation of this byte order");
    if (read_32(&t, 4) >> 16 != 0)
        return error_set(error, ERROR_CORRUPT, "a version of translation that is not known");
    t.count = read_32(&t, 8);
    t.originals = read_32(&t, 12);
    t.translations = read_32(&t, 16);
    if (!check_table(&t, t.originals, "msgid", error) ||
        !check_table(&t, t.translations, "translation", error))
        return false;
    for (uint32_t i = 1; i < t.count; i++)
        if (compare(string_at(&t, t.originals, i - 1), string_at(&t, t.originals, i)) >= 0)
            return error_set(error, ERROR_CORRUPT, "the msgids are not in order");
    *translation = t;
    return true;
}

bool translation_open(Translation *translation, const char *directory, Text language, Arena *arena,
                      Error *error)
{
    Translation empty = {.right_to_left = translation_is_right_to_left(language)};
    text_copy_to_buffer(language, empty.language, sizeof empty.language);
    char path[640];
    snprintf(path, sizeof path, "%s/%.*s.mo", directory, TEXT_PRINTF(language));
    FILE *file = fopen(path, "rbe");
    if (!file) {
        if (errno != ENOENT)
            return error_set_errno(error, errno, "cannot open '%s'", path);
        *translation = empty;
        return true;
    }
    uint8_t *bytes = ARENA_NEW(arena, uint8_t, TRANSLATION_FILE_BYTES_MAX + 1);
    size_t size = fread(bytes, 1, TRANSLATION_FILE_BYTES_MAX + 1, file);
    bool good = !ferror(file);
    fclose(file);
    if (!good)
        return error_set(error, ERROR_IO, "cannot read '%s'", path);
    return translation_parse(translation, language, (Bytes){bytes, size}, error) ||
           error_prefix(error, "cannot use '%s'", path);
}

static bool find(const Translation *t, Text key, Text *out_found)
{
    uint32_t low = 0, high = t->file ? t->count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare(string_at(t, t->originals, middle), key);
        if (order == 0) {
            *out_found = string_at(t, t->translations, middle);
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

Text translation_find(const Translation *translation, const char *context, const char *msgid)
{
    Text found = {0}, plain = text_from_string(msgid);
    if (msgid[0] == 0)
        return plain; // the header is no word
    if (!context) {
        if (find(translation, plain, &found) && found.size > 0)
            return found;
        return plain;
    }
    // gettext joins context and msgid by an EOT.
    char key[KEY_BYTES_MAX];
    int size = snprintf(key, sizeof key, "%s\004%s", context, msgid);
    if (size > 0 && size < KEY_BYTES_MAX && find(translation, (Text){key, size}, &found) &&
        found.size > 0)
        return found;
    return plain;
}

Text translation_find_plural(const Translation *translation, const char *msgid,
                             const char *msgid_plural, int64_t count)
{
    // The key is both forms with a zero between, the translation all forms with zeros between.
    char key[KEY_BYTES_MAX];
    size_t one = strlen(msgid), many = strlen(msgid_plural);
    Text forms = {0};
    if (one + many + 1 < sizeof key) {
        memcpy(key, msgid, one + 1);
        memcpy(key + one + 1, msgid_plural, many);
        if (find(translation, (Text){key, (int32_t)(one + many + 1)}, &forms) && forms.size > 0) {
            int32_t wanted =
                translation_plural_form(text_from_string(translation->language), count);
            int32_t from = 0;
            for (int32_t form = 0; from <= forms.size; form++) {
                const char *start = forms.data + from;
                const char *end = memchr(start, 0, (size_t)(forms.size - from));
                int32_t size = end ? (int32_t)(end - start) : forms.size - from;
                if (form == wanted && size > 0)
                    return (Text){start, size};
                from += size + 1;
            }
        }
    }
    return text_from_string(count == 1 ? msgid : msgid_plural);
}

static const struct {
    const char *code, *name;
    bool right_to_left;
} languages[] = {
    {"en", "English", false},    {"de", "Deutsch", false},    {"fr", "Français", false},
    {"ar", "العربية", true},     {"es", "Español", false},    {"it", "Italiano", false},
    {"nl", "Nederlands", false}, {"pt", "Português", false},  {"pl", "Polski", false},
    {"tr", "Türkçe", false},     {"uk", "Українська", false}, {"ru", "Русский", false},
    {"he", "עברית", true},       {"fa", "فارسی", true},       {"ur", "اردو", true},
    {"hi", "हिन्दी", false},      {"th", "ไทย", false},        {"zh", "中文", false},
    {"ja", "日本語", false},     {"ko", "한국어", false},     {"el", "Ελληνικά", false},
};

int32_t translation_plural_form(Text language, int64_t count)
{
    uint64_t n = count < 0 ? 0 - (uint64_t)count : (uint64_t)count;
    if (text_equal_string(language, "ar")) {
        if (n <= 2)
            return (int32_t)n;
        uint64_t end = n % 100;
        return end >= 3 && end <= 10 ? 3 : end >= 11 ? 4 : 5;
    }
    if (text_equal_string(language, "fr") || text_equal_string(language, "pt"))
        return n > 1;
    if (text_equal_string(language, "pl") || text_equal_string(language, "ru") ||
        text_equal_string(language, "uk")) {
        uint64_t one = n % 10, ten = n % 100;
        bool polish = text_equal_string(language, "pl");
        if (polish ? n == 1 : one == 1 && ten != 11)
            return 0;
        return one >= 2 && one <= 4 && (ten < 12 || ten > 14) ? 1 : 2;
    }
    if (text_equal_string(language, "zh") || text_equal_string(language, "ja") ||
        text_equal_string(language, "ko") || text_equal_string(language, "th"))
        return 0;
    return n != 1;
}

bool translation_is_right_to_left(Text language)
{
    for (size_t i = 0; i < COUNT_OF(languages); i++)
        if (text_equal_string(language, languages[i].code))
            return languages[i].right_to_left;
    return false;
}

Text translation_language_name(Text language)
{
    for (size_t i = 0; i < COUNT_OF(languages); i++)
        if (text_equal_string(language, languages[i].code))
            return text_from_string(languages[i].name);
    return language;
}
