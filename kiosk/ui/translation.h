/* Words in the customer's language: compiled gettext catalogues (.mo), read whole and checked.
 *
 * A .mo file is input like any other: offsets, lengths and order are checked once when it is
 * opened, and a bad file is an Error. A word without a translation is its own msgid, which is
 * English. */
#ifndef KIOSK_UI_TRANSLATION_H
#define KIOSK_UI_TRANSLATION_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

// Marks words that are translated where they are used. xgettext: --keyword=TR_LATER:1
// --keyword=TR_LATER_CONTEXT:1c,2
#define TR_LATER(msgid) msgid
#define TR_LATER_CONTEXT(context, msgid) msgid

enum { TRANSLATION_FILE_BYTES_MAX = 1024 * 1024 };

typedef struct Translation {
    char language[8]; // "en", "ar"
    bool right_to_left;
    const uint8_t *file; // NULL: everything is its msgid
    uint32_t file_bytes;
    uint32_t count, originals, translations; // offsets of the tables in the file
} Translation;

// Reads DIRECTORY/LANGUAGE.mo into `arena`. A file that is not there is no error: msgids are used.
MUST_USE bool translation_open(Translation *translation, const char *directory, Text language,
                               Arena *arena, Error *error);
// The same over bytes that the caller keeps.
MUST_USE bool translation_parse(Translation *translation, Text language, Bytes file, Error *error);

// `context` may be NULL. The result lives as long as the translation, or is the msgid itself.
Text translation_find(const Translation *translation, const char *context, const char *msgid);
Text translation_find_plural(const Translation *translation, const char *msgid,
                             const char *msgid_plural, int64_t count);

// Which plural form `count` takes in `language`; the forms are those of the PO header of that
// language.
int32_t translation_plural_form(Text language, int64_t count);
bool translation_is_right_to_left(Text language);
// The language's name in itself: "Deutsch", "العربية". The code when unknown.
Text translation_language_name(Text language);

#endif
