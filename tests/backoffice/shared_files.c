#include "shared_files.h"

#include <stdio.h>
#include <stdlib.h>

static FILE *open_shared(const char *name)
{
    const char *directory = getenv("KIOSK_SHARED");
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", directory ? directory : KIOSK_SOURCE_ROOT "/../shared",
             name);
    return fopen(path, "rb");
}

Bytes shared_bytes(const char *name)
{
    FILE *file = open_shared(name);
    if (!file)
        return (Bytes){NULL, 0};
    CHECK(fseek(file, 0, SEEK_END) == 0);
    long size = ftell(file);
    CHECK(size > 0);
    rewind(file);
    uint8_t *data = malloc((size_t)size);
    CHECK(data != NULL);
    CHECK(fread(data, 1, (size_t)size, file) == (size_t)size);
    fclose(file);
    return (Bytes){data, (size_t)size};
}

json_t *shared_json(const char *name)
{
    Bytes bytes = shared_bytes(name);
    if (!bytes.data)
        return NULL;
    json_error_t where;
    json_t *tree = json_loadb((const char *)bytes.data, bytes.size, 0, &where);
    free((void *)(uintptr_t)bytes.data);
    CHECK(tree != NULL);
    return tree;
}

char *shared_response(const char *name)
{
    json_t *exchange = shared_json(name);
    const json_t *response = json_object_get(exchange, "response");
    char *text = json_is_object(response) ? json_dumps(response, 0) : NULL;
    json_decref(exchange);
    return text;
}
