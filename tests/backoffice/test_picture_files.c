/* The pictures' folder: bounded, whole files only, whenever the power fails. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backoffice/picture_files.h"
#include "support/fake_os.h"
#include "support/unit_test.h"

enum { BLOCK = PICTURE_FILES_BLOCK_BYTES, HOUR_MS = 3600 * 1000 };

static const char folder[] = "/lane";
static FakeOs *fake;
static Os os;
static int64_t now_ms;
static PictureFiles *files;

static int begin(void **state)
{
    (void)state;
    Error error;
    fake = fake_os_create(1);
    os = fake_os_table(fake);
    now_ms = 1700000000000;
    assert_true(os.files.make_directory(os.files.context, "/lane/images", &error));
    assert_true(os.files.sync_directory(os.files.context, "/lane", &error));
    return 0;
}

static int end(void **state)
{
    (void)state;
    picture_files_destroy(files);
    files = NULL;
    fake_os_destroy(fake);
    return 0;
}

static void open_files(int64_t bytes, int32_t count)
{
    picture_files_destroy(files);
    files = picture_files_create(&os, folder, (PictureFilesLimits){bytes, count});
}

static PictureName article(int32_t id, int64_t write_unix_s)
{
    return (PictureName){false, id, write_unix_s};
}

// Bytes that tell whose they are.
static Bytes content_of(PictureName name, size_t size)
{
    static uint8_t bytes[4 * BLOCK];
    assert_true(size <= sizeof bytes);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)(name.id * 31 + name.write_unix_s * 7 + (int64_t)i + 1);
    return (Bytes){bytes, size};
}

static bool keep(PictureName name, size_t size)
{
    Error error;
    now_ms += HOUR_MS;
    fake_os_set_clock(fake, now_ms);
    return picture_files_keep(files, name, content_of(name, size), &error);
}

static bool is_there(PictureName name)
{
    char path[PICTURE_FILES_PATH_SIZE];
    picture_files_path(folder, name, path);
    return os.files.exists(os.files.context, path);
}

static void put(const char *name, size_t size)
{
    char path[96];
    snprintf(path, sizeof path, "/lane/images/%s", name);
    fake_os_put(fake, path, content_of(article(1, 1), size));
}

static void a_newer_picture_takes_the_place_of_the_older(void **state)
{
    (void)state;
    open_files(100 * BLOCK, 100);
    PictureName category = {true, 11, 100};
    assert_true(keep(article(11, 100), 10));
    assert_true(keep(category, 10));
    assert_true(keep(article(12, 100), 10));
    assert_true(keep(article(11, 200), BLOCK + 1));
    assert_false(is_there(article(11, 100)));
    assert_true(is_there(article(11, 200)));
    assert_true(is_there(category)); // another picture with the same number
    assert_true(is_there(article(12, 100)));
    assert_int_equal(picture_files_count(files), 3);
    assert_int_equal(picture_files_bytes(files), 4 * BLOCK);
    assert_true(keep(article(11, 200), 10)); // once more the same
    assert_int_equal(picture_files_count(files), 3);
    assert_int_equal(picture_files_bytes(files), 3 * BLOCK);
}

static void use(PictureName name)
{
    char path[PICTURE_FILES_PATH_SIZE];
    picture_files_path(folder, name, path);
    picture_files_used(&os, path);
}

static void what_was_used_least_recently_goes_first(void **state)
{
    (void)state;
    open_files(3 * BLOCK, 100);
    assert_true(keep(article(1, 1), 10));
    assert_true(keep(article(2, 1), 10));
    assert_true(keep(article(3, 1), 10));
    now_ms += 24 * HOUR_MS;
    fake_os_set_clock(fake, now_ms);
    use(article(1, 1));
    assert_true(keep(article(4, 1), 10));
    assert_true(is_there(article(1, 1)));
    assert_false(is_there(article(2, 1)));
    assert_true(is_there(article(3, 1)));
    use(article(3, 1));
    open_files(3 * BLOCK, 100); // a new start knows it too
    assert_true(keep(article(5, 1), 10));
    assert_false(is_there(article(1, 1)));
    assert_true(is_there(article(3, 1)));
    assert_true(is_there(article(4, 1)));
}

static void both_limits_hold_after_each_picture(void **state)
{
    (void)state;
    for (int32_t by_count = 0; by_count < 2; by_count++) {
        int64_t bytes = by_count ? 1000 * BLOCK : 9 * BLOCK;
        int32_t count = by_count ? 7 : 1000;
        open_files(bytes, count);
        for (int32_t i = 1; i <= 40; i++) {
            assert_true(keep(article(i % 23 + 1, i), (size_t)(i * 577 % (3 * BLOCK) + 1)));
            assert_true(picture_files_bytes(files) <= bytes);
            assert_true(picture_files_count(files) <= count);
            assert_true(is_there(article(i % 23 + 1, i)));
            fake_os_restart(fake, FAKE_OUTCOME_KEPT); // which makes room in the fake
        }
    }
    open_files(2 * BLOCK, 10);
    assert_true(keep(article(90, 1), 10));
    assert_false(keep(article(91, 1), 2 * BLOCK + 1)); // larger than all: nothing goes for it
    assert_true(is_there(article(90, 1)));
}

static void a_start_tidies_up(void **state)
{
    (void)state;
    put("p-1-100.img", 10);
    put("p-1-99.img", 10);
    put("p-1-300.img", 10);
    put("p-2-5.img", 3 * BLOCK);
    put("c-1-100.img", 10);
    put("p-7-1.img.new", 10);   // unfinished
    put("someone.img.new", 10); // of somebody else
    put("p-007-1.img", 10);     // none of ours
    put("p-7-1.img.backup", 10);
    open_files(100 * BLOCK, 100);
    Error error;
    assert_true(picture_files_read(files, &error));
    assert_int_equal(picture_files_count(files), 3);
    assert_int_equal(picture_files_bytes(files), 5 * BLOCK);
    assert_false(is_there(article(1, 99)));
    assert_false(is_there(article(1, 100)));
    assert_true(is_there(article(1, 300)));
    Bytes bytes;
    assert_false(fake_os_peek(fake, "/lane/images/p-7-1.img.new", &bytes));
    assert_true(fake_os_peek(fake, "/lane/images/someone.img.new", &bytes));
    assert_true(fake_os_peek(fake, "/lane/images/p-007-1.img", &bytes));
    assert_true(fake_os_peek(fake, "/lane/images/p-7-1.img.backup", &bytes));
    open_files(2 * BLOCK, 100); // the shop wants less
    assert_true(picture_files_read(files, &error));
    assert_true(picture_files_bytes(files) <= 2 * BLOCK);
}

static void uses_that_are_near_are_written_once(void **state)
{
    (void)state;
    open_files(100 * BLOCK, 100);
    assert_true(keep(article(1, 1), 10));
    fake_os_set_fault(fake, FAKE_FAULT_NONE, 0);
    use(article(1, 1));
    assert_int_equal(fake_os_call_count(fake), 1); // a look
    fake_os_set_clock(fake, now_ms + PICTURE_FILES_USE_MS + 1);
    use(article(1, 1));
    assert_int_equal(fake_os_call_count(fake), 3);
    use(article(1, 1));
    assert_int_equal(fake_os_call_count(fake), 4);
    use(article(2, 1)); // that isn't there
}

/* --- the power fails --- */

enum { STEPS = 5, SIZE = 1500 };
static const int64_t limit_bytes = 3 * BLOCK;
static const PictureName steps[STEPS] = {
    {false, 1, 10}, {false, 2, 10}, {true, 1, 10}, {false, 1, 20}, {false, 3, 10}};

static void work(void)
{
    open_files(limit_bytes, 100);
    for (int32_t i = 0; i < STEPS; i++)
        (void)keep(steps[i], SIZE);
}

static bool check_name(void *context, const char *text)
{
    int32_t *count = context;
    char path[PICTURE_FILES_PATH_SIZE];
    bool known = strstr(text, ".new") != NULL;
    for (int32_t i = 0; i < STEPS; i++) {
        Bytes bytes, expected = content_of(steps[i], SIZE);
        picture_files_path(folder, steps[i], path);
        if (strcmp(strrchr(path, '/') + 1, text) != 0)
            continue;
        known = true;
        assert_true(fake_os_peek(fake, path, &bytes));
        assert_int_equal(bytes.size, expected.size);
        assert_memory_equal(bytes.data, expected.data, expected.size);
    }
    assert_true(known);
    ++*count;
    return true;
}

// Whole files, within the limits once somebody has looked.
static void check_folder(void)
{
    int32_t before = 0, after = 0;
    Error error;
    assert_true(os.files.list(os.files.context, "/lane/images", check_name, &before, &error));
    open_files(limit_bytes, 100);
    if (!picture_files_read(files, &error))
        fail_msg("%s", error.message);
    assert_true(picture_files_bytes(files) <= limit_bytes);
    assert_true(os.files.list(os.files.context, "/lane/images", check_name, &after, &error));
    assert_int_equal(picture_files_count(files), after); // nothing unfinished, nothing forgotten
    assert_false(is_there(steps[0]) && is_there(steps[3]));
    assert_true(keep(steps[2], SIZE)); // and it goes on
}

static void a_half_picture_is_never_there(void **state)
{
    for (int32_t crash_at = 0, happened = 1; happened; crash_at++)
        for (FakeOutcome outcome = 0; outcome < FAKE_OUTCOME_COUNT; outcome++) {
            (void)end(state);
            (void)begin(state);
            fake_os_set_fault(fake, FAKE_FAULT_CRASH, crash_at);
            work();
            happened = fake_os_fault_happened(fake);
            fake_os_restart(fake, outcome);
            check_folder();
        }
}

static void a_broken_disk_costs_pictures_alone(void **state)
{
    static const FakeFault faults[] = {FAKE_FAULT_EIO, FAKE_FAULT_ENOSPC, FAKE_FAULT_EROFS,
                                       FAKE_FAULT_SHORT_WRITE};
    for (size_t f = 0; f < COUNT_OF(faults); f++)
        for (int32_t at = 0, happened = 1; happened; at++) {
            (void)end(state);
            (void)begin(state);
            fake_os_set_fault(fake, faults[f], at);
            work();
            // A short write happens at writes alone: go on past the others.
            happened = fake_os_fault_happened(fake) || at < fake_os_call_count(fake);
            assert_true(picture_files_bytes(files) <= limit_bytes);
            fake_os_set_fault(fake, FAKE_FAULT_NONE, 0);
            check_folder();
        }
}

/* --- a real folder --- */

static void real_files_tell_when_they_were_used(void **state)
{
    (void)state;
    char root[] = "/tmp/kiosk-pictures-XXXXXX", path[PICTURE_FILES_PATH_SIZE], command[96];
    assert_non_null(mkdtemp(root));
    snprintf(path, sizeof path, "%s/images", root);
    assert_int_equal(mkdir(path, 0700), 0);
    Os real = os_linux();
    Error error;
    PictureFiles *kept = picture_files_create(&real, root, (PictureFilesLimits){2 * BLOCK, 10});
    Bytes content = content_of(article(1, 1), 100);
    for (int32_t id = 1; id <= 2; id++) { // both long ago, the first one first
        assert_true(picture_files_keep(kept, article(id, 1), content, &error));
        picture_files_path(root, article(id, 1), path);
        struct timespec long_ago[2] = {{1600000000 + id, 0}, {1600000000 + id, 0}};
        assert_int_equal(utimensat(AT_FDCWD, path, long_ago, 0), 0);
    }
    picture_files_destroy(kept);
    picture_files_path(root, article(1, 1), path);
    picture_files_used(&real, path);
    kept = picture_files_create(&real, root, (PictureFilesLimits){2 * BLOCK, 10});
    assert_true(picture_files_keep(kept, article(3, 1), content, &error));
    assert_int_equal(access(path, F_OK), 0);
    picture_files_path(root, article(2, 1), path);
    assert_int_equal(access(path, F_OK), -1);
    picture_files_path(root, article(3, 1), path);
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_size, 100);
    picture_files_destroy(kept);
    snprintf(command, sizeof command, "rm -r %s", root);
    assert_int_equal(system(command), 0);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_newer_picture_takes_the_place_of_the_older),
        CASE(what_was_used_least_recently_goes_first),
        CASE(both_limits_hold_after_each_picture),
        CASE(a_start_tidies_up),
        CASE(uses_that_are_near_are_written_once),
        CASE(a_half_picture_is_never_there),
        CASE(a_broken_disk_costs_pictures_alone),
        CASE(real_files_tell_when_they_were_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
