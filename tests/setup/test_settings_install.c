/* The power goes, or the disk fails, at every call while settings are put into the lane's folder:
 * kiosk.ini is only there with the key and the certificate that belong to it, whole. */
#include <string.h>

#include "setup/settings_install.h"
#include "support/fake_os.h"
#include "support/unit_test.h"

#define FOLDER "/lane"

typedef struct Set {
    const char *ini, *key, *authority;
} Set;
// Different sizes, so that no half of one looks like the other; over a sector.
static char old_ini[700], new_ini[1500];
static Set old_set = {old_ini, "old-key", "old authority"};
static Set new_set = {new_ini, "a-new-key-of-the-lane", "the new authority"};
static const SettingsNames names = {"lane.key", "shop-ca.pem"};

static Bytes bytes_of(const char *string)
{
    return (Bytes){(const uint8_t *)string, strlen(string)};
}

static bool install(FakeOs *fake, const Set *set, Error *error)
{
    Os os = fake_os_table(fake);
    LaneFile file = {.ini = bytes_of(set->ini),
                     .key = text_from_string(set->key),
                     .authority = bytes_of(set->authority)};
    return settings_install(&os, FOLDER, &file, &names, error);
}

static bool holds(const FakeOs *fake, const char *path, const char *content, const char *end)
{
    Bytes found;
    size_t size = strlen(content);
    return fake_os_peek(fake, path, &found) && found.size == size + strlen(end) &&
           memcmp(found.data, content, size) == 0 &&
           memcmp(found.data + size, end, strlen(end)) == 0;
}

static bool is_whole(const FakeOs *fake, const Set *set)
{
    char hash[SETTINGS_HASH_SIZE + 1];
    settings_key_hash(text_from_string(set->key), hash);
    return holds(fake, FOLDER "/kiosk.ini", set->ini, "") &&
           holds(fake, FOLDER "/lane.key", set->key, "\n") &&
           holds(fake, FOLDER "/shop-ca.pem", set->authority, "") &&
           holds(fake, FOLDER "/" SETTINGS_CARRIED, hash, "\n");
}

static bool has_ini(const FakeOs *fake)
{
    Bytes ignored;
    return fake_os_peek(fake, FOLDER "/kiosk.ini", &ignored);
}

static int begin(void **state)
{
    (void)state;
    memset(old_ini, 'o', sizeof old_ini - 1);
    memset(new_ini, 'n', sizeof new_ini - 1);
    return 0;
}

static FakeOs *machine(bool has_old, uint64_t seed)
{
    Error error;
    FakeOs *fake = fake_os_create(seed);
    if (has_old)
        assert_true(install(fake, &old_set, &error));
    return fake;
}

// True: the fault was met.
static bool fail_at(FakeFault fault, int32_t at, FakeOutcome outcome, bool has_old)
{
    Error error;
    FakeOs *fake = machine(has_old, (uint64_t)at * 7 + outcome);
    fake_os_set_fault(fake, fault, at);
    bool told = install(fake, &new_set, &error);
    bool happened = fake_os_fault_happened(fake);
    fake_os_restart(fake, outcome);
    bool is_new = is_whole(fake, &new_set), is_old = has_old && is_whole(fake, &old_set);
    if (told && fault != FAKE_FAULT_LIE)
        assert_true(is_new);
    if (fault != FAKE_FAULT_LIE)
        assert_true(is_new || is_old || !has_ini(fake));
    // The next start asks again, or takes the card's file again.
    assert_true(install(fake, &new_set, &error));
    assert_true(is_whole(fake, &new_set));
    fake_os_destroy(fake);
    return happened;
}

static void fails_everywhere(FakeFault fault)
{
    for (int32_t has_old = 0; has_old < 2; has_old++)
        for (int32_t outcome = 0; outcome < FAKE_OUTCOME_COUNT; outcome++) {
            int32_t at = 0;
            while (fail_at(fault, at, (FakeOutcome)outcome, has_old))
                at++;
            assert_true(at > 10);
        }
}

static void the_power_may_go_at_every_call(void **state)
{
    (void)state;
    fails_everywhere(FAKE_FAULT_CRASH);
}

static void a_call_may_fail(void **state)
{
    (void)state;
    for (int32_t has_old = 0; has_old < 2; has_old++)
        for (int32_t fault = FAKE_FAULT_EIO; fault <= FAKE_FAULT_SHORT_WRITE; fault++) {
            int32_t at = 0, met = 0;
            for (; at < 60; at++)
                met += fail_at((FakeFault)fault, at, FAKE_OUTCOME_KEPT, has_old);
            assert_true(met > 3);
        }
}

static void a_full_disk_leaves_the_old_settings(void **state)
{
    (void)state;
    Error error;
    FakeOs *fake = machine(true, 5);
    fake_os_set_fault(fake, FAKE_FAULT_ENOSPC, 0);
    assert_false(install(fake, &new_set, &error));
    assert_true(is_whole(fake, &old_set));
    fake_os_restart(fake, FAKE_OUTCOME_KEPT);
    fake_os_destroy(fake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_power_may_go_at_every_call),
        cmocka_unit_test(a_call_may_fail),
        cmocka_unit_test(a_full_disk_leaves_the_old_settings),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
