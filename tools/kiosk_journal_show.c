// kiosk-journal show: every record with all it holds.
#include <stdio.h>

#include "journal_json.h"
#include "kiosk_journal_tool.h"

// Objects as indented "key: value" lines.
static void print_text(const json_t *value, const char *key, int32_t indent)
{
    size_t index;
    const char *name;
    json_t *item;
    if (json_is_object(value)) {
        printf("%*s%s:\n", (int)indent, "", key);
        json_object_foreach((json_t *)value, name, item) print_text(item, name, indent + 2);
    } else if (json_is_array(value) && json_is_object(json_array_get(value, 0))) {
        json_array_foreach(value, index, item) print_text(item, key, indent);
    } else if (json_is_array(value)) {
        printf("%*s%s:", (int)indent, "", key);
        json_array_foreach(value, index, item)
        {
            if (json_is_string(item))
                printf(" %s", json_string_value(item));
            else
                printf(" %lld", (long long)json_integer_value(item));
        }
        putchar('\n');
    } else if (json_is_string(value))
        printf("%*s%s: %s\n", (int)indent, "", key, json_string_value(value));
    else
        printf("%*s%s: %lld\n", (int)indent, "", key, (long long)json_integer_value(value));
}

static void show_step(Tool *tool, const JournalStep *step, void *context)
{
    (void)context;
    if (step->kind != JOURNAL_STEP_RECORD) {
        tool_print_gap(tool, step);
        return;
    }
    json_t *object = journal_json_record(&step->record, tool->order);
    if (tool->json)
        tool_print_json(object);
    else
        print_text(object, journal_kind_name(step->record.kind), 0);
    json_decref(object);
}

int32_t tool_show(Tool *tool, Error *error)
{
    return tool_walk(tool, show_step, NULL, error) ? 0 : 1;
}
