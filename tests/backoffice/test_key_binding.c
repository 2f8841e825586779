/* The key goes to the server that took it first, and to no other. */
#include <sodium.h>
#include <string.h>

#include "backoffice/key_binding.h"
#include "support/fake_os.h"
#include "support/unit_test.h"

#define SHOP  "https://shop.example shop"
#define OTHER "https://other.example shop"

static FakeOs *fake;
static Os os;
static Error error;

static int setup(void **state)
{
    (void)state;
    fake = fake_os_create(1);
    os = fake_os_table(fake);
    return sodium_init() < 0;
}

static int teardown(void **state)
{
    (void)state;
    fake_os_destroy(fake);
    return 0;
}

static bool allowed(const char *key, const char *origin)
{
    return key_binding_check(&os, "/lane", key, origin, &error);
}

static void a_key_goes_to_the_server_that_took_it_first(void **state)
{
    (void)state;
    assert_true(allowed("key-1", OTHER)); // nothing is known yet
    assert_true(key_binding_keep(&os, "/lane", "key-1", SHOP, &error));
    assert_true(allowed("key-1", SHOP));
    assert_false(allowed("key-1", OTHER));
    assert_false(allowed("key-1", "https://shop.example shop2"));
    assert_non_null(strstr(error.message, "key_file"));
    fake_os_restart(fake, FAKE_OUTCOME_LOST);
    assert_false(allowed("key-1", OTHER));
    assert_true(allowed("key-2", OTHER)); // a new key
    assert_true(key_binding_keep(&os, "/lane", "key-2", OTHER, &error));
    assert_false(allowed("key-2", SHOP));
    assert_true(allowed("key-1", SHOP)); // forgotten: there is one key at a time
}

static void neither_key_nor_address_can_be_read_from_the_file(void **state)
{
    (void)state;
    Bytes before, after;
    assert_true(key_binding_keep(&os, "/lane", "key-1", SHOP, &error));
    assert_true(fake_os_peek(fake, "/lane/server.bound", &before));
    assert_int_equal(before.size, 88);
    assert_memory_equal(before.data, "KIOSKKEY", 8);
    assert_null(memmem(before.data, before.size, "key-1", 5));
    assert_null(memmem(before.data, before.size, "shop", 4));
    int32_t calls = fake_os_call_count(fake);
    assert_true(key_binding_keep(&os, "/lane", "key-1", SHOP, &error)); // again: nothing is written
    assert_true(fake_os_call_count(fake) - calls <= 4);
    assert_true(fake_os_peek(fake, "/lane/server.bound", &after));
    assert_int_equal(after.size, 88);
}

static void a_damaged_file_stops_no_lane(void **state)
{
    (void)state;
    fake_os_put(fake, "/lane/server.bound", (Bytes){(const uint8_t *)"KIOSKKEY", 8});
    assert_true(allowed("key-1", SHOP));
    assert_true(key_binding_keep(&os, "/lane", "key-1", SHOP, &error));
    assert_false(allowed("key-1", OTHER));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_key_goes_to_the_server_that_took_it_first),
        CASE(neither_key_nor_address_can_be_read_from_the_file),
        CASE(a_damaged_file_stops_no_lane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
