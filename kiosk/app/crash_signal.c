/* The handler of deadly signals. It runs in a program that is broken, perhaps in the middle of
 * malloc or with a lock held: so it calls only what signal-safety(7) allows, and beyond that two
 * that take no memory: backtrace(), which was called before so that its library is loaded, and
 * dl_iterate_phdr(), which names the program's files. Should either wait for ever, an alarm ends
 * it.
 *
 * A number on the stack is printed only when it points into a program file's code, and then as an
 * offset in that file: what else is there may be data. */
#include <elf.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "app/crash_report.h"

enum {
    FRAMES_MAX = 48,
    HANDLER_STACK_BYTES = 64 << 10,
    QUOTED_LOG_BYTES = 1500,
    HANDLER_SECONDS_MAX = 5,
};

typedef struct CrashSignal {
    int number;
    const char *name;
} CrashSignal;

static const CrashSignal crash_signals[] = {{SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"},
                                            {SIGILL, "SIGILL"},   {SIGFPE, "SIGFPE"},
                                            {SIGSYS, "SIGSYS"},   {SIGABRT, "SIGABRT"}};

static struct {
    char folder[600], log_path[600];
    const char *version;
    char build_id[64]; // hexadecimal
    int64_t start_s;   // CLOCK_MONOTONIC
    struct sigaction before[COUNT_OF(crash_signals)];
    atomic_flag begun;
} crash = {.begun = ATOMIC_FLAG_INIT};

static uint8_t handler_stack[HANDLER_STACK_BYTES];

/* --- text without the library --- */

typedef struct Report {
    char text[CRASH_REPORT_BYTES_MAX];
    size_t size;
} Report;

static void put_bytes(Report *report, const char *bytes, size_t size)
{
    size_t room = sizeof report->text - report->size;
    size = size < room ? size : room;
    memcpy(report->text + report->size, bytes, size);
    report->size += size;
}

static void put(Report *report, const char *string)
{
    put_bytes(report, string, strlen(string));
}

static void put_number(Report *report, uint64_t value, unsigned base, int32_t digits_min)
{
    char digits[24];
    int32_t count = 0;
    do {
        digits[count++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value > 0 || count < digits_min);
    while (count > 0)
        put_bytes(report, &digits[--count], 1);
}

// A day's number to its date, in the proleptic Gregorian calendar; years count from March.
static void put_date(Report *report, int64_t days, const char *between)
{
    int64_t z = days + 719468, era = z / 146097, day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    int64_t day = day_of_year - (153 * month + 2) / 5 + 1;
    month = month < 10 ? month + 3 : month - 9;
    put_number(report, (uint64_t)(year_of_era + era * 400 + (month <= 2)), 10, 4);
    put(report, between);
    put_number(report, (uint64_t)month, 10, 2);
    put(report, between);
    put_number(report, (uint64_t)day, 10, 2);
}

static void put_time(Report *report, int64_t unix_s, const char *between_days, const char *between)
{
    int64_t second = unix_s % 86400;
    put_date(report, unix_s / 86400, between_days);
    put(report, "T");
    put_number(report, (uint64_t)(second / 3600), 10, 2);
    put(report, between);
    put_number(report, (uint64_t)(second / 60 % 60), 10, 2);
    put(report, between);
    put_number(report, (uint64_t)(second % 60), 10, 2);
    put(report, "Z");
}

static int64_t now_s(clockid_t clock)
{
    struct timespec now = {0};
    clock_gettime(clock, &now);
    return now.tv_sec > 0 ? now.tv_sec : 0;
}

/* --- the stack --- */

typedef struct Place {
    uintptr_t address;
    uintptr_t offset;
    const char *file; // of the loader's own list; "" is the program itself. NULL: no code is there
} Place;

static int find_place(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    Place *place = context;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        uintptr_t start = info->dlpi_addr + part->p_vaddr;
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X) || place->address < start ||
            place->address - start >= part->p_memsz)
            continue;
        place->offset = place->address - info->dlpi_addr;
        place->file = info->dlpi_name;
        return 1;
    }
    return 0;
}

// False: nothing of the program is there.
static bool put_place(Report *report, uintptr_t address)
{
    Place place = {.address = address};
    dl_iterate_phdr(find_place, &place);
    if (!place.file) {
        put(report, "  (no code)\n");
        return false;
    }
    const char *slash = strrchr(place.file, '/');
    put(report, "  ");
    put(report, !place.file[0] ? "kiosk" : slash ? slash + 1 : place.file);
    put(report, "+0x");
    put_number(report, place.offset, 16, 1);
    put(report, "\n");
    return true;
}

static uintptr_t interrupted_at(const ucontext_t *context)
{
#if defined(__x86_64__)
    return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (uintptr_t)context->uc_mcontext.pc;
#else
#error "where a signal interrupted the program is not known on this processor"
#endif
}

// Of a call that went to no code: where it came from.
static uintptr_t called_from(const ucontext_t *context)
{
#if defined(__x86_64__)
    return *(const uintptr_t *)context->uc_mcontext.gregs[REG_RSP];
#else
    return (uintptr_t)context->uc_mcontext.regs[30];
#endif
}

// Of a caller the last byte of its call is named, so that every line can be looked up as it is.
static void put_callers(Report *report, const ucontext_t *context)
{
    void *frames[FRAMES_MAX];
    uintptr_t at = interrupted_at(context);
    int count = backtrace(frames, FRAMES_MAX), first = 0;
    for (int i = 0; i < count; i++)
        if ((uintptr_t)frames[i] == at)
            first = i + 1;
    for (int i = first; i < count; i++)
        (void)put_place(report, (uintptr_t)frames[i] - 1);
}

/* --- the report --- */

// As they stand in the file, which has no secrets in it; memory may have anything.
static void put_log(Report *report)
{
    char lines[QUOTED_LOG_BYTES];
    int file = open(crash.log_path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return;
    off_t end = lseek(file, 0, SEEK_END);
    off_t start = end > (off_t)sizeof lines ? end - (off_t)sizeof lines : 0;
    ssize_t size = pread(file, lines, sizeof lines, start);
    close(file);
    if (size <= 0)
        return;
    const char *first = start > 0 ? memchr(lines, '\n', (size_t)size) : lines;
    if (!first)
        return;
    first += start > 0;
    put(report, "log:\n");
    put_bytes(report, first, (size_t)(lines + size - first));
}

static void put_head(Report *report, const CrashSignal *signal, const siginfo_t *info)
{
    put(report, "kiosk crash report 1\nversion: ");
    put(report, crash.version);
    put(report, "\nbuild id: ");
    put(report, crash.build_id);
    put(report, "\nsignal: ");
    put(report, signal->name);
    bool by_another = info->si_code <= 0 && info->si_pid != getpid(); // abort() sends, too
    put(report, by_another ? ", sent by a process\ntime: " : "\ntime: ");
    put_time(report, now_s(CLOCK_REALTIME), "-", ":");
    put(report, "\nthe program ran: ");
    put_number(report, (uint64_t)(now_s(CLOCK_MONOTONIC) - crash.start_s), 10, 1);
    put(report, " s\nthe machine ran: ");
    put_number(report, (uint64_t)now_s(CLOCK_BOOTTIME), 10, 1);
    put(report, gettid() == getpid() ? " s\nthread: main\n" : " s\nthread: another\n");
}

static int create_report(void)
{
    Report path = {.size = 0};
    put(&path, crash.folder);
    put(&path, "/crash-");
    put_time(&path, now_s(CLOCK_REALTIME), "", "");
    put(&path, "-");
    put_number(&path, (uint64_t)getpid(), 10, 1);
    put_bytes(&path, ".txt", sizeof ".txt");
    return open(path.text, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

// A part that is written stays when the next one fails.
static void write_part(Report *report, int file, size_t *written)
{
    ssize_t count = write(file, report->text + *written, report->size - *written);
    *written += count > 0 ? (size_t)count : 0;
    fdatasync(file);
}

// The stack last: on a broken one the walk may itself end the program.
static void write_report(Report *report, const CrashSignal *signal, const siginfo_t *info,
                         const ucontext_t *context)
{
    size_t written = 0;
    int file = create_report();
    if (file < 0)
        return;
    put_head(report, signal, info);
    put_log(report);
    put(report, "stack:\n");
    bool in_code = put_place(report, interrupted_at(context));
    write_part(report, file, &written);
    if (in_code)
        put_callers(report, context);
    else
        (void)put_place(report, called_from(context) - 1);
    write_part(report, file, &written);
    close(file);
}

static void on_crash(int number, siginfo_t *info, void *context)
{
    static Report report;
    size_t which = 0;
    while (crash_signals[which].number != number)
        which++;
    if (atomic_flag_test_and_set(&crash.begun)) // another thread is at it, and all end with it
        for (;;)
            pause();
    signal(SIGALRM, SIG_DFL);
    alarm(HANDLER_SECONDS_MAX);
    write_report(&report, &crash_signals[which], info, context);
    // Blocked until this returns; then it ends the program as it would have.
    sigaction(number, &crash.before[which], NULL);
    raise(number);
}

/* --- before --- */

static int read_build_id(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    Report *out = context;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type != PT_NOTE)
            continue;
        const uint8_t *at = (const uint8_t *)(info->dlpi_addr + part->p_vaddr);
        const uint8_t *end = at + part->p_memsz;
        while (at + sizeof(ElfW(Nhdr)) <= end) {
            const ElfW(Nhdr) *note = (const void *)at;
            const uint8_t *name = at + sizeof *note;
            const uint8_t *value = name + ((note->n_namesz + 3U) & ~3U);
            if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 &&
                memcmp(name, "GNU", 4) == 0 && note->n_descsz * 2 < sizeof crash.build_id)
                for (uint32_t j = 0; j < note->n_descsz; j++)
                    put_number(out, value[j], 16, 2);
            at = value + ((note->n_descsz + 3U) & ~3U);
        }
    }
    return 1; // the program itself comes first
}

bool crash_report_begin(const char *data_directory, const char *log_path, const char *version,
                        Error *error)
{
    void *frames[2];
    Report build_id = {.size = 0};
    struct sigaction action = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
    if (snprintf(crash.folder, sizeof crash.folder, "%s/crashes", data_directory) >=
            (int)sizeof crash.folder ||
        snprintf(crash.log_path, sizeof crash.log_path, "%s", log_path) >=
            (int)sizeof crash.log_path)
        return error_set(error, ERROR_LIMIT,
                         "the path of the folder for crash reports is too long");
    crash.version = version;
    crash.start_s = now_s(CLOCK_MONOTONIC);
    dl_iterate_phdr(read_build_id, &build_id);
    memcpy(crash.build_id, build_id.text, build_id.size);
    (void)backtrace(frames, 2); // loads its library
    sigaltstack(&stack, NULL);  // a stack that is full leaves no room for a handler
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < COUNT_OF(crash_signals); i++)
        sigaddset(&action.sa_mask, crash_signals[i].number);
    for (size_t i = 0; i < COUNT_OF(crash_signals); i++)
        sigaction(crash_signals[i].number, &action, &crash.before[i]);
    return true;
}
