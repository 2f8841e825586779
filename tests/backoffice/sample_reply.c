#include "sample_reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char reply[32768];

const char *sample_reply(void)
{
    if (reply[0])
        return reply;
    FILE *file = fopen(KIOSK_SOURCE_ROOT "/tests/corpus/catalogue_decode/small_shop.json", "rb");
    CHECK(file != NULL);
    size_t size = fread(reply, 1, sizeof reply - 1, file);
    CHECK(size < sizeof reply - 1);
    while (size > 0 && reply[size - 1] == '\n') // the whole reply, so that every cut is one
        reply[--size] = 0;
    fclose(file);
    return reply;
}

json_t *sample_reply_tree(void)
{
    json_error_t where;
    json_t *tree = json_loads(sample_reply(), 0, &where);
    if (!tree)
        fprintf(stderr, "sample reply: %s at byte %d\n", where.text, where.position);
    CHECK(tree != NULL);
    return tree;
}

static void take_report(void *context, const char *message)
{
    Decoded *decoded = context;
    if (decoded->report_count < DECODED_REPORTS_MAX)
        snprintf(decoded->reports[decoded->report_count], sizeof decoded->reports[0], "%s",
                 message);
    decoded->report_count++;
}

void decoded_begin(Decoded *decoded, Bytes whole, size_t piece_bytes, bool is_page)
{
    memset(decoded, 0, sizeof *decoded);
    decoded->builder = catalogue_builder_create(take_report, decoded);
    CatalogueDecode *decode =
        is_page ? catalogue_decode_create_page(decoded->builder, take_report, decoded)
                : catalogue_decode_create(decoded->builder, take_report, decoded);
    decoded->ok = true;
    for (size_t at = 0; decoded->ok && at < whole.size; at += piece_bytes) {
        size_t left = whole.size - at;
        Bytes piece = {whole.data + at, left < piece_bytes ? left : piece_bytes};
        decoded->ok = catalogue_decode_feed(decode, piece, &decoded->error);
    }
    if (decoded->ok)
        decoded->ok = catalogue_decode_finish(decode, &decoded->refusal, &decoded->error);
    if (decoded->ok && is_page)
        catalogue_decode_page_result(decode, &decoded->page_count, &decoded->page_last_id);
    catalogue_decode_destroy(decode);
}

void decoded_open(Decoded *decoded)
{
    CHECK(decoded->ok);
    arena_create(&decoded->arena, (size_t)1 << 30);
    if (!catalogue_builder_finish(decoded->builder, "test", 1, &decoded->arena, &decoded->block,
                                  &decoded->error) ||
        !catalogue_open(decoded->block, &decoded->catalogue, &decoded->error)) {
        fprintf(stderr, "%s\n", decoded->error.message);
        abort();
    }
}

void decoded_end(Decoded *decoded)
{
    catalogue_builder_destroy(decoded->builder);
    arena_destroy(&decoded->arena);
}

bool decoded_reports(const Decoded *decoded, const char *message)
{
    for (int32_t i = 0; i < decoded->report_count && i < DECODED_REPORTS_MAX; i++)
        if (strncmp(decoded->reports[i], message, strlen(message)) == 0)
            return true;
    return false;
}
