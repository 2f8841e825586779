#include "json_tree.h"

#include <stdlib.h>
#include <string.h>

typedef struct Tree {
    json_t *root;
    json_t *open[JSON_DEPTH_MAX];
    char *keys[JSON_DEPTH_MAX];
    int32_t depth;
} Tree;

static void add(Tree *tree, json_t *value)
{
    CHECK(value != NULL);
    if (tree->depth == 0) {
        tree->root = value;
        return;
    }
    json_t *parent = tree->open[tree->depth - 1];
    char *key = tree->keys[tree->depth - 1];
    if (json_is_array(parent))
        CHECK(json_array_append_new(parent, value) == 0);
    else
        CHECK(json_object_set_new_nocheck(parent, key, value) == 0);
}

static json_t *number(Text text)
{
    char copy[600];
    CHECK((size_t)text.size < sizeof copy);
    memcpy(copy, text.data, (size_t)text.size);
    copy[text.size] = 0;
    return strpbrk(copy, ".eE") ? json_real(strtod(copy, NULL))
                                : json_integer(strtoll(copy, NULL, 10));
}

static void begin(Tree *tree, json_t *container)
{
    add(tree, container);
    tree->open[tree->depth++] = container;
}

static void take_key(Tree *tree, Text text)
{
    char **key = &tree->keys[tree->depth - 1];
    free(*key);
    *key = strndup(text.size ? text.data : "", (size_t)text.size);
    CHECK(*key != NULL);
}

static bool take_event(void *context, JsonEvent event, Text text, Error *error)
{
    Tree *tree = context;
    (void)error;
    switch (event) {
    case JSON_EVENT_OBJECT_BEGIN:
        begin(tree, json_object());
        break;
    case JSON_EVENT_ARRAY_BEGIN:
        begin(tree, json_array());
        break;
    case JSON_EVENT_OBJECT_END:
    case JSON_EVENT_ARRAY_END:
        tree->depth--;
        break;
    case JSON_EVENT_KEY:
        take_key(tree, text);
        break;
    case JSON_EVENT_STRING:
        add(tree, json_stringn_nocheck(text.size ? text.data : "", (size_t)text.size));
        break;
    case JSON_EVENT_NUMBER: {
        json_t *value = number(text);
        if (!value) // 1e999: the tree can't hold it
            return error_set(error, ERROR_LIMIT, "a number that is no double");
        add(tree, value);
        break;
    }
    case JSON_EVENT_TRUE:
        add(tree, json_true());
        break;
    case JSON_EVENT_FALSE:
        add(tree, json_false());
        break;
    case JSON_EVENT_NULL:
        add(tree, json_null());
        break;
    }
    return true;
}

json_t *json_tree_load(Bytes document, size_t piece_bytes, Error *error)
{
    Tree tree = {0};
    JsonStream *stream = json_stream_create(take_event, &tree, 1 << 30);
    bool ok = true;
    for (size_t at = 0; ok && at < document.size; at += piece_bytes) {
        size_t left = document.size - at;
        ok = json_stream_feed(
            stream, (Bytes){document.data + at, left < piece_bytes ? left : piece_bytes}, error);
    }
    ok = ok && json_stream_finish(stream, error);
    json_stream_destroy(stream);
    for (int32_t i = 0; i < JSON_DEPTH_MAX; i++)
        free(tree.keys[i]);
    if (ok)
        return tree.root;
    json_decref(tree.root);
    return NULL;
}
