/* CHECK finds our own mistakes, in release builds too: it prints, aborts, and the watchdog restarts
 * the program, which recovers from the journal. It is never for bad input, a full disk or a
 * server's reply: those are an Error. */
#ifndef KIOSK_BASE_CHECK_H
#define KIOSK_BASE_CHECK_H

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_index, first_argument)                                                  \
    __attribute__((format(printf, format_index, first_argument)))

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (__builtin_expect(!(condition), 0))                                                     \
            check_failed(__FILE__, __LINE__, #condition);                                          \
    } while (0)

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

__attribute__((noreturn, cold)) void check_failed(const char *file, int line,
                                                  const char *condition);

#endif
