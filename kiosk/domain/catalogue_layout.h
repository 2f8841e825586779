/* The records of a catalogue block, field by field: what is at which offset and what it may hold.
 *
 * One description serves four readers, so that they can't disagree: the builder copies records by
 * it (bytes between fields stay zero, so that equal catalogues are equal bytes), catalogue_open
 * checks by it, the layout hash is made from it, and the dump tool prints by it. */
#ifndef KIOSK_DOMAIN_CATALOGUE_LAYOUT_H
#define KIOSK_DOMAIN_CATALOGUE_LAYOUT_H

#include "domain/catalogue.h"

typedef enum CatFieldKind {
    CAT_FIELD_INT32,  // any value
    CAT_FIELD_UINT32, // any value
    CAT_FIELD_INT64,  // any value
    CAT_FIELD_DOUBLE, // finite
    CAT_FIELD_TEXT,   // CatText in the text table
    CAT_FIELD_INDEX,  // position in `table`, or CATALOGUE_NONE
    CAT_FIELD_NEEDED, // position in `table`
    CAT_FIELD_RANGE,  // CatRange in `table`
    CAT_FIELD_LIST,   // CatRange in indexes, whose items are positions in `table`
    CAT_FIELD_CHOICE, // int32_t, 0 to `limit`
    CAT_FIELD_BOOL,   // one byte, 0 or 1
    CAT_FIELD_CHARS,  // `size` bytes, at least the last is zero
} CatFieldKind;

typedef struct CatField {
    const char *name;
    uint32_t offset, size;
    CatFieldKind kind;
    uint32_t limit; // CHOICE: the largest value; INDEX, NEEDED, RANGE, LIST: the CatTable
} CatField;

typedef struct CatTableLayout {
    const char *name;
    uint32_t item_bytes, item_align;
    const CatField *fields; // NULL for bytes and plain numbers
    int32_t field_count;
} CatTableLayout;

// Tables whose names the catalogue has in its other languages too, and the tables of those: a row
// of texts for each language but the first; a text that is empty is that of the first.
typedef struct CatTranslated {
    CatTable records, names;
    uint32_t name_offset; // in a record
} CatTranslated;

enum { CAT_TRANSLATED_COUNT = 5 };
extern const CatTranslated catalogue_translated[CAT_TRANSLATED_COUNT]; // articles are the first

const CatTableLayout *catalogue_table_layout(CatTable table);
// Of all sizes, offsets and kinds, and of the machine's byte order.
uint32_t catalogue_layout_hash(void);
// Copies the fields of one record; what lies between them in `to` is left as it is.
void catalogue_copy_record(CatTable table, void *to, const void *from);

#endif
