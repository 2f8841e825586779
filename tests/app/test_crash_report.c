/* Programs that die on purpose, and what their report says. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/crash_report.h"
#include "support/unit_test.h"

#define SECRET "f00dcafe5ec2e7f00dcafe5ec2e7"
#define PIN    "739164"

static char folder[64], log_path[128];
static Os os;

static int begin(void **state)
{
    (void)state;
    Error error;
    CrashReports kept;
    strcpy(folder, "/tmp/kiosk-crash-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(log_path, sizeof log_path, "%s/kiosk.log", folder);
    FILE *log = fopen(log_path, "w");
    assert_non_null(log);
    for (int i = 0; i < 400; i++)
        fprintf(log, "2026-11-29T12:00:00.000Z info main: line %d\n", i);
    fclose(log);
    os = os_linux();
    assert_true(crash_report_keep(&os, folder, &kept, &error));
    assert_int_equal(kept.count, 0);
    assert_int_equal(kept.last_unix_s, 0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

__attribute__((noinline)) static void write_nowhere(const char *secret)
{
    volatile char copy[64];
    for (size_t i = 0; i <= strlen(secret); i++)
        copy[i] = secret[i];
    *(volatile char *)(uintptr_t)(copy[0] - SECRET[0]) = 1;
}

// A pointer to a function that was written over by what somebody typed.
__attribute__((noinline)) static void call_what_was_typed(const char *secret)
{
    (void)secret;
    uintptr_t address = 0;
    memcpy(&address, PIN, sizeof PIN - 1);
    void (*function)(void) = (void (*)(void))address;
    function();
}

static volatile int depth_max = 1000000;

__attribute__((noinline)) static int go_down(const char *secret, int depth)
{
    volatile char copy[4096];
    snprintf((char *)(uintptr_t)copy, sizeof copy, "%s", secret);
    return depth == depth_max ? 0 : go_down((const char *)(uintptr_t)copy, depth + 1) + copy[1];
}

static void use_up_the_stack(const char *secret)
{
    depth_max -= go_down(secret, 0);
}

__attribute__((noinline)) static void give_up(const char *secret)
{
    CHECK(secret[0] == 0);
}

// Its signal; what it says to nobody.
static int die(void (*how)(const char *secret))
{
    pid_t child = fork();
    if (child == 0) {
        Error error;
        char *key = strdup(SECRET);
        prctl(PR_SET_DUMPABLE, 0);
        (void)!freopen("/dev/null", "w", stderr);
        for (int number = 1; number < 32; number++)
            signal(number, SIG_DFL); // cmocka's own, and a sanitizer's
        if (crash_report_begin(folder, log_path, "1.2", &error))
            how(key);
        _exit(1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

// The only one there is; of at most `size` bytes with its zero.
static void read_report(char *out, size_t size)
{
    char path[400] = "", crashes[128];
    struct dirent *entry;
    struct stat status;
    snprintf(crashes, sizeof crashes, "%s/crashes", folder);
    DIR *names = opendir(crashes);
    assert_non_null(names);
    while ((entry = readdir(names)))
        if (entry->d_name[0] != '.') {
            assert_string_equal(path, "");
            snprintf(path, sizeof path, "%s/%s", crashes, entry->d_name);
        }
    closedir(names);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t read = fread(out, 1, size - 1, file);
    out[read] = 0;
    assert_int_equal(strlen(out), read); // no zero bytes in it
    assert_int_equal(fstat(fileno(file), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    fclose(file);
}

static void expect_report(void (*how)(const char *secret), int number, const char *name)
{
    char report[2 * CRASH_REPORT_BYTES_MAX];
    assert_int_equal(die(how), number);
    read_report(report, sizeof report);
    assert_true(strlen(report) <= CRASH_REPORT_BYTES_MAX);
    assert_int_equal(strncmp(report, "kiosk crash report 1\nversion: 1.2\nbuild id: ", 44), 0);
    assert_non_null(strstr(report, name));
    assert_non_null(strstr(report, "thread: main\n"));
    assert_non_null(strstr(report, "\nstack:\n  "));
    assert_non_null(strstr(report, "  kiosk+0x"));
    assert_non_null(strstr(report, "info main: line 399\n"));
    assert_null(strstr(report, "line 1\n"));
    assert_null(strstr(report, SECRET));
    assert_null(strstr(report, PIN));
    assert_null(strstr(report, "343631393337")); // the PIN as an address
}

static void a_wrong_pointer_leaves_a_report(void **state)
{
    (void)state;
    expect_report(write_nowhere, SIGSEGV, "signal: SIGSEGV\n");
}

static void an_address_that_is_data_is_not_printed(void **state)
{
    (void)state;
    char report[2 * CRASH_REPORT_BYTES_MAX];
    expect_report(call_what_was_typed, SIGSEGV, "signal: SIGSEGV\n");
    read_report(report, sizeof report);
    assert_non_null(strstr(report, "stack:\n  (no code)\n  kiosk+0x"));
}

static void a_full_stack_leaves_a_report(void **state)
{
    (void)state;
    expect_report(use_up_the_stack, SIGSEGV, "signal: SIGSEGV\n");
}

static void a_broken_assumption_leaves_a_report(void **state)
{
    (void)state;
    expect_report(give_up, SIGABRT, "signal: SIGABRT\n");
}

static char *name_report(char path[128], int number)
{
    snprintf(path, 128, "%s/crashes/crash-20260101T00%02d%02dZ-77.txt", folder, number / 60,
             number % 60);
    return path;
}

static void keep_the_last_ten(int count)
{
    Error error;
    CrashReports kept;
    char path[128], notes[128];
    for (int i = 0; i < count; i++)
        close(open(name_report(path, i), O_WRONLY | O_CREAT, 0600));
    snprintf(notes, sizeof notes, "%s/crashes/notes.txt", folder);
    close(open(notes, O_WRONLY | O_CREAT, 0600));
    for (int start = 0; start <= count / 50; start++) {
        assert_true(crash_report_keep(&os, folder, &kept, &error));
        assert_int_equal(kept.count, 10);
        assert_int_equal(kept.last_unix_s, 1767225600 + count - 1);
    }
    for (int i = 0; i < count; i++)
        assert_int_equal(access(name_report(path, i), F_OK) == 0, i >= count - 10);
    assert_int_equal(access(notes, F_OK), 0); // what is not ours is left alone
}

static void the_last_ten_are_kept(void **state)
{
    (void)state;
    keep_the_last_ten(25);
}

static void of_very_many_the_newest_are_kept(void **state)
{
    (void)state;
    keep_the_last_ten(500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_wrong_pointer_leaves_a_report, begin, end),
        cmocka_unit_test_setup_teardown(an_address_that_is_data_is_not_printed, begin, end),
        cmocka_unit_test_setup_teardown(a_full_stack_leaves_a_report, begin, end),
        cmocka_unit_test_setup_teardown(a_broken_assumption_leaves_a_report, begin, end),
        cmocka_unit_test_setup_teardown(the_last_ten_are_kept, begin, end),
        cmocka_unit_test_setup_teardown(of_very_many_the_newest_are_kept, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
