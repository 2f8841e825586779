/* The stack of open records and lists. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/record_binder_parts.h"

RecordBinder *record_binder_create(const Shape *root, CatalogueBuilder *builder,
                                   CatalogueReport report, void *report_context, void *owner)
{
    RecordBinder *binder = calloc(1, sizeof *binder);
    CHECK(binder != NULL);
    binder->root = root;
    binder->builder = builder;
    binder->report = report;
    binder->report_context = report_context;
    binder->owner = owner;
    return binder;
}

void record_binder_destroy(RecordBinder *binder)
{
    if (!binder)
        return;
    free(binder->ids);
    free(binder);
}

void *record_binder_owner(const RecordBinder *binder)
{
    return binder->owner;
}

CatalogueBuilder *record_binder_builder(const RecordBinder *binder)
{
    return binder->builder;
}

void *record_binder_parent(RecordBinder *binder)
{
    return binder->records[binder->frames[binder->frame_count - 1].owner];
}

void record_binder_stop(RecordBinder *binder, const Error *error)
{
    binder->stop = *error;
}

const int32_t *record_binder_ids(const RecordBinder *binder, CatRange range)
{
    static const int32_t none = 0;
    return range.count > 0 ? binder->ids + range.first : &none;
}

void *binder_target(RecordBinder *binder, int32_t record_frame, const Field *field)
{
    return binder->records[record_frame] + field->offset;
}

static void PRINTF_LIKE(2, 0) fault_va(Frame *frame, const char *format, va_list arguments)
{
    if (frame->fault[0] == 0)
        vsnprintf(frame->fault, sizeof frame->fault, format, arguments);
}

void binder_fault_at(RecordBinder *binder, int32_t frame, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fault_va(&binder->frames[frame], format, arguments);
    va_end(arguments);
}

void record_binder_fault(RecordBinder *binder, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fault_va(&binder->frames[binder->frame_count - 1], format, arguments);
    va_end(arguments);
}

void binder_mark_seen(RecordBinder *binder, int32_t record_frame, const Field *field)
{
    Frame *frame = &binder->frames[record_frame];
    frame->seen |= UINT64_C(1) << (field - frame->shape->fields);
}

bool record_binder_has(const RecordBinder *binder, const char *name)
{
    const Frame *frame = &binder->frames[binder->frame_count - 1];
    for (int32_t i = 0; i < frame->shape->field_count; i++)
        if (strcmp(frame->shape->fields[i].name.data, name) == 0)
            return (frame->seen >> i & 1) != 0;
    CHECK(!name); // not a field of this shape
    return false;
}

bool binder_push_id(RecordBinder *binder, int32_t id)
{
    if (binder->ids_count == BINDER_IDS_MAX)
        return false;
    if (binder->ids_count == binder->ids_room) {
        binder->ids_room = binder->ids_room ? binder->ids_room * 2 : 64;
        binder->ids = reallocarray(binder->ids, (size_t)binder->ids_room, sizeof *binder->ids);
        CHECK(binder->ids != NULL);
    }
    binder->ids[binder->ids_count++] = id;
    return true;
}

void record_binder_add_id(RecordBinder *binder, CatRange *list, int32_t id)
{
    CHECK(binder->add_list == NULL);
    binder->add_list = list;
    binder->add_id = id;
}

static Frame *push(RecordBinder *binder, FrameKind kind, const Field *field, int32_t owner)
{
    CHECK(binder->frame_count < JSON_DEPTH_MAX);
    Frame *frame = &binder->frames[binder->frame_count++];
    frame->kind = kind;
    frame->field = field;
    frame->owner = owner;
    frame->item_count = 0;
    return frame;
}

static void push_record(RecordBinder *binder, const Shape *shape, int32_t owner)
{
    CHECK(shape->record_bytes <= SHAPE_RECORD_BYTES_MAX);
    CHECK(shape->field_count <= SHAPE_FIELDS_MAX);
    Frame *frame = push(binder, FRAME_RECORD, NULL, owner);
    frame->shape = shape;
    frame->guess = 0;
    frame->seen = 0;
    frame->ids_mark = binder->ids_count;
    frame->fault[0] = 0;
    uint8_t *record = binder->records[binder->frame_count - 1];
    memset(record, 0, shape->record_bytes);
    if (shape->begin)
        shape->begin(record);
}

// The server sends the fields of a model in one order: the name after the last one is nearly always
// it.
static const Field *find_field(Frame *frame, Text name)
{
    const Shape *shape = frame->shape;
    int32_t index = frame->guess;
    for (int32_t tried = 0; tried < shape->field_count; tried++, index++) {
        if (index >= shape->field_count)
            index = 0;
        const Field *field = &shape->fields[index];
        if (field->name.size == name.size &&
            memcmp(field->name.data, name.data, (size_t)name.size) == 0) {
            frame->guess = index + 1;
            return field;
        }
    }
    return NULL;
}

static void take_key(RecordBinder *binder, Text name)
{
    int32_t index = binder->frame_count - 1;
    Frame *frame = &binder->frames[index];
    if (frame->kind != FRAME_RECORD)
        return; // the key of one of many: the record has its id
    frame->field = find_field(frame, name);
    if (frame->field && (frame->seen >> (frame->field - frame->shape->fields) & 1) != 0)
        binder_fault_at(binder, index, "field %s comes twice", frame->field->name.data);
}

static bool opens_field(const Field *field, bool is_object)
{
    switch (field->type) {
    case FIELD_RECORD:
    case FIELD_RECORDS_BY_KEY:
        return is_object;
    case FIELD_RECORDS:
    case FIELD_IDS:
    case FIELD_REFERENCE:
        return !is_object;
    case FIELD_ID:
    case FIELD_INTEGER:
    case FIELD_NUMBER:
    case FIELD_FLAG:
    case FIELD_PRESENT:
    case FIELD_TEXT:
    case FIELD_DESCRIPTION:
    case FIELD_LINES:
    case FIELD_CODE:
    case FIELD_WORD:
    case FIELD_DATE:
        break;
    }
    return false;
}

// A container begins as the value of a field of the record in the frame `owner`.
static void open_field(RecordBinder *binder, int32_t owner, const Field *field, bool is_object)
{
    if (!opens_field(field, is_object)) {
        binder_mistyped(binder, owner, field,
                        is_object ? JSON_EVENT_OBJECT_BEGIN : JSON_EVENT_ARRAY_BEGIN, (Text){0});
        binder->skip_depth = 1;
        return;
    }
    if (field->type != FIELD_REFERENCE)
        binder_mark_seen(binder, owner, field);
    if (field->type == FIELD_RECORD) {
        push_record(binder, field->shape, owner);
    } else if (field->type == FIELD_IDS) {
        *(CatRange *)binder_target(binder, owner, field) =
            (CatRange){(uint32_t)binder->ids_count, 0};
        push(binder, FRAME_IDS, field, owner);
    } else {
        push(binder, field->type == FIELD_REFERENCE ? FRAME_REFERENCE : FRAME_RECORDS, field,
             owner);
    }
}

static void bad_item(RecordBinder *binder, const Frame *frame)
{
    bool ids = frame->kind == FRAME_IDS;
    if (frame->field->need != FIELD_CASUAL)
        binder_fault_at(binder, frame->owner, "field %s holds something that is not %s",
                        frame->field->name.data, ids ? "an id" : "a record");
}

static bool open_container(RecordBinder *binder, bool is_object, Error *error)
{
    if (binder->frame_count == 0) {
        if (!is_object)
            return error_set(error, ERROR_NETWORK, "the reply is JSON, but not an object");
        push_record(binder, binder->root, 0);
        return true;
    }
    int32_t top = binder->frame_count - 1;
    Frame *frame = &binder->frames[top];
    if (frame->kind == FRAME_RECORD && frame->field) {
        open_field(binder, top, frame->field, is_object);
    } else if (frame->kind == FRAME_RECORDS && is_object) {
        push_record(binder, frame->field->shape, frame->owner);
    } else {
        if (frame->kind == FRAME_RECORDS || frame->kind == FRAME_IDS)
            bad_item(binder, frame);
        frame->item_count++;
        binder->skip_depth = 1;
    }
    return true;
}

static void find_missing(RecordBinder *binder, int32_t index)
{
    const Frame *frame = &binder->frames[index];
    for (int32_t i = 0; i < frame->shape->field_count; i++)
        if (frame->shape->fields[i].need == FIELD_NEEDED && (frame->seen >> i & 1) == 0)
            binder_fault_at(binder, index, "field %s is missing",
                            frame->shape->fields[i].name.data);
}

// What becomes of a faulty record, with words like "product.product 4711: field lst_price is
// missing"; a model without ids is named alone.
static bool apply_policy(RecordBinder *binder, int32_t index, const void *record, Error *error)
{
    const Frame *frame = &binder->frames[index];
    const Shape *shape = frame->shape;
    int32_t id;
    memcpy(&id, record, sizeof id);
    if (shape->policy == FAULT_LEAVES_OUT) {
        catalogue_builder_leave_out(binder->builder, shape->model, id, frame->fault);
        if (shape->left_out)
            shape->left_out(binder, record);
        return true;
    }
    char words[BINDER_FAULT_BYTES];
    if (id > 0)
        snprintf(words, sizeof words, "%s %d: %.160s", shape->model, (int)id, frame->fault);
    else
        snprintf(words, sizeof words, "%s: %.160s", shape->model, frame->fault);
    if (shape->policy == FAULT_FAILS)
        return error_set(error, ERROR_CORRUPT, "%s", words);
    binder_fault_at(binder, frame->owner, "%s", words);
    return true;
}

// Forgets the ids of a record that is closed, then does what its `end` asked for: so the ids of one
// list are never torn apart by the lists of its parts.
static void release_ids(RecordBinder *binder, const Frame *frame)
{
    binder->ids_count = frame->ids_mark;
    CatRange *list = binder->add_list;
    binder->add_list = NULL;
    if (!list)
        return;
    if (list->count == 0)
        list->first = (uint32_t)binder->ids_count;
    if (binder_push_id(binder, binder->add_id))
        list->count++;
    else
        binder_fault_at(binder, frame->owner, "its list is too long");
}

static bool close_record(RecordBinder *binder, Error *error)
{
    int32_t index = binder->frame_count - 1;
    Frame *frame = &binder->frames[index];
    const void *record = binder->records[index];
    find_missing(binder, index);
    if (frame->fault[0] == 0 && frame->shape->end)
        frame->shape->end(binder, record);
    binder->frame_count--;
    release_ids(binder, frame);
    if (binder->stop.kind != ERROR_NONE) {
        *error = binder->stop;
        return false;
    }
    return frame->fault[0] == 0 || apply_policy(binder, index, record, error);
}

static bool close_container(RecordBinder *binder, Error *error)
{
    Frame *frame = &binder->frames[binder->frame_count - 1];
    if (frame->kind == FRAME_RECORD)
        return close_record(binder, error);
    if (frame->kind == FRAME_REFERENCE && frame->item_count == 0) // [] is no reference
        binder_set_scalar(binder, frame->owner, frame->field, JSON_EVENT_FALSE, (Text){0});
    binder->frame_count--;
    return true;
}

static void take_item(RecordBinder *binder, Frame *frame, JsonEvent event, Text text)
{
    int32_t id;
    if (frame->kind == FRAME_REFERENCE) {
        if (frame->item_count++ == 0)
            binder_set_scalar(binder, frame->owner, frame->field, event, text);
    } else if (frame->kind == FRAME_IDS && binder_read_id(event, text, &id)) {
        CatRange *list = binder_target(binder, frame->owner, frame->field);
        if (binder_push_id(binder, id))
            list->count++;
        else
            binder_fault_at(binder, frame->owner, "field %s is too long", frame->field->name.data);
    } else {
        bad_item(binder, frame);
    }
}

bool record_binder_event(void *context, JsonEvent event, Text text, Error *error)
{
    RecordBinder *binder = context;
    bool begins = event == JSON_EVENT_OBJECT_BEGIN || event == JSON_EVENT_ARRAY_BEGIN;
    bool ends = event == JSON_EVENT_OBJECT_END || event == JSON_EVENT_ARRAY_END;
    if (binder->skip_depth > 0) {
        binder->skip_depth += begins - ends;
        return true;
    }
    if (begins)
        return open_container(binder, event == JSON_EVENT_OBJECT_BEGIN, error);
    if (ends)
        return close_container(binder, error);
    if (binder->frame_count == 0)
        return error_set(error, ERROR_NETWORK, "the reply is JSON, but not an object");
    int32_t top = binder->frame_count - 1;
    Frame *frame = &binder->frames[top];
    if (event == JSON_EVENT_KEY)
        take_key(binder, text);
    else if (frame->kind != FRAME_RECORD)
        take_item(binder, frame, event, text);
    else if (frame->field)
        binder_set_scalar(binder, top, frame->field, event, text);
    return true;
}
