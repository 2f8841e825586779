#include <stdatomic.h>

#include "test_support_ui.h"

// The same, as a server sends it.
static const uint8_t good_png[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x0a, 0x00, 0x00, 0x00, 0x0a, 0x08, 0x06, 0x00, 0x00, 0x00, 0x8d, 0x32, 0xcf,
    0xbd, 0x00, 0x00, 0x00, 0x17, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x60, 0xa0, 0x19, 0xf8,
    0x70, 0xc0, 0xe0, 0x3f, 0x36, 0x3c, 0xbc, 0x15, 0x52, 0x0d, 0x00, 0x00, 0xd2, 0x0a, 0x67, 0x5d,
    0x1b, 0x3f, 0x8f, 0xf6, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
static char good_svg[] = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>"
                         "<rect x='2' y='2' width='6' height='6' fill='#f0c030'/></svg>";
static char path[64];
static atomic_int bells;

static void ring(void *context)
{
    (void)context;
    atomic_fetch_add(&bells, 1);
}

static bool where(void *context, PictureKind kind, uint64_t id, char *out, size_t room)
{
    (void)context;
    (void)kind;
    if (id == 404)
        return false;
    snprintf(out, room, "%s", id == 405 ? "/nowhere/picture.png" : path);
    return true;
}

static void write_file(const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static int open_file(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "/tmp/ui-picture-%d", (int)getpid());
    write_file(good_png, sizeof good_png);
    return 0;
}

static int close_file(void **state)
{
    (void)state;
    return unlink(path);
}

static void bytes_decide_not_names(void **state)
{
    (void)state;
    DecodedPicture picture;
    Error error = {0};
    assert_true(picture_decode((Bytes){(uint8_t *)good_svg, sizeof good_svg - 1},
                               PICTURE_FROM_ASSETS, 100, 80, 10, &picture, &error));
    assert_false(picture.covers);
    assert_int_equal(picture.height, 60);
    assert_int_equal(picture.width, 60);
    assert_int_equal(picture.tint, COLOUR_TINT_LEMON);
    assert_int_equal(picture.pixels[30 * 60 + 30], 0xfff0c030);
    free(picture.pixels);
    assert_false(picture_decode((Bytes){(uint8_t *)good_svg, sizeof good_svg - 1},
                                PICTURE_FROM_SERVER, 100, 80, 10, &picture, &error));
    assert_non_null(strstr(error.message, "PNG or JPEG"));
    assert_false(picture_decode((Bytes){(const uint8_t *)"GIF89a, really", 14}, PICTURE_FROM_SERVER,
                                100, 80, 10, &picture, &error));
}

static void huge_claims_are_refused_before_decoding(void **state)
{
    (void)state;
    uint8_t png[64] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
                       0,    0,   0,   13,  'I',  'H',  'D',  'R'};
    png[16] = 0x00;
    png[17] = 0x01; // 65536 wide
    png[23] = 1;
    memcpy(png + 37, "IEND", 4);
    DecodedPicture picture;
    Error error = {0};
    assert_false(picture_decode((Bytes){png, sizeof png}, PICTURE_FROM_SERVER, 100, 80, 10,
                                &picture, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    uint8_t jpeg[64] = {0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0xff, 0xff, 0xff, 0xff};
    assert_false(picture_decode((Bytes){jpeg, sizeof jpeg}, PICTURE_FROM_SERVER, 100, 80, 10,
                                &picture, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    // Behind a marker without a length: a small frame for a careless reader, a huge one for
    // libjpeg.
    uint8_t hidden[64] = {0xff, 0xd8, 0xff, 0x01, 0xff, 0xc0, 0, 17, 8, 0xff, 0xff, 0xff, 0xff};
    assert_false(picture_decode((Bytes){hidden, sizeof hidden}, PICTURE_FROM_SERVER, 100, 80, 10,
                                &picture, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
}

static void garbage_after_a_good_start_does_no_harm(void **state)
{
    (void)state;
    uint8_t bytes[200];
    for (uint32_t seed = 1; seed < 300; seed++) {
        uint32_t x = seed * 2654435761u;
        for (size_t i = 0; i < sizeof bytes; i++) {
            x ^= x << 13, x ^= x >> 17, x ^= x << 5;
            bytes[i] = (uint8_t)x;
        }
        static const uint8_t starts[2][4] = {{0xff, 0xd8, 0xff, 0xe0}, {0x89, 'P', 'N', 'G'}};
        memcpy(bytes, starts[seed & 1], 4);
        DecodedPicture picture = {0};
        Error error = {0};
        if (picture_decode((Bytes){bytes, sizeof bytes}, PICTURE_FROM_SERVER, 50, 50, 0, &picture,
                           &error))
            free(picture.pixels);
    }
}

static Picture wait_for(PictureCache *cache, uint64_t id)
{
    for (int32_t i = 0; i < 500; i++) {
        (void)picture_cache_poll(cache);
        Picture picture = picture_get(cache, PICTURE_ARTICLE, id, 100, 80, 10);
        if (picture.state != PICTURE_WAITING)
            return picture;
        SDL_Delay(2);
    }
    fail_msg("no picture within a second");
    return (Picture){0};
}

static void loader_answers_with_a_bell(void **state)
{
    (void)state;
    PictureCache *cache = NULL;
    Error error = {0};
    atomic_store(&bells, 0);
    assert_true(picture_cache_create(&cache, TEST_ASSETS, (PictureSource){.path = where}, ring,
                                     NULL, &error));
    Picture first = picture_get(cache, PICTURE_ARTICLE, 7, 100, 80, 10);
    assert_int_equal(first.state, PICTURE_WAITING);
    assert_true(picture_cache_is_loading(cache));
    Picture picture = wait_for(cache, 7);
    assert_int_equal(picture.state, PICTURE_READY);
    assert_false(picture_cache_is_loading(cache));
    assert_true(atomic_load(&bells) > 0);
    assert_int_not_equal(picture.generation, first.generation);
    assert_non_null(picture_pixels(cache, picture.slot, picture.generation).pixels);
    assert_int_equal(picture_cache_bytes(cache), 60 * 60 * 4);
    assert_int_equal(wait_for(cache, 404).state, PICTURE_MISSING);
    assert_int_equal(wait_for(cache, 405).state, PICTURE_MISSING);
    picture_cache_forget(cache, PICTURE_ARTICLE, 7);
    assert_null(picture_pixels(cache, picture.slot, picture.generation).pixels);
    assert_int_equal(picture_cache_bytes(cache), 0);
    picture_cache_destroy(cache);
}

static atomic_int paths_asked, files_used;

// A file that is away when it is to be read for the first time.
static bool where_it_was(void *context, PictureKind kind, uint64_t id, char *out, size_t room)
{
    (void)context;
    (void)kind;
    (void)id;
    snprintf(out, room, "%s", atomic_fetch_add(&paths_asked, 1) == 0 ? "/nowhere/old.png" : path);
    return true;
}

static void note_use(void *context, const char *used)
{
    (void)context;
    if (strcmp(used, path) == 0)
        atomic_fetch_add(&files_used, 1);
}

static void a_file_that_went_away_is_asked_for_once_more(void **state)
{
    (void)state;
    PictureCache *cache = NULL;
    Error error = {0};
    assert_true(picture_cache_create(&cache, TEST_ASSETS,
                                     (PictureSource){.path = where_it_was, .used = note_use}, NULL,
                                     NULL, &error));
    assert_int_equal(wait_for(cache, 7).state, PICTURE_READY);
    picture_cache_destroy(cache);
    assert_int_equal(atomic_load(&paths_asked), 2);
    assert_int_equal(atomic_load(&files_used), 1);
}

static void many_requests_at_once_are_all_answered(void **state)
{
    (void)state;
    PictureCache *cache = NULL;
    Error error = {0};
    assert_true(picture_cache_create(&cache, TEST_ASSETS, (PictureSource){.path = where}, NULL,
                                     NULL, &error));
    for (uint64_t id = 1000; id < 1200; id++)
        (void)picture_get(cache, PICTURE_ARTICLE, id, 100, 80, 10);
    for (uint64_t id = 1000; id < 1200; id++)
        assert_int_equal(wait_for(cache, id).state, PICTURE_READY);
    // Ended with requests under way.
    for (uint64_t id = 2000; id < 2060; id++)
        (void)picture_get(cache, PICTURE_ARTICLE, id, 100, 80, 10);
    picture_cache_destroy(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_decide_not_names),
        cmocka_unit_test(huge_claims_are_refused_before_decoding),
        cmocka_unit_test(garbage_after_a_good_start_does_no_harm),
        cmocka_unit_test(loader_answers_with_a_bell),
        cmocka_unit_test(a_file_that_went_away_is_asked_for_once_more),
        cmocka_unit_test(many_requests_at_once_are_all_answered),
    };
    return cmocka_run_group_tests(tests, open_file, close_file);
}
