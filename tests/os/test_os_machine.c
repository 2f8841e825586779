/* What tells a machine from others, on machines that have less and less of it. */
#include <string.h>

#include "os/os_machine.h"
#include "support/fake_os.h"
#include "support/unit_test.h"

static FakeOs *fake;
static char name[OS_MACHINE_SIZE];
static Error error;

static int begin(void **state)
{
    (void)state;
    fake = fake_os_create(3);
    memset(name, 0, sizeof name);
    static const char *const folders[] = {
        "/etc",
        "/mine",
        "/sys",
        "/sys/class",
        "/sys/class/net",
        "/sys/class/net/br0",
        "/sys/class/net/eth0",
        "/sys/class/net/eth1",
        "/sys/firmware",
        "/sys/firmware/devicetree",
        "/sys/firmware/devicetree/base",
    };
    Os os = fake_os_table(fake);
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        if (!os.files.make_directory(os.files.context, folders[i], &error))
            return -1;
    return 0;
}

static int end(void **state)
{
    (void)state;
    fake_os_destroy(fake);
    return 0;
}

static void put(const char *path, const char *content)
{
    fake_os_put(fake, path, (Bytes){(const uint8_t *)content, strlen(content)});
}

static bool find(const char *file)
{
    Os os = fake_os_table(fake);
    return os_machine_name(&os, file, name, &error);
}

static void the_board_comes_before_the_system_and_the_system_before_a_network_card(void **state)
{
    (void)state;
    assert_false(find(""));
    assert_non_null(strstr(error.message, "nothing names this machine"));
    put("/sys/class/net/eth1/device", "");
    put("/sys/class/net/eth1/address", "02:00:00:00:00:02\n");
    put("/sys/class/net/eth0/device", "");
    put("/sys/class/net/eth0/address", "02:00:00:00:00:01\n");
    put("/sys/class/net/br0/address", "02:00:00:00:00:00\n"); // no device: made by a program
    assert_true(find(""));
    assert_string_equal(name, "02:00:00:00:00:01");
    put("/etc/machine-id", "0123456789abcdef0123456789abcdef\n");
    assert_true(find(""));
    assert_string_equal(name, "0123456789abcdef0123456789abcdef");
    fake_os_put(fake, "/sys/firmware/devicetree/base/serial-number",
                (Bytes){(const uint8_t *)"10000000abcdef01", 17}); // with its zero
    assert_true(find(""));
    assert_string_equal(name, "10000000abcdef01");
}

static void a_file_that_was_named_is_the_only_one(void **state)
{
    (void)state;
    put("/etc/machine-id", "0123456789abcdef0123456789abcdef\n");
    assert_false(find("/mine/gone"));
    assert_non_null(strstr(error.message, "/mine/gone"));
    put("/mine/blank", " \n0123\n");
    assert_false(find("/mine/blank"));
    assert_non_null(strstr(error.message, "/mine/blank"));
    put("/mine/id", "  till 7 \r\nsecond line\n");
    assert_true(find("/mine/id"));
    assert_string_equal(name, "till 7");
}

static void a_name_is_cut_where_there_is_no_more_room(void **state)
{
    (void)state;
    char longer[400];
    memset(longer, 'x', sizeof longer);
    fake_os_put(fake, "/mine/id", (Bytes){(const uint8_t *)longer, sizeof longer});
    assert_true(find("/mine/id"));
    assert_int_equal(strlen(name), OS_MACHINE_SIZE - 1);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

static void its_makers_names_are_told_from_others(void **state)
{
    (void)state;
    Os os = fake_os_table(fake);
    put("/etc/machine-id", "0123456789abcdef0123456789abcdef\n");
    assert_false(os_machine_label(&os, name));
    put("/sys/class/net/br0/address", "02:00:00:00:00:01\n");
    put("/sys/class/net/eth1/device", "");
    put("/sys/class/net/eth1/address", "b8:27:eb:12:34:56\n");
    assert_true(os_machine_label(&os, name));
    assert_string_equal(name, "b8:27:eb:12:34:56");
    put("/sys/firmware/devicetree/base/serial-number", "10000000a1b2c3d4");
    assert_true(os_machine_label(&os, name));
    assert_string_equal(name, "10000000a1b2c3d4");
    assert_true(os_machine_is(&os, "10000000A1B2C3D4"));
    assert_true(os_machine_is(&os, "B8:27:EB:12:34:56"));
    assert_false(os_machine_is(&os, "02:00:00:00:00:01"));
    assert_false(os_machine_is(&os, "0123456789abcdef0123456789abcdef")); // made at its first start
    assert_false(os_machine_is(&os, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_board_comes_before_the_system_and_the_system_before_a_network_card),
        CASE(a_file_that_was_named_is_the_only_one),
        CASE(a_name_is_cut_where_there_is_no_more_room),
        CASE(its_makers_names_are_told_from_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
