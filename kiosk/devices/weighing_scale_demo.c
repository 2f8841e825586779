#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "devices/weighing_scale.h"

enum { DEMO_QUEUE = 16, DEMO_FULL_MS = 20 };

typedef struct DemoCommand {
    ScaleDemoKind kind;
    bool stop;
    int32_t grams;
} DemoCommand;

struct WeighingScale {
    BoundedQueue commands;
    BoundedQueue *events;
    pthread_t thread;
    ScaleEvent shown; // what was told last
    int32_t settles_at_grams;
    atomic_bool stopping;
};

static void tell(WeighingScale *scale, ScaleState state, int32_t grams)
{
    ScaleEvent event = {state, grams};
    if (event.state == scale->shown.state && event.grams == scale->shown.grams)
        return;
    scale->shown = event;
    while (!bounded_queue_push(scale->events, &event) && !atomic_load(&scale->stopping)) {
        // The main thread is behind. A lost "empty" would let one weight be sold twice: wait.
        struct timespec pause = {.tv_nsec = DEMO_FULL_MS * 1000000L};
        nanosleep(&pause, NULL);
    }
}

static void settle(WeighingScale *scale)
{
    int32_t grams = scale->settles_at_grams;
    ScaleState state = grams == 0                        ? SCALE_EMPTY
                       : grams < WEIGHING_DEMO_GRAMS_MIN ? SCALE_UNDER
                       : grams > WEIGHING_DEMO_GRAMS_MAX ? SCALE_OVER
                                                         : SCALE_STEADY;
    tell(scale, state, grams);
}

// What follows a command; returns true when the scale has yet to settle.
static bool obey(WeighingScale *scale, const DemoCommand *command)
{
    switch (command->kind) {
    case SCALE_DEMO_PUT:
        scale->settles_at_grams = command->grams;
        if (scale->shown.state != SCALE_ABSENT && command->grams == scale->shown.grams)
            return true; // nothing was put: it is at rest in a moment all the same
        tell(scale, SCALE_MOVING, (scale->shown.grams + command->grams) / 2);
        return true;
    case SCALE_DEMO_SHAKE:
        tell(scale, SCALE_MOVING, scale->shown.grams);
        return false;
    case SCALE_DEMO_OFF:
        tell(scale, SCALE_ABSENT, 0);
        return false;
    }
    return false;
}

static void *run(void *context)
{
    WeighingScale *scale = context;
    log_thread_name("scale");
    tell(scale, SCALE_EMPTY, 0);
    for (bool settles = false; !atomic_load(&scale->stopping);) {
        DemoCommand command;
        if (!bounded_queue_wait(&scale->commands, &command,
                                settles ? WEIGHING_DEMO_SETTLE_MS : -1)) {
            settle(scale);
            settles = false;
        } else if (command.stop) {
            break;
        } else {
            settles = obey(scale, &command);
        }
    }
    return NULL;
}

bool weighing_scale_start(const char *kind, BoundedQueue *events, WeighingScale **out, Error *error)
{
    if (strcmp(kind, "none") == 0) {
        *out = NULL;
        return true;
    }
    if (strcmp(kind, "demo") != 0)
        return error_set(error, ERROR_INVALID, "scale '%s' is not known: use none or demo", kind);
    WeighingScale *scale = calloc(1, sizeof *scale);
    CHECK(scale != NULL);
    scale->events = events;
    scale->shown.state = SCALE_ABSENT;
    bounded_queue_init(&scale->commands, sizeof(DemoCommand), DEMO_QUEUE);
    CHECK(pthread_create(&scale->thread, NULL, run, scale) == 0);
    *out = scale;
    return true;
}

void weighing_scale_stop(WeighingScale *scale)
{
    if (!scale)
        return;
    DemoCommand stop = {.stop = true};
    atomic_store(&scale->stopping, true);
    while (!bounded_queue_push(&scale->commands, &stop)) {
        DemoCommand ignored;
        if (!bounded_queue_pop(&scale->commands, &ignored))
            break;
    }
    pthread_join(scale->thread, NULL);
    bounded_queue_release(&scale->commands);
    free(scale);
}

bool weighing_scale_demo_put(WeighingScale *scale, ScaleDemoKind kind, int32_t grams)
{
    DemoCommand command = {.kind = kind, .grams = grams};
    return scale && bounded_queue_push(&scale->commands, &command);
}
