/* A lane's settings file: what is taken, what is refused, and which of a card's files is a
 * machine's. */
#include <stdio.h>
#include <string.h>

#include "setup/lane_file_choose.h"
#include "setup/setup_encode.h"
#include "support/fake_os.h"
#include "support/unit_test.h"

#define INI    "[server]\nurl = https://odoo.shop.example\n"
#define SERIAL "10000000a1b2c3d4"

static uint8_t bytes[LANE_FILE_SIZE_MAX + 1];
static LaneFile lane;
static Error error;

static size_t make(const char *machine)
{
    LaneFile file = {.machine = text_from_string(machine),
                     .ini = {(const uint8_t *)INI, strlen(INI)},
                     .key = TEXT("0123456789abcdef"),
                     .authority = {(const uint8_t *)"-----BEGIN", 10}};
    return encode_lane_file(&file, bytes);
}

static void pieces_are_what_went_in(void **state)
{
    (void)state;
    assert_true(lane_file_read((Bytes){bytes, make(SERIAL)}, &lane, &error));
    assert_true(text_equal_string(lane.machine, SERIAL));
    assert_int_equal(lane.ini.size, strlen(INI));
    assert_memory_equal(lane.ini.data, INI, strlen(INI));
    assert_true(text_equal(lane.key, TEXT("0123456789abcdef")));
    assert_int_equal(lane.authority.size, 10);
    assert_true(lane_file_read((Bytes){bytes, make("")}, &lane, &error));
    assert_int_equal(lane.machine.size, 0);
}

static void every_changed_byte_is_found(void **state)
{
    (void)state;
    size_t size = make(SERIAL);
    for (size_t i = 0; i < size; i++)
        for (int32_t change = 1; change < 256; change <<= 1) {
            bytes[i] ^= (uint8_t)change;
            assert_false(lane_file_read((Bytes){bytes, size}, &lane, &error));
            bytes[i] ^= (uint8_t)change;
        }
    for (size_t cut = 0; cut < size; cut++)
        assert_false(lane_file_read((Bytes){bytes, cut}, &lane, &error));
    assert_false(lane_file_read((Bytes){bytes, size + 1}, &lane, &error));
}

static void refused(const char *content, const char *words)
{
    assert_false(lane_file_read((Bytes){(const uint8_t *)content, strlen(content)}, &lane, &error));
    if (!strstr(error.message, words))
        fail_msg("'%s' is not in '%s'", words, error.message);
}

static void what_it_is_not_is_said(void **state)
{
    (void)state;
    refused("", "no settings file");
    refused("[server]\nurl = https://odoo.shop.example\n", "no settings file");
    refused("kiosk-lane \n", "no settings file");
    refused("kiosk-lane 1\nini 0\n\n", "cut or changed");
    memset(bytes, 'x', sizeof bytes);
    assert_false(lane_file_read((Bytes){bytes, sizeof bytes}, &lane, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
}

static void a_key_is_one_word(void **state)
{
    (void)state;
    static const char *const keys[] = {"", "two words", "two\nlines", "\xc3\xa9"};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        LaneFile file = {.ini = {(const uint8_t *)INI, strlen(INI)},
                         .key = text_from_string(keys[i])};
        assert_false(lane_file_read((Bytes){bytes, encode_lane_file(&file, bytes)}, &lane, &error));
        assert_non_null(strstr(error.message, "its key is not one word"));
        assert_null(strstr(error.message, "two"));
    }
}

// ---- Which one of many

static FakeOs *fake;
static Arena arena;
static LaneFileChoice choice;

static int begin(void **state)
{
    (void)state;
    static const char *const folders[] = {"/boot",
                                          "/sys",
                                          "/sys/class",
                                          "/sys/class/net",
                                          "/sys/class/net/eth0",
                                          "/sys/class/net/wlan0",
                                          "/sys/class/net/br0",
                                          "/sys/firmware",
                                          "/sys/firmware/devicetree",
                                          "/sys/firmware/devicetree/base"};
    fake = fake_os_create(4);
    Os os = fake_os_table(fake);
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        if (!os.files.make_directory(os.files.context, folders[i], &error))
            return -1;
    arena_create(&arena, 4 * 1024 * 1024);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_destroy(&arena);
    fake_os_destroy(fake);
    return 0;
}

static void put(const char *path, const char *content)
{
    fake_os_put(fake, path, (Bytes){(const uint8_t *)content, strlen(content)});
}

static void put_lane(const char *path, const char *machine)
{
    size_t size = make(machine);
    fake_os_put(fake, path, (Bytes){bytes, size});
}

static void is_a_pi(void)
{
    put("/sys/firmware/devicetree/base/serial-number", SERIAL);
    put("/sys/class/net/eth0/device", "");
    put("/sys/class/net/eth0/address", "b8:27:eb:00:00:01\n");
    put("/sys/class/net/wlan0/device", "");
    put("/sys/class/net/wlan0/address", "b8:27:eb:00:00:02\n");
    put("/sys/class/net/br0/address", "b8:27:eb:00:00:03\n");
}

static bool choose(void)
{
    Os os = fake_os_table(fake);
    arena_clear(&arena);
    return lane_file_choose(&os, "/boot", &arena, &choice, &error);
}

static void chooses(const char *name)
{
    if (!choose())
        fail_msg("%s", error.message);
    assert_string_equal(choice.name, name);
}

static void refuses(const char *words)
{
    assert_false(choose());
    if (!strstr(error.message, words))
        fail_msg("'%s' is not in '%s'", words, error.message);
}

static void the_file_that_names_the_machine_is_taken_of_many(void **state)
{
    (void)state;
    is_a_pi();
    chooses("");
    put("/boot/kiosk.ini.example", "; ");
    put("/boot/.lane", "; ");
    chooses("");
    for (int32_t i = 0; i < 200; i++) {
        char path[64], machine[32];
        snprintf(path, sizeof path, "/boot/lane%03d.lane", (int)i);
        snprintf(machine, sizeof machine, "10000000000%05d", (int)i);
        put_lane(path, i == 121 ? "10000000A1B2C3D4" : machine); // letters of either size
    }
    chooses("lane121.lane");
    put_lane("/boot/any.lane", "");
    chooses("lane121.lane");
    put_lane("/boot/lane121.lane", "b8:27:eb:00:00:02");
    chooses("lane121.lane");
    put_lane("/boot/lane121.lane", "b8:27:eb:00:00:03"); // a bridge's address is nobody's
    chooses("any.lane");
}

static void what_cannot_be_chosen_is_said(void **state)
{
    (void)state;
    is_a_pi();
    put_lane("/boot/a.lane", "1000000000000001");
    refuses("none of the settings files on this card (1) is for this machine: make one for "
            "'" SERIAL "'");
    put_lane("/boot/b.lane", SERIAL);
    put_lane("/boot/c.LANE", "b8:27:eb:00:00:01");
    refuses("'b.lane' and 'c.LANE' are both for this machine");
    fake_os_drop(fake, "/boot/b.lane");
    fake_os_drop(fake, "/boot/c.LANE");
    put_lane("/boot/b.lane", "");
    put_lane("/boot/c.lane", "");
    refuses("'b.lane' and 'c.lane' name no machine");
}

static void a_damaged_file_is_told_only_when_no_other_is_ours(void **state)
{
    (void)state;
    is_a_pi();
    put("/boot/a.lane", "kiosk-lane 1\nini 3\n");
    refuses("'a.lane': it was cut or changed");
    put_lane("/boot/b.lane", SERIAL);
    chooses("b.lane");
}

static void a_machine_without_a_name_takes_what_names_none(void **state)
{
    (void)state;
    put_lane("/boot/a.lane", "1000000000000001");
    refuses("this one has no serial number");
    put_lane("/boot/b.lane", "");
    chooses("b.lane");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_what_went_in),
        cmocka_unit_test(every_changed_byte_is_found),
        cmocka_unit_test(what_it_is_not_is_said),
        cmocka_unit_test(a_key_is_one_word),
        cmocka_unit_test_setup_teardown(the_file_that_names_the_machine_is_taken_of_many, begin,
                                        end),
        cmocka_unit_test_setup_teardown(what_cannot_be_chosen_is_said, begin, end),
        cmocka_unit_test_setup_teardown(a_damaged_file_is_told_only_when_no_other_is_ours, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_machine_without_a_name_takes_what_names_none, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
