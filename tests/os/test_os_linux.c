// What of the real machine no fake one can show: which folders are mount points.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "os/os.h"
#include "support/unit_test.h"

static void a_mount_point_is_told_from_a_folder_and_from_a_link(void **state)
{
    (void)state;
    Os os = os_linux();
    const OsFiles *files = &os.files;
    OsMount mount = {0};
    char folder[] = "/tmp/kiosk-mount-XXXXXX", link[64];
    assert_true(files->is_mount(files->context, "/proc", &mount));
    assert_false(mount.free_bytes > 0);
    assert_non_null(mkdtemp(folder));
    snprintf(link, sizeof link, "%s/link", folder);
    assert_int_equal(symlink("/proc", link), 0);
    assert_false(files->is_mount(files->context, folder, &mount));
    assert_false(files->is_mount(files->context, link, &mount));
    assert_false(files->is_mount(files->context, "/proc/version", &mount)); // no folder
    assert_false(files->is_mount(files->context, "/never/there", &mount));
    assert_int_equal(unlink(link), 0);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mount_point_is_told_from_a_folder_and_from_a_link),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
