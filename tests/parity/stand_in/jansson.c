#include "jansson.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/json_stream.h"

typedef struct Tree {
    json_t *root, *open[JSON_DEPTH_MAX + 1]; // the containers around what comes next
    int32_t depth;
    const char *key;
} Tree;

static void *need(void *memory)
{
    CHECK(memory != NULL);
    return memory;
}

static json_t *new_node(JsonKind kind)
{
    json_t *json = need(calloc(1, sizeof *json));
    json->kind = kind;
    return json;
}

static const char *keep(Text text)
{
    char *copy = need(malloc((size_t)text.size + 1));
    if (text.size > 0)
        memcpy(copy, text.data, (size_t)text.size);
    copy[text.size] = 0;
    return copy;
}

json_t *json_array(void)
{
    return new_node(JSON_ARRAY);
}

int json_array_append(json_t *array, json_t *item)
{
    if (array->count == array->room) {
        array->room = array->room ? array->room * 2 : 8;
        array->items = need(realloc(array->items, array->room * sizeof *array->items));
    }
    array->items[array->count++] = item;
    return 0;
}

json_t *json_array_get(const json_t *array, size_t index)
{
    return index < json_array_size(array) ? array->items[index] : NULL;
}

json_t *json_object_get(const json_t *object, const char *key)
{
    for (size_t i = 0; json_is_object(object) && i < object->count; i++) {
        if (strcmp(object->items[i]->key, key) == 0)
            return object->items[i];
    }
    return NULL;
}

static void place(Tree *tree, json_t *json)
{
    json->key = tree->key;
    tree->key = NULL;
    if (tree->depth == 0)
        tree->root = json;
    else
        json_array_append(tree->open[tree->depth - 1], json);
    if (json->kind == JSON_ARRAY || json->kind == JSON_OBJECT)
        tree->open[tree->depth++] = json;
}

static bool on_event(void *context, JsonEvent event, Text text, Error *error)
{
    Tree *tree = context;
    json_t *json;
    (void)error;
    switch (event) {
    case JSON_EVENT_OBJECT_BEGIN:
        place(tree, new_node(JSON_OBJECT));
        break;
    case JSON_EVENT_ARRAY_BEGIN:
        place(tree, new_node(JSON_ARRAY));
        break;
    case JSON_EVENT_OBJECT_END:
    case JSON_EVENT_ARRAY_END:
        tree->depth--;
        break;
    case JSON_EVENT_KEY:
        tree->key = keep(text);
        break;
    case JSON_EVENT_STRING:
        json = new_node(JSON_STRING);
        json->string = keep(text);
        json->string_size = (size_t)text.size;
        place(tree, json);
        break;
    case JSON_EVENT_NUMBER:
        json = new_node(JSON_NUMBER);
        json->string = keep(text);
        json->number = strtod(json->string, NULL);
        json->is_integer = !strpbrk(json->string, ".eE");
        place(tree, json);
        break;
    case JSON_EVENT_TRUE:
        place(tree, new_node(JSON_TRUE));
        break;
    case JSON_EVENT_FALSE:
    case JSON_EVENT_NULL:
        place(tree, new_node(JSON_OTHER));
        break;
    }
    return true;
}

json_t *json_load_file(const char *path, size_t flags, json_error_t *out_error)
{
    static uint8_t piece[1 << 16];
    Tree tree = {0};
    Error error = {.message = "cannot be opened"};
    JsonStream *stream = need(json_stream_create(on_event, &tree, 64 << 20));
    FILE *file = fopen(path, "rb");
    bool ok = file != NULL;
    (void)flags;
    for (size_t size; ok && (size = fread(piece, 1, sizeof piece, file)) > 0;)
        ok = json_stream_feed(stream, (Bytes){piece, size}, &error);
    ok = ok && json_stream_finish(stream, &error);
    if (file)
        fclose(file);
    json_stream_destroy(stream);
    snprintf(out_error->text, sizeof out_error->text, "%s", error.message);
    out_error->line = 0;
    return ok ? tree.root : NULL;
}
