/* kiosk.ini: everything that can be wrong is one sentence with file, line and key. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/config.h"
#include "support/unit_test.h"

#define GOOD                                                                                       \
    "[server]\nurl = https://shop.example\ndatabase = shop\nlogin = lane1\nkey_file = lane.key\n"  \
    "pos_config = Lane 1\n[lane]\nname = Lane 1\n"
#define HASH                                                                                       \
    "$argon2id$v=19$m=16384,t=2,p=1$Ehpd7EQNsk7TgP6duTdExQ$DN2vxquv9OE2Ffzzw4x0rjfg+"              \
    "U6d4CjiIfmEJUoyQ3U"

static char path[] = "/tmp/kiosk-config-XXXXXX";
static Config config;
static Error error;

static bool load(const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    memset(&error, 0, sizeof error);
    return config_load(path, &config, &error);
}

static void says(const char *text, const char *words)
{
    assert_false(load(text));
    if (!strstr(error.message, words) || !strstr(error.message, path))
        fail_msg("says: %s", error.message);
    assert_null(strchr(error.message, '\n'));
}

static void a_short_configuration_is_enough(void **state)
{
    (void)state;
    assert_true(load(GOOD));
    assert_string_equal(config.server.pos_config, "Lane 1");
    assert_int_equal(config.sale.idle_s, 45);
    assert_int_equal(config.sale.price_change_percent, 20);
    assert_int_equal(config.server.refresh_minutes, 10);
    assert_int_equal(config.server.pictures_mb, 256);
    assert_int_equal(config.sale.quantity_max, 99);
    assert_int_equal(config.lane.keep_days, 30);
    assert_string_equal(config.sale.bag, ""); // none is offered
    assert_string_equal(config.sale.replacement, "");
    assert_true(config.server.key_file[0] == '/');   // relative to the INI
    assert_string_equal(config.lane.machine_id, ""); // found by itself
    assert_true(load(GOOD "machine_id = id.txt\n"));
    assert_string_equal(config.lane.machine_id, "/tmp/id.txt");
}

static void every_mistake_names_its_line_and_key(void **state)
{
    (void)state;
    says("", "[server] url is missing");
    says(GOOD "colour = blue\n", "line 9: [lane] has no key 'colour'");
    says(GOOD "[sky]\ncolour = blue\n", "there is no section [sky]");
    says(GOOD "[sky]\n", "there is no section [sky]");
    says(GOOD "name = Lane 2\n", "line 9: [lane] name is given twice");
    says(GOOD "[sale]\nidle_s = soon\n", "line 10: [sale] idle_s: is 'soon'");
    says(GOOD "[sale]\nno_receipt = yes\n", "write on or off");
    says(GOOD "[display]\ntheme = pink\n", "write light, dark or contrast");
    says(GOOD "timezone = Mars/Olympus\n", "timezone 'Mars/Olympus' is not known");
    says(GOOD "languages = english\n", "write language codes");
    says(GOOD "[sale]\nage_categories = Wine\n", "Wine");
    says(GOOD "[sale]\nage_categories = Wine:0000018999\n", "Wine");
    says(GOOD "[sale]\nquantity_max = many\n", "quantity_max");
    says("[server]\npictures_mb = 15\n", "line 2: [server] pictures_mb");
    says("[lane]\nkeep_days = 0\n", "line 2: [lane] keep_days");
    says("[lane]\nkeep_days = 3651\n", "line 2: [lane] keep_days");
    says(GOOD "[sale]\nbag = 123456789012345678901234567890123\n", "[sale] bag");
    says(GOOD "[sale]\ntares = Paper bag\n", "write name:grams");
    says(GOOD "[sale]\ntares = Paper bag:0000005kg\n", "write name:grams");
    says(GOOD "[sale]\ntares = A:1, B:2, C:3, D:4\n", "more than 3");
    says(GOOD "[devices]\nscale = 8217\n", "write none or demo");
    says(GOOD "[devices]\nsticks = media\n", "a path that begins with /");
    says(GOOD "this is no key\n", "line 9: write [section] or key = value");
    says(GOOD "[attendants]\nAda = boss, x, y\n", "write attendant or manager");
    says(GOOD "[attendants]\nAda = attendant, 1234\n", "kiosk --hash-pin");
    says("\x01\x02{]{]{]\n", "line 1");
}

static void an_attendant_takes_one_line_or_several(void **state)
{
    (void)state;
    assert_true(load(GOOD "[attendants]\nAda = manager, " HASH ", " HASH "\n"));
    assert_int_equal(config.attendant_count, 1);
    assert_true(config.attendants[0].manager);
    assert_string_equal(config.attendants[0].badge_hash, HASH);
    assert_string_equal(config.attendants[0].pin_hash, HASH);
    assert_true(load(GOOD "[attendants]\nAda = attendant, " HASH "\n    " HASH
                          "\nBob = attendant, " HASH ", " HASH "\n"));
    assert_int_equal(config.attendant_count, 2);
    assert_string_equal(config.attendants[0].pin_hash, HASH);
}

static void sticks_are_in_a_folder_or_in_none(void **state)
{
    (void)state;
    assert_true(load(GOOD));
    assert_string_equal(config.devices.sticks, "/media");
    assert_true(load(GOOD "[devices]\nsticks = /run/media/kiosk\n"));
    assert_string_equal(config.devices.sticks, "/run/media/kiosk");
    assert_true(load(GOOD "[devices]\nsticks =\n"));
    assert_string_equal(config.devices.sticks, "");
}

static void packagings_have_a_name_and_grams(void **state)
{
    (void)state;
    assert_true(load(GOOD "[sale]\ntares = Paper bag:5, Net bag: 9\n[devices]\nscale = demo\n"));
    assert_int_equal(config.sale.tare_count, 2);
    assert_string_equal(config.sale.tares[0].name, "Paper bag");
    assert_int_equal(config.sale.tares[0].grams, 5);
    assert_int_equal(config.sale.tares[1].grams, 9);
    assert_string_equal(config.devices.scale, "demo");
    assert_true(load(GOOD));
    assert_int_equal(config.sale.tare_count, 0);
    assert_string_equal(config.devices.scale, "none");
}

static void a_key_that_others_can_read_is_refused(void **state)
{
    (void)state;
    char key[CONFIG_KEY_MAX], key_path[] = "/tmp/kiosk-key-XXXXXX";
    int file = mkstemp(key_path);
    assert_int_equal(write(file, "secret\n", 7), 7);
    close(file);
    assert_true(load(GOOD));
    snprintf(config.server.key_file, sizeof config.server.key_file, "%s", key_path);
    assert_true(config_read_key(&config, key, &error));
    assert_string_equal(key, "secret");
    chmod(key_path, 0644);
    assert_false(config_read_key(&config, key, &error));
    assert_non_null(strstr(error.message, "chmod 600"));
    assert_null(strstr(error.message, "secret"));
    unlink(key_path);
    assert_false(config_read_key(&config, key, &error));
    assert_non_null(strstr(error.message, key_path));
}

static void no_bytes_crash_it(void **state)
{
    (void)state;
    char noise[3000];
    uint32_t random = 7;
    for (int round = 0; round < 3000; round++) {
        size_t size = sizeof GOOD - 1;
        memcpy(noise, GOOD, sizeof GOOD);
        for (int change = 0; change < 4; change++) {
            random = random * 1664525u + 1013904223u;
            noise[(random >> 8) % size] = (char)(1 + (random >> 24) % 255);
        }
        (void)load(noise); // whatever it says: the sanitizers listen
    }
}

static int make(void **state)
{
    (void)state;
    int file = mkstemp(path);
    close(file);
    return file < 0;
}

static int drop(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_configuration_is_enough),
        cmocka_unit_test(every_mistake_names_its_line_and_key),
        cmocka_unit_test(an_attendant_takes_one_line_or_several),
        cmocka_unit_test(sticks_are_in_a_folder_or_in_none),
        cmocka_unit_test(packagings_have_a_name_and_grams),
        cmocka_unit_test(a_key_that_others_can_read_is_refused),
        cmocka_unit_test(no_bytes_crash_it),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
