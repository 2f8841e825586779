/* Binds the events of a JSON stream to C structs by tables: a Shape lists the fields that a record
 * of a model may have, with type, need and place; what no table names is skipped. No tree: a record
 * lives in the binder while its object is open and is handed to the shape's `end` when it closes.
 *
 * Every record struct begins with its `int32_t id` (0 when the model has none): messages name it. A
 * record whose needed field is missing or of another type is faulty; what becomes of it is the
 * shape's policy. */
#ifndef KIOSK_BACKOFFICE_RECORD_BINDER_H
#define KIOSK_BACKOFFICE_RECORD_BINDER_H

#include <stddef.h>

#include "backoffice/json_stream.h"
#include "domain/catalogue_builder.h"

typedef struct RecordBinder RecordBinder;
typedef struct Shape Shape;

typedef enum FieldType {
    FIELD_ID,          // int32_t: whole and above 0
    FIELD_INTEGER,     // int32_t
    FIELD_NUMBER,      // double, finite
    FIELD_FLAG,        // int32_t 0 or 1: true or false
    FIELD_PRESENT,     // int32_t 0 or 1: true or a text (a picture's bytes) is 1, all else 0
    FIELD_TEXT,        // CatText, one line, cut to WIRE_NAME_MAX_BYTES
    FIELD_DESCRIPTION, // CatText, one line, cut to WIRE_DESCRIPTION_MAX_BYTES
    FIELD_LINES,       // CatText, lines kept, cut to WIRE_LINES_MAX_BYTES
    FIELD_CODE, // CatText; longer than WIRE_CODE_MAX_BYTES is taken as empty: half a barcode is
                // another barcode
    FIELD_WORD, // char[limit]: a word of the server's own, cut
    FIELD_DATE, // int64_t: unix seconds
    FIELD_REFERENCE,      // int32_t: [id, name] or id
    FIELD_IDS,            // CatRange: ids, see record_binder_ids
    FIELD_RECORD,         // an object of `shape`
    FIELD_RECORDS,        // a list of such
    FIELD_RECORDS_BY_KEY, // an object whose values are such
} FieldType;

typedef enum FieldNeed {
    FIELD_NEEDED,   // must be there, of its type, and not empty (reference 0, empty text)
    FIELD_OPTIONAL, // may be missing; false and null are empty; another type is a fault
    FIELD_CASUAL,   // whatever is not of its type is empty
} FieldNeed;

typedef struct Field {
    struct {
        const char *data;
        int32_t size;
    } name;
    FieldType type;
    FieldNeed need;
    size_t offset;
    size_t limit;       // FIELD_WORD
    const Shape *shape; // FIELD_RECORD*
} Field;

#define BIND(name_, type_, need_, Record, member_)                                                 \
    {                                                                                              \
        .name = {name_, (int32_t)sizeof(name_) - 1}, .type = type_, .need = need_,                 \
        .offset = offsetof(Record, member_)                                                        \
    }
#define BIND_WORD(name_, need_, Record, member_)                                                   \
    {                                                                                              \
        .name = {name_, (int32_t)sizeof(name_) - 1}, .type = FIELD_WORD, .need = need_,            \
        .offset = offsetof(Record, member_), .limit = sizeof((Record){0}.member_)                  \
    }
#define BIND_SHAPE(name_, type_, need_, shape_)                                                    \
    {                                                                                              \
        .name = {name_, (int32_t)sizeof(name_) - 1}, .type = type_, .need = need_, .shape = shape_ \
    }

typedef enum FaultPolicy {
    FAULT_FAILS,      // nothing can be sold without it, or prices would be wrong
    FAULT_LEAVES_OUT, // the record is left out, reported and counted (catalogue_builder_leave_out)
    FAULT_OF_PARENT,  // the record that it is a part of is faulty
} FaultPolicy;

enum { SHAPE_RECORD_BYTES_MAX = 512, SHAPE_FIELDS_MAX = 64 };

struct Shape {
    const char *model;   // for messages: "product.product"
    const Field *fields; // best in the server's order
    int32_t field_count;
    size_t record_bytes;
    FaultPolicy policy;
    void (*begin)(void *record); // sets what is not zero when missing; may be NULL
    // The object is closed and complete. May say record_binder_fault. May be NULL.
    void (*end)(RecordBinder *binder, const void *record);
    // With FAULT_LEAVES_OUT: told too, for what depends on it. May be NULL.
    void (*left_out)(RecordBinder *binder, const void *record);
};

// `root`: the shape of the whole document. Texts go to `builder`, which also reports and counts
// what is left out; `report` (may be NULL) hears of values that are not taken while their record
// is.
RecordBinder *record_binder_create(const Shape *root, CatalogueBuilder *builder,
                                   CatalogueReport report, void *report_context, void *owner);
void record_binder_destroy(RecordBinder *binder);
// A JsonHandler; the context is the binder.
bool record_binder_event(void *binder, JsonEvent event, Text text, Error *error);

// For `end` functions.
void *record_binder_owner(const RecordBinder *binder);
CatalogueBuilder *record_binder_builder(const RecordBinder *binder);
// The record that the one at hand is a part of.
void *record_binder_parent(RecordBinder *binder);
// Nothing more can be taken.
void record_binder_stop(RecordBinder *binder, const Error *error);
// The record at hand is faulty: "field rounding is not above 0". The first fault stays.
void record_binder_fault(RecordBinder *binder, const char *format, ...) PRINTF_LIKE(2, 3);
// Whether the field came with a value that is not empty.
bool record_binder_has(const RecordBinder *binder, const char *name);
// The ids of a list, good until the record's `end` returns.
const int32_t *record_binder_ids(const RecordBinder *binder, CatRange range);
// In the `end` of a part, once: adds an id to a list of the parent.
void record_binder_add_id(RecordBinder *binder, CatRange *list, int32_t id);

#endif
