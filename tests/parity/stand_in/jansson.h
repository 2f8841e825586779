/* What kiosk-vectors uses of Jansson, for a machine of which there is a C library and nothing else:
 * a tree made by the project's own tokenizer. Trees live until the program ends. */
#ifndef KIOSK_TESTS_PARITY_JANSSON_H
#define KIOSK_TESTS_PARITY_JANSSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum JsonKind {
    JSON_OTHER,
    JSON_TRUE,
    JSON_STRING,
    JSON_NUMBER,
    JSON_ARRAY,
    JSON_OBJECT
} JsonKind;

typedef struct json_t {
    JsonKind kind;
    bool is_integer;
    double number;
    const char *string;
    size_t string_size;
    const char *key; // in the object that it is in
    size_t count, room;
    struct json_t **items;
} json_t;

typedef int64_t json_int_t;
typedef struct json_error_t {
    char text[200];
    int line;
} json_error_t;

enum { JSON_REJECT_DUPLICATES = 1 };

json_t *json_load_file(const char *path, size_t flags, json_error_t *error);
json_t *json_array(void);
int json_array_append(json_t *array, json_t *item);
json_t *json_array_get(const json_t *array, size_t index);
json_t *json_object_get(const json_t *object, const char *key);
static inline size_t json_array_size(const json_t *array)
{
    return array && array->kind == JSON_ARRAY ? array->count : 0;
}
static inline bool json_is_array(const json_t *json)
{
    return json && json->kind == JSON_ARRAY;
}
static inline bool json_is_object(const json_t *json)
{
    return json && json->kind == JSON_OBJECT;
}
static inline bool json_is_true(const json_t *json)
{
    return json && json->kind == JSON_TRUE;
}
static inline bool json_is_number(const json_t *json)
{
    return json && json->kind == JSON_NUMBER;
}
static inline double json_number_value(const json_t *json)
{
    return json_is_number(json) ? json->number : 0;
}
static inline json_int_t json_integer_value(const json_t *json)
{
    return json_is_number(json) && json->is_integer ? (json_int_t)json->number : 0;
}
static inline const char *json_string_value(const json_t *json)
{
    return json && json->kind == JSON_STRING ? json->string : NULL;
}
static inline size_t json_string_length(const json_t *json)
{
    return json && json->kind == JSON_STRING ? json->string_size : 0;
}
static inline void json_decref(json_t *json)
{
    (void)json;
}

#define json_array_foreach(array, index, value)                                                    \
    for ((index) = 0;                                                                              \
         (index) < json_array_size(array) && ((value) = json_array_get(array, index)); (index)++)
#define json_object_foreach(object, key_out, value)                                                \
    for (size_t at_##key_out = 0; json_is_object(object) && at_##key_out < (object)->count &&      \
                                  ((value) = (object)->items[at_##key_out],                        \
                                  (key_out) = (value)->key, (void)(key_out), true);                \
         at_##key_out++)

#endif
