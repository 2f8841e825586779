#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/job_thread.h"
#include "base/log.h"
#include "devices/receipt_printer.h"

enum { PRINTER_QUEUE = 8, PRINTER_NAME_SIZE = 64 };

typedef struct PrintJob {
    PrintKind kind;
    char name[PRINTER_NAME_SIZE];
    char *text;
    size_t size;
} PrintJob;

struct ReceiptPrinter {
    Os os;
    char directory[1024];
    JobThread thread;
    BoundedQueue *events;
};

static void print(void *owner, void *print_job)
{
    ReceiptPrinter *printer = owner;
    PrintJob *job = print_job;
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
    return job_thread_turn(&printer->thread);
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
    job_thread_init(&printer->thread, "printer", sizeof(PrintJob), PRINTER_QUEUE, print, printer);
    *out = printer;
    return true;
}

bool receipt_printer_start(const Os *os, const char *kind, const char *data_directory,
                           BoundedQueue *events, ReceiptPrinter **out, Error *error)
{
    if (!receipt_printer_create(os, kind, data_directory, events, out, error))
        return false;
    if (*out)
        job_thread_start(&(*out)->thread);
    return true;
}

void receipt_printer_stop(ReceiptPrinter *printer)
{
    if (!printer)
        return;
    job_thread_stop(&printer->thread);
    while (receipt_printer_turn(printer)) // it had no thread
        continue;
    job_thread_release(&printer->thread);
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
    if (job_thread_give(&printer->thread, &job))
        return true;
    free(job.text);
    return false;
}
