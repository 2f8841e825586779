#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "devices/receipt_printer.h"

enum { PRINTER_QUEUE = 8, PRINTER_NAME_SIZE = 64 };

typedef struct PrintJob {
    PrintKind kind;
    char name[PRINTER_NAME_SIZE]; // empty: stop
    char *text;
    size_t size;
} PrintJob;

struct ReceiptPrinter {
    Os os;
    char directory[1024];
    BoundedQueue jobs;
    BoundedQueue *events;
    pthread_t thread;
    bool has_thread;
};

static void print(ReceiptPrinter *printer, PrintJob *job)
{
    Error error = {0};
    PrinterEvent event = {.kind = job->kind, .ok = true};
    char file_name[PRINTER_NAME_SIZE + 8];
    snprintf(file_name, sizeof file_name, "%s.txt", job->name);
    const OsFiles *files = &printer->os.files;
    if (!files->make_directory(files->context, printer->directory, &error) ||
        !os_replace_file(&printer->os, printer->directory, file_name,
                         (Bytes){(const uint8_t *)job->text, job->size}, &error)) {
        event.ok = false;
        snprintf(event.words, sizeof event.words, "%.150s", error.message);
        log_error("printer: %s", error.message);
    }
    // The queue holds more events than there are jobs; a full one means that nobody listens any
    // more.
    if (!bounded_queue_push(printer->events, &event))
        log_error("printer: nobody takes the answer for '%s'", job->name);
    free(job->text);
}

bool receipt_printer_turn(ReceiptPrinter *printer)
{
    PrintJob job;
    if (!bounded_queue_pop(&printer->jobs, &job))
        return false;
    print(printer, &job);
    return true;
}

static void *run(void *context)
{
    ReceiptPrinter *printer = context;
    log_thread_name("printer");
    PrintJob job;
    while (bounded_queue_wait(&printer->jobs, &job, -1) && job.name[0])
        print(printer, &job);
    return NULL;
}

bool receipt_printer_create(const Os *os, const char *kind, const char *data_directory,
                            BoundedQueue *events, ReceiptPrinter **out, Error *error)
{
    *out = NULL;
    if (strcmp(kind, "none") == 0)
        return true;
    if (strcmp(kind, "file") != 0)
        return error_set(error, ERROR_INVALID, "printer '%s' is not known: use file or none", kind);
    ReceiptPrinter *printer = calloc(1, sizeof *printer);
    CHECK(printer != NULL);
    printer->os = *os;
    printer->events = events;
    if (snprintf(printer->directory, sizeof printer->directory, "%s/receipts", data_directory) >=
        (int)sizeof printer->directory) {
        free(printer);
        return error_set(error, ERROR_LIMIT, "the path of the data folder is too long");
    }
    bounded_queue_init(&printer->jobs, sizeof(PrintJob), PRINTER_QUEUE);
    *out = printer;
    return true;
}

bool receipt_printer_start(const Os *os, const char *kind, const char *data_directory,
                           BoundedQueue *events, ReceiptPrinter **out, Error *error)
{
    if (!receipt_printer_create(os, kind, data_directory, events, out, error))
        return false;
    if (*out) {
        CHECK(pthread_create(&(*out)->thread, NULL, run, *out) == 0);
        (*out)->has_thread = true;
    }
    return true;
}

static void end_thread(ReceiptPrinter *printer)
{
    PrintJob stop = {0};
    while (!bounded_queue_push(&printer->jobs, &stop)) {
        PrintJob dropped; // more jobs than a stop can wait for
        if (bounded_queue_pop(&printer->jobs, &dropped))
            free(dropped.text);
    }
    pthread_join(printer->thread, NULL);
}

void receipt_printer_stop(ReceiptPrinter *printer)
{
    if (!printer)
        return;
    if (printer->has_thread)
        end_thread(printer);
    else
        while (receipt_printer_turn(printer))
            continue;
    bounded_queue_release(&printer->jobs);
    free(printer);
}

bool receipt_printer_print(ReceiptPrinter *printer, PrintKind kind, const char *name, Text text)
{
    PrintJob job = {.kind = kind, .size = (size_t)text.size, .text = malloc((size_t)text.size + 1)};
    CHECK(job.text != NULL);
    memcpy(job.text, text.data, (size_t)text.size);
    size_t used = 0;
    for (const char *c = name; *c && used < sizeof job.name - 1; c++)
        job.name[used++] =
            (*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ? *c
                                                                                             : '-';
    CHECK(used > 0);
    if (bounded_queue_push(&printer->jobs, &job))
        return true;
    free(job.text);
    return false;
}
