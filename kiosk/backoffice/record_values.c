/* Single values: what a scalar of the stream means for a field. */
#include <stdio.h>
#include <string.h>

#include "backoffice/record_binder_parts.h"
#include "backoffice/wire_number.h"
#include "backoffice/wire_text.h"

static const char *kind_of(JsonEvent event)
{
    switch (event) {
    case JSON_EVENT_OBJECT_BEGIN:
    case JSON_EVENT_OBJECT_END:
        return "an object";
    case JSON_EVENT_ARRAY_BEGIN:
    case JSON_EVENT_ARRAY_END:
        return "a list";
    case JSON_EVENT_KEY:
    case JSON_EVENT_STRING:
        return "a string";
    case JSON_EVENT_NUMBER:
        return "a number";
    case JSON_EVENT_TRUE:
        return "true";
    case JSON_EVENT_FALSE:
        return "false";
    case JSON_EVENT_NULL:
        break;
    }
    return "null";
}

static const char *wanted(FieldType type)
{
    switch (type) {
    case FIELD_ID:
        return "an id";
    case FIELD_INTEGER:
        return "a whole number";
    case FIELD_NUMBER:
        return "a number";
    case FIELD_FLAG:
    case FIELD_PRESENT:
        return "true or false";
    case FIELD_TEXT:
    case FIELD_DESCRIPTION:
    case FIELD_LINES:
    case FIELD_CODE:
    case FIELD_WORD:
        return "a string";
    case FIELD_DATE:
        return "a date";
    case FIELD_REFERENCE:
        return "a reference";
    case FIELD_IDS:
    case FIELD_RECORDS:
        return "a list";
    case FIELD_RECORD:
    case FIELD_RECORDS_BY_KEY:
        break;
    }
    return "an object";
}

void binder_mistyped(RecordBinder *binder, int32_t record_frame, const Field *field,
                     JsonEvent event, Text text)
{
    if (field->need == FIELD_CASUAL)
        return;
    // A number that doesn't fit or a text that is no date is shown; texts may be long, numbers too.
    if (event == JSON_EVENT_NUMBER && field->type != FIELD_NUMBER && text.size <= 20)
        binder_fault_at(binder, record_frame, "field %s is %.*s, %s is needed", field->name.data,
                        TEXT_PRINTF(text), wanted(field->type));
    else
        binder_fault_at(binder, record_frame, "field %s is %s, %s is needed", field->name.data,
                        kind_of(event), wanted(field->type));
}

bool binder_read_id(JsonEvent event, Text text, int32_t *out)
{
    int64_t value;
    if (event != JSON_EVENT_NUMBER || !wire_number_integer(text, &value) || value <= 0 ||
        value > INT32_MAX)
        return false;
    *out = (int32_t)value;
    return true;
}

static bool read_integer(JsonEvent event, Text text, int32_t *out)
{
    int64_t value;
    if (event != JSON_EVENT_NUMBER || !wire_number_integer(text, &value) || value < INT32_MIN ||
        value > INT32_MAX)
        return false;
    *out = (int32_t)value;
    return true;
}

static bool is_text(FieldType type)
{
    return type == FIELD_TEXT || type == FIELD_DESCRIPTION || type == FIELD_LINES ||
           type == FIELD_CODE || type == FIELD_WORD;
}

// Half a barcode is another barcode: one that is too long for any scanner is not taken at all.
static void report_long_code(RecordBinder *binder, int32_t record_frame, const Field *field)
{
    char words[BINDER_FAULT_BYTES];
    int32_t id;
    memcpy(&id, binder->records[record_frame], sizeof id);
    snprintf(words, sizeof words, "%s %d: field %s is longer than %d bytes, taken as none",
             binder->frames[record_frame].shape->model, (int)id, field->name.data,
             WIRE_CODE_MAX_BYTES);
    if (binder->report)
        binder->report(binder->report_context, words);
}

static bool read_text(RecordBinder *binder, int32_t record_frame, const Field *field,
                      JsonEvent event, Text text, CatText *out)
{
    if (event != JSON_EVENT_STRING)
        return false;
    int32_t limit = field->type == FIELD_LINES         ? WIRE_LINES_MAX_BYTES
                    : field->type == FIELD_DESCRIPTION ? WIRE_DESCRIPTION_MAX_BYTES
                    : field->type == FIELD_CODE        ? WIRE_CODE_MAX_BYTES
                                                       : WIRE_NAME_MAX_BYTES;
    if (field->type == FIELD_CODE && text.size > limit) {
        report_long_code(binder, record_frame, field);
        return true;
    }
    WireLines lines = field->type == FIELD_LINES ? WIRE_KEEP_LINES : WIRE_ONE_LINE;
    int32_t size = wire_text_clean(text, lines, binder->text, limit);
    *out = catalogue_builder_text(binder->builder, (Text){binder->text, size});
    return size > 0 || field->need != FIELD_NEEDED;
}

static bool read_flag(JsonEvent event, int32_t *out)
{
    if (event != JSON_EVENT_TRUE && event != JSON_EVENT_FALSE)
        return false;
    *out = event == JSON_EVENT_TRUE;
    return true;
}

static bool read_value(RecordBinder *binder, int32_t record_frame, const Field *field,
                       JsonEvent event, Text text)
{
    void *target = binder_target(binder, record_frame, field);
    switch (field->type) {
    case FIELD_ID:
    case FIELD_REFERENCE:
        return binder_read_id(event, text, target);
    case FIELD_INTEGER:
        return read_integer(event, text, target);
    case FIELD_NUMBER:
        return event == JSON_EVENT_NUMBER && wire_number_double(text, target);
    case FIELD_FLAG:
        return read_flag(event, target);
    case FIELD_PRESENT:
        *(int32_t *)target =
            event == JSON_EVENT_TRUE || (event == JSON_EVENT_STRING && text.size > 0);
        return true;
    case FIELD_TEXT:
    case FIELD_DESCRIPTION:
    case FIELD_LINES:
    case FIELD_CODE:
        return read_text(binder, record_frame, field, event, text, target);
    case FIELD_WORD:
        if (event != JSON_EVENT_STRING)
            return false;
        wire_text_to_buffer(text, target, (int32_t)field->limit);
        return *(const char *)target != 0 || field->need != FIELD_NEEDED;
    case FIELD_DATE:
        return event == JSON_EVENT_STRING && wire_date(text, target);
    case FIELD_IDS:
    case FIELD_RECORD:
    case FIELD_RECORDS:
    case FIELD_RECORDS_BY_KEY:
        break;
    }
    return false;
}

void binder_set_scalar(RecordBinder *binder, int32_t record_frame, const Field *field,
                       JsonEvent event, Text text)
{
    bool empty =
        event == JSON_EVENT_NULL || (event == JSON_EVENT_FALSE && field->type != FIELD_FLAG);
    if (empty && field->need != FIELD_NEEDED)
        return; // what `begin` set stays
    if (read_value(binder, record_frame, field, event, text))
        binder_mark_seen(binder, record_frame, field);
    else if (event == JSON_EVENT_STRING && is_text(field->type))
        binder_fault_at(binder, record_frame, "field %s is empty", field->name.data);
    else
        binder_mistyped(binder, record_frame, field, event, text);
}
