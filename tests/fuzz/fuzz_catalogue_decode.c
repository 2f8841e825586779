/* Any bytes as a reply to load_pos_data or as a page of articles: a catalogue that opens, or an
 * error with words. */
#include "backoffice/catalogue_decode.h"
#include "domain/catalogue_image.h"
#include "fuzz_target.h"
#include "use_catalogue.h"

static void take_report(void *context, const char *message)
{
    (void)context;
    CHECK(message[0] != 0);
}

static bool feed(CatalogueDecode *decode, Bytes reply, size_t piece_bytes, OdooError *refusal,
                 Error *error)
{
    for (size_t at = 0; at < reply.size; at += piece_bytes) {
        size_t left = reply.size - at;
        if (!catalogue_decode_feed(
                decode, (Bytes){reply.data + at, left < piece_bytes ? left : piece_bytes}, error))
            return false;
    }
    return catalogue_decode_finish(decode, refusal, error);
}

static void lay_out(CatalogueBuilder *builder)
{
    Arena arena;
    Bytes block;
    Error error = {0};
    Catalogue catalogue;
    arena_create(&arena, (size_t)1 << 28);
    if (catalogue_builder_finish(builder, "fuzz", 1, &arena, &block, &error)) {
        // What the builder made must open: the decoder lets nothing through that it can't hold.
        CHECK(catalogue_open(block, &catalogue, &error));
        use_catalogue(&catalogue);
    }
    arena_destroy(&arena);
}

static void decode(Bytes reply, bool is_page)
{
    CatalogueBuilder *builder = catalogue_builder_create(take_report, NULL);
    CatalogueDecode *decode = is_page ? catalogue_decode_create_page(builder, take_report, NULL)
                                      : catalogue_decode_create(builder, take_report, NULL);
    OdooError refusal = {0};
    Error error = {0};
    bool ok = feed(decode, reply, reply.size % 4099 + 1, &refusal, &error);
    CHECK(ok == (error.kind == ERROR_NONE));
    CHECK(ok || error.message[0] != 0);
    CHECK(!ok || !refusal.present);
    catalogue_decode_destroy(decode);
    if (ok)
        lay_out(builder);
    catalogue_builder_destroy(builder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    decode((Bytes){data, size}, false);
    decode((Bytes){data, size}, true);
    return 0;
}
