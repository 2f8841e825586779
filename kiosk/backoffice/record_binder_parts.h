/* What the two files of the record binder share: the stack (record_binder.c) and single values
 * (record_values.c). */
#ifndef KIOSK_BACKOFFICE_RECORD_BINDER_PARTS_H
#define KIOSK_BACKOFFICE_RECORD_BINDER_PARTS_H

#include "backoffice/record_binder.h"
#include "backoffice/wire_limits.h"

enum { BINDER_IDS_MAX = 100000, BINDER_FAULT_BYTES = 240 };

typedef enum FrameKind {
    FRAME_RECORD,
    FRAME_RECORDS, // in a list or an object of records
    FRAME_IDS,
    FRAME_REFERENCE,
} FrameKind;

typedef struct Frame {
    FrameKind kind;
    const Shape *shape; // RECORD
    const Field *field; // RECORD: whose value comes next, NULL when it is not ours; else: what is
                        // being filled
    int32_t owner;      // frame of the record that `field` belongs to
    int32_t guess;      // RECORD: where the next name is likely
    int32_t item_count; // REFERENCE
    uint64_t seen;      // RECORD: bit n: fields[n] has come with a good value
    int32_t ids_mark;   // RECORD: where its ids begin
    char fault[BINDER_FAULT_BYTES];
} Frame;

struct RecordBinder {
    const Shape *root;
    CatalogueBuilder *builder;
    CatalogueReport report;
    void *report_context;
    void *owner;
    int32_t frame_count;
    int32_t skip_depth; // open containers of something that is not ours
    int32_t *ids;
    int32_t ids_count, ids_room;
    CatRange *add_list; // what the `end` at hand adds to a list of the parent, NULL: nothing
    int32_t add_id;
    Error stop; // kind ERROR_NONE: go on
    Frame frames[JSON_DEPTH_MAX];
    _Alignas(16) uint8_t records[JSON_DEPTH_MAX][SHAPE_RECORD_BYTES_MAX];
    char text[WIRE_TEXT_MAX_BYTES];
};

// Where the field of the frame's record is.
void *binder_target(RecordBinder *binder, int32_t record_frame, const Field *field);
void binder_fault_at(RecordBinder *binder, int32_t frame, const char *format, ...)
    PRINTF_LIKE(3, 4);
void binder_mark_seen(RecordBinder *binder, int32_t record_frame, const Field *field);
// A value that is not of its field's type.
void binder_mistyped(RecordBinder *binder, int32_t record_frame, const Field *field,
                     JsonEvent event, Text text);
bool binder_push_id(RecordBinder *binder, int32_t id);

// A scalar for `field` of the record in frame `record_frame`.
void binder_set_scalar(RecordBinder *binder, int32_t record_frame, const Field *field,
                       JsonEvent event, Text text);
bool binder_read_id(JsonEvent event, Text text, int32_t *out); // whole and above 0

#endif
