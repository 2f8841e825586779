/* The attendant's USB stick: what is plugged in while the screen shows it, orders that are saved on
 * one, what an export on it would do. Taking its orders up is in lane_stick_take.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lane/lane.h"

enum { LOOK_AGAIN_MS = 1000, FILE_LANE_MAX = 40, FILE_LANE_BYTES = 72 };

/* --- what is told --- */

bool lane_stick_busy(const Lane *lane)
{
    return lane->stick.status.task == STICK_SAVING || lane->stick.status.task == STICK_TAKING;
}

// For the journal: the attendant is still there, as long as it is busy.
void lane_stick_post_end(Lane *lane, const char *action, const char *words)
{
    CheckoutEvent event = {.kind = EVENT_STICK_ENDED};
    snprintf(event.text, sizeof event.text, "%s", action);
    text_copy_to_buffer(text_from_string(words), event.words, sizeof event.words);
    lane_post(lane, event);
}

void lane_stick_fail(Lane *lane, StickTrouble trouble, const char *words)
{
    StickStatus *status = &lane->stick.status;
    StickTask task = status->task;
    lane->stick.wants_next = false;
    lane->stick.job++; // what the worker still answers is nobody's
    status->task = STICK_FAILED;
    status->trouble = trouble;
    text_copy_to_buffer(text_from_string(words), status->words, sizeof status->words);
    if (task == STICK_SAVING)
        lane_stick_post_end(lane, "stick-export-failed", words);
    if (task == STICK_TAKING)
        lane_stick_post_end(lane, "stick-import-failed", words);
    lane->changed = true;
}

/* --- jobs --- */

static StickJob job_of(Lane *lane, StickJobKind kind, const char *stick, const char *file)
{
    StickJob job = {.kind = kind, .number = ++lane->stick.job};
    snprintf(job.stick, sizeof job.stick, "%s", stick);
    snprintf(job.file, sizeof job.file, "%s", file);
    snprintf(job.lane, sizeof job.lane, "%s", lane->name);
    snprintf(job.origin, sizeof job.origin, "%s", lane->origin);
    return job;
}

static void begin(Lane *lane, StickTask task, const StickJob *job)
{
    StickStatus *status = &lane->stick.status;
    status->task = task;
    status->trouble = STICK_WELL;
    status->words[0] = 0;
    status->done = status->total = 0;
    lane->changed = true;
    if (!stick_worker_give(lane->stick.worker, job))
        lane_stick_fail(lane, STICK_BROKEN, "too much waits for the stick");
}

// Letters that FAT doesn't take become '-'; so do blanks, for whoever types the name.
static void file_name(Lane *lane, int64_t now_unix_ms, char out[STICK_FILE_SIZE])
{
    char name[FILE_LANE_BYTES + 5];
    int32_t size = 0, letters = 0, at = 0, year, month, day, hour, minute;
    Text lane_name = text_from_string(lane->name);
    while (at < lane_name.size && letters++ < FILE_LANE_MAX && size < FILE_LANE_BYTES) {
        int32_t begin = at;
        uint32_t letter = text_next_code_point(lane_name, &at);
        bool bad = letter <= ' ' || letter == 0x7f || letter == 0xfffd ||
                   (letter < 0x80 && strchr("\\/:*?\"<>|", (int)letter));
        if (bad)
            name[size++] = '-';
        else
            for (int32_t i = begin; i < at; i++)
                name[size++] = lane_name.data[i];
    }
    name[size] = 0;
    shop_time_local(now_unix_ms, &year, &month, &day, &hour, &minute);
    snprintf(out, STICK_FILE_SIZE, "orders-%s-%04d-%02d-%02d-%02d%02d", name, (int)year, (int)month,
             (int)day, (int)hour, (int)minute);
}

// Only one that is plugged in, and was shown.
static bool is_shown(const Lane *lane, const char *name)
{
    const StickStatus *status = &lane->stick.status;
    for (int32_t i = 0; i < status->stick_count; i++)
        if (strcmp(status->sticks[i].name, name) == 0)
            return true;
    return false;
}

void lane_stick_save(Lane *lane, const CheckoutEffect *effect)
{
    char name[STICK_FILE_SIZE];
    int64_t now_unix_ms = shop_time_unix_ms(&lane->time);
    if (lane_stick_busy(lane))
        return;
    file_name(lane, now_unix_ms, name);
    StickJob job = job_of(lane, STICK_JOB_SAVE, effect->text, name);
    job.content = (StickContent)effect->value;
    if (job.content == STICK_TODAY)
        job.since_unix_ms = shop_time_day_begins(now_unix_ms, 0);
    lane->stick.status.task = STICK_SAVING;
    if (is_shown(lane, effect->text))
        begin(lane, STICK_SAVING, &job);
    else
        lane_stick_fail(lane, STICK_GONE, "the stick is not there");
}

void lane_stick_read(Lane *lane, const CheckoutEffect *effect)
{
    if (lane_stick_busy(lane))
        return;
    StickJob job = job_of(lane, STICK_JOB_READ, effect->text, effect->words);
    begin(lane, STICK_READING, &job);
}

void lane_stick_take(Lane *lane, const CheckoutEffect *effect)
{
    if (lane_stick_busy(lane))
        return;
    StickJob job = job_of(lane, STICK_JOB_TAKE, effect->text, effect->words);
    lane->stick.status.task = STICK_TAKING;
    if (lane->checkout.disk_full || lane->stick.ticket != 0)
        lane_stick_fail(lane, STICK_LANE, "the lane's own disk is full");
    else
        begin(lane, STICK_TAKING, &job);
}

void lane_stick_clear(Lane *lane)
{
    if (lane_stick_busy(lane))
        return;
    lane->stick.status.task = STICK_IDLE;
    lane->stick.status.file_count = 0;
    lane->stick.job++; // an answer that comes later is nobody's
    lane->stick.look_at_ms = 0;
}

/* --- answers --- */

static void looked(Lane *lane, const StickStatus *found)
{
    StickStatus *status = &lane->stick.status;
    lane->stick.looking = false;
    lane->stick.look_at_ms = lane->os.clock.monotonic_ms(lane->os.clock.context) + LOOK_AGAIN_MS;
    lane->changed = lane->changed || !status->looked || status->stick_count != found->stick_count ||
                    status->file_count != found->file_count ||
                    memcmp(status->sticks, found->sticks, sizeof status->sticks) != 0 ||
                    memcmp(status->files, found->files, sizeof status->files) != 0;
    status->looked = true;
    status->stick_count = found->stick_count;
    status->file_count = found->file_count;
    memcpy(status->sticks, found->sticks, sizeof status->sticks);
    memcpy(status->files, found->files, sizeof status->files);
}

static void saved(Lane *lane, const StickStatus *done)
{
    StickStatus *status = &lane->stick.status;
    char words[STICK_WORDS_SIZE];
    status->task = STICK_SAVED;
    memcpy(status->saved, done->saved, sizeof status->saved);
    status->paid = done->paid;
    status->unpaid = done->unpaid;
    snprintf(words, sizeof words, "%s", done->saved);
    lane_stick_post_end(lane, "stick-exported", words);
}

static void answered(Lane *lane, const StickEvent *event)
{
    StickStatus *status = &lane->stick.status;
    switch (event->kind) {
    case STICK_EVENT_LOOKED:
        return;
    case STICK_EVENT_SAVED:
        saved(lane, &event->status);
        return;
    case STICK_EVENT_READ:
        status->task = STICK_READ;
        status->sum = event->status.sum;
        return;
    case STICK_EVENT_TAKING:
        lane_stick_begin_taking(lane, &event->status);
        return;
    case STICK_EVENT_ORDER:
        lane_stick_take_order(lane, event);
        return;
    case STICK_EVENT_NO_MORE:
        lane_stick_end_taking(lane);
        return;
    case STICK_EVENT_FAILED:
        lane_stick_fail(lane, event->status.trouble, event->status.words);
        return;
    }
}

void lane_stick_drain(Lane *lane)
{
    StickEvent event;
    while (bounded_queue_pop(&lane->stick.events, &event)) {
        if (event.kind == STICK_EVENT_LOOKED)
            looked(lane, &event.status);
        else if (event.number == lane->stick.job) {
            lane->changed = true;
            answered(lane, &event);
        } else
            free((void *)(uintptr_t)event.snapshot.data);
    }
}

/* --- looking --- */

static bool is_watched(const Lane *lane)
{
    return lane->checkout.screen == SCREEN_STAFF_STICK && lane->stick.worker &&
           !lane->stick.looking;
}

void lane_stick_turn(Lane *lane, int64_t now_ms)
{
    StickJob job = {.kind = STICK_JOB_LOOK};
    lane_stick_give_next(lane);
    if (lane->checkout.screen != SCREEN_STAFF_STICK) {
        lane->stick.status.looked = false;
        lane->stick.look_at_ms = 0;
        return;
    }
    if (!is_watched(lane) || now_ms < lane->stick.look_at_ms)
        return;
    memcpy(job.stick, lane->checkout.stick.name, sizeof job.stick);
    lane->stick.looking = stick_worker_give(lane->stick.worker, &job);
    lane->stick.look_at_ms = now_ms + LOOK_AGAIN_MS;
}

int64_t lane_stick_due_ms(const Lane *lane)
{
    return is_watched(lane) ? lane->stick.look_at_ms : INT64_MAX;
}

void lane_stick_release(Lane *lane)
{
    lane_stick_forget_taking(&lane->stick);
    bounded_queue_release(&lane->stick.events);
}
