#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/sync_plan.h"
#include "model_server.h"
#include "support/unit_test.h"

enum { STEP_COUNT = SYNC_STEP_SET_ASIDE + 1, ANSWER_COUNT = SYNC_ANSWER_LANE + 1 };

static uint32_t random_next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 32);
}

static bool is_end(SyncStep step)
{
    return step == SYNC_STEP_DONE || step == SYNC_STEP_SET_ASIDE;
}

static void back_off_stays_between_its_bounds(void **state)
{
    (void)state;
    uint64_t seed = 1;
    int64_t lowest[12], highest[12];
    for (int32_t attempts = 0; attempts < 12; attempts++) {
        lowest[attempts] = INT64_MAX;
        highest[attempts] = 0;
        for (int i = 0; i < 2000; i++) {
            int64_t delay = sync_plan_delay_ms(attempts, random_next(&seed));
            assert_true(delay >= SYNC_RETRY_DELAY_MS_MIN);
            assert_true(delay <= SYNC_RETRY_DELAY_MS_MAX);
            lowest[attempts] = delay < lowest[attempts] ? delay : lowest[attempts];
            highest[attempts] = delay > highest[attempts] ? delay : highest[attempts];
        }
        assert_true(highest[attempts] > lowest[attempts] + lowest[attempts] / 5); // jitter is there
        assert_true(highest[attempts] <= lowest[attempts] + lowest[attempts] / 4 + 64);
    }
    assert_true(lowest[2] >= 2 * SYNC_RETRY_DELAY_MS_MIN);
    assert_true(lowest[3] >= 4 * SYNC_RETRY_DELAY_MS_MIN);
    assert_true(lowest[11] >= SYNC_RETRY_DELAY_MS_MAX / 5 * 4);
    assert_true(sync_plan_delay_ms(INT32_MAX, UINT32_MAX) <= SYNC_RETRY_DELAY_MS_MAX);
}

static void periods_and_delays_of_loads_stay_between_their_bounds(void **state)
{
    (void)state;
    uint64_t seed = 2;
    for (int i = 0; i < 2000; i++) {
        int64_t period = sync_plan_period_ms(60000, random_next(&seed));
        assert_true(period > 44000 && period <= 60000);
        int64_t first = sync_plan_load_delay_ms(1, random_next(&seed));
        assert_true(first >= SYNC_LOAD_DELAY_MS_MIN / 2 && first <= SYNC_LOAD_DELAY_MS_MIN);
        int64_t late = sync_plan_load_delay_ms(INT32_MAX, random_next(&seed));
        assert_true(late >= SYNC_LOAD_DELAY_MS_MAX / 2 && late <= SYNC_LOAD_DELAY_MS_MAX);
    }
    assert_int_equal(sync_plan_period_ms(0, UINT32_MAX), 0);
}

// What each answer may lead to, whatever the step: nothing is forgotten and nothing leads to a
// blind send.
static void every_step_takes_every_answer(void **state)
{
    (void)state;
    for (int step = 0; step < STEP_COUNT; step++)
        for (int answer = 0; answer < ANSWER_COUNT; answer++) {
            SyncOrderState before = {.step = (SyncStep)step, .looks_left = 1};
            SyncOrderState after = sync_plan_next(before, (SyncAnswer)answer, 5000, 7);
            if (is_end(before.step)) {
                assert_int_equal(after.step, before.step);
                continue;
            }
            switch ((SyncAnswer)answer) {
            case SYNC_ANSWER_PAID_THERE:
                assert_int_equal(after.step, SYNC_STEP_DONE);
                break;
            case SYNC_ANSWER_MISMATCH:
            case SYNC_ANSWER_REFUSED:
                assert_int_equal(after.step, SYNC_STEP_SET_ASIDE);
                break;
            case SYNC_ANSWER_EXTRA_DRAFTS:
                assert_int_equal(after.step, SYNC_STEP_REMOVE_EXTRA);
                break;
            case SYNC_ANSWER_UNKNOWN:
            case SYNC_ANSWER_RETRY:
            case SYNC_ANSWER_LANE:
                assert_false(
                    sync_plan_step_writes(after.step)); // look before anything is sent again
                assert_true(after.not_before_ms >= 5000 + SYNC_RETRY_DELAY_MS_MIN);
                break;
            case SYNC_ANSWER_OK:
            case SYNC_ANSWER_NONE_THERE:
            case SYNC_ANSWER_DRAFT_THERE:
                break;
            }
            if (after.step == SYNC_STEP_PAID)
                assert_int_equal(answer, SYNC_ANSWER_DRAFT_THERE);
            if (after.step == SYNC_STEP_DRAFT)
                assert_int_equal(answer, SYNC_ANSWER_NONE_THERE);
            if (after.step == SYNC_STEP_DONE)
                assert_int_equal(answer, SYNC_ANSWER_PAID_THERE);
        }
}

static void an_order_goes_its_way(void **state)
{
    (void)state;
    static const struct {
        SyncStep step;
        SyncAnswer answer;
    } way[] = {{SYNC_STEP_LOOKUP, SYNC_ANSWER_NONE_THERE},
               {SYNC_STEP_DRAFT, SYNC_ANSWER_OK},
               {SYNC_STEP_CHECK_DRAFT, SYNC_ANSWER_DRAFT_THERE},
               {SYNC_STEP_PAID, SYNC_ANSWER_OK},
               {SYNC_STEP_CHECK_PAID, SYNC_ANSWER_PAID_THERE}};
    SyncOrderState plan = sync_plan_begin(false, 0);
    for (size_t i = 0; i < COUNT_OF(way); i++) {
        assert_int_equal(plan.step, way[i].step);
        plan = sync_plan_next(plan, way[i].answer, 100, 0);
        assert_int_equal(plan.not_before_ms, 0); // no waiting when all goes well
    }
    assert_int_equal(plan.step, SYNC_STEP_DONE);
}

static void an_unknown_outcome_is_looked_up_twice_before_a_resend(void **state)
{
    (void)state;
    SyncOrderState plan = {.step = SYNC_STEP_DRAFT};
    plan = sync_plan_next(plan, SYNC_ANSWER_UNKNOWN, 0, 0);
    assert_int_equal(plan.step, SYNC_STEP_LOOKUP);
    assert_true(plan.not_before_ms >= SYNC_RETRY_DELAY_MS_MIN);
    plan = sync_plan_next(plan, SYNC_ANSWER_UNKNOWN, 1000, 0); // the look-up itself is lost
    assert_int_equal(plan.step, SYNC_STEP_LOOKUP);
    plan = sync_plan_next(plan, SYNC_ANSWER_NONE_THERE, 2000, 0);
    assert_int_equal(plan.step, SYNC_STEP_LOOKUP);
    assert_true(plan.not_before_ms >= 2000 + SYNC_RETRY_DELAY_MS_MIN);
    plan = sync_plan_next(plan, SYNC_ANSWER_NONE_THERE, 4000, 0);
    assert_int_equal(plan.step, SYNC_STEP_DRAFT);
    assert_true(
        plan.attempts >
        0); // a server that answers look-ups and loses pushes is left alone longer and longer
}

// The server may finish both between the look and the next paid push, and would make a second sale
// of the late draft.
static void a_paid_push_is_repeated_only_when_no_late_draft_can_come(void **state)
{
    (void)state;
    SyncOrderState plan = {.step = SYNC_STEP_DRAFT};
    plan = sync_plan_next(plan, SYNC_ANSWER_UNKNOWN, 1000, 0); // may be stored until 121000
    plan = sync_plan_next(plan, SYNC_ANSWER_NONE_THERE, 2000, 0);
    plan = sync_plan_next(plan, SYNC_ANSWER_NONE_THERE, 4000, 0);
    plan = sync_plan_next(plan, SYNC_ANSWER_OK, 4100, 0);
    plan = sync_plan_next(plan, SYNC_ANSWER_DRAFT_THERE, 4200, 0);
    assert_int_equal(plan.step, SYNC_STEP_PAID); // the first one waits for nothing
    plan = sync_plan_next(plan, SYNC_ANSWER_UNKNOWN, 5000, 0);
    plan = sync_plan_next(plan, SYNC_ANSWER_DRAFT_THERE, 7000, 0);
    plan = sync_plan_next(plan, SYNC_ANSWER_DRAFT_THERE, 9000, 0);
    assert_int_equal(plan.step, SYNC_STEP_LOOKUP);
    assert_int_equal(plan.not_before_ms, 1000 + SYNC_WRITE_LIVES_MS);
    SyncOrderState late = sync_plan_next(plan, SYNC_ANSWER_EXTRA_DRAFTS, plan.not_before_ms, 0);
    assert_int_equal(late.step, SYNC_STEP_REMOVE_EXTRA);
    assert_int_equal(sync_plan_next(plan, SYNC_ANSWER_PAID_THERE, plan.not_before_ms, 0).step,
                     SYNC_STEP_DONE);
    plan = sync_plan_next(plan, SYNC_ANSWER_DRAFT_THERE, plan.not_before_ms, 0);
    assert_int_equal(plan.step, SYNC_STEP_PAID);
}

// As most of them: then the server keeps one of two paid pushes by itself.
static void a_paid_push_is_repeated_at_once_when_every_draft_was_answered(void **state)
{
    (void)state;
    SyncOrderState plan = {.step = SYNC_STEP_PAID};
    plan = sync_plan_next(plan, SYNC_ANSWER_UNKNOWN, 1000, 0);
    plan = sync_plan_next(plan, SYNC_ANSWER_DRAFT_THERE, 2000, 0);
    plan = sync_plan_next(plan, SYNC_ANSWER_DRAFT_THERE, 4000, 0);
    assert_int_equal(plan.step, SYNC_STEP_PAID);
}

static void an_order_of_an_earlier_life_is_looked_up_twice(void **state)
{
    (void)state;
    SyncOrderState plan = sync_plan_next(sync_plan_begin(true, 0), SYNC_ANSWER_NONE_THERE, 0, 0);
    assert_int_equal(plan.step, SYNC_STEP_LOOKUP);
    assert_int_equal(sync_plan_next(plan, SYNC_ANSWER_NONE_THERE, 0, 0).step, SYNC_STEP_DRAFT);
}

static void retries_of_a_write_end(void **state)
{
    (void)state;
    SyncOrderState plan = sync_plan_begin(false, 0);
    int32_t sends = 0;
    while (!is_end(plan.step)) {
        if (plan.step == SYNC_STEP_LOOKUP) {
            plan = sync_plan_next(plan, SYNC_ANSWER_NONE_THERE, 0, 0);
        } else {
            sends++;
            plan = sync_plan_next(plan, SYNC_ANSWER_RETRY, 0, 0);
        }
    }
    assert_int_equal(plan.step, SYNC_STEP_SET_ASIDE);
    assert_int_equal(sends, SYNC_RETRIES_OF_RETRY_MAX + 1);
}

static void a_server_in_trouble_sets_no_order_aside(void **state)
{
    (void)state;
    SyncOrderState plan = sync_plan_begin(false, 0);
    for (int i = 0; i < 1000; i++)
        plan = sync_plan_next(plan, i % 2 ? SYNC_ANSWER_RETRY : SYNC_ANSWER_UNKNOWN, 0, 0);
    assert_int_equal(plan.step, SYNC_STEP_LOOKUP);
}

static void drafts_that_cannot_be_removed_end_as_a_case(void **state)
{
    (void)state;
    SyncOrderState plan = sync_plan_begin(false, 0);
    for (int i = 0; i < 100 && !is_end(plan.step); i++)
        plan = sync_plan_next(
            plan, plan.step == SYNC_STEP_REMOVE_EXTRA ? SYNC_ANSWER_OK : SYNC_ANSWER_EXTRA_DRAFTS,
            0, 0);
    assert_int_equal(plan.step, SYNC_STEP_SET_ASIDE);
}

static void three_equal_refusals_stop_the_queue(void **state)
{
    (void)state;
    SyncQueueState queue = {0};
    bool keep = true;
    queue = sync_plan_refused(queue, 11, &keep);
    assert_false(keep);
    queue = sync_plan_refused(queue, 11, &keep);
    assert_false(keep || queue.stopped);
    queue = sync_plan_refused(queue, 12, &keep); // another refusal in between: about that order
    queue = sync_plan_refused(queue, 11, &keep);
    queue = sync_plan_refused(queue, 11, &keep);
    queue = sync_plan_confirmed(queue); // an order got through: not the lane
    queue = sync_plan_refused(queue, 11, &keep);
    queue = sync_plan_refused(queue, 11, &keep);
    assert_false(keep || queue.stopped);
    queue = sync_plan_refused(queue, 11, &keep);
    assert_true(keep);
    assert_true(queue.stopped);
}

// A random walk over answers that a server of goodwill could give always ends.
static void random_walks_end(void **state)
{
    (void)state;
    for (uint64_t run = 1; run <= 20000; run++) {
        uint64_t seed = run;
        SyncOrderState plan = sync_plan_begin(run % 2, 0);
        int steps = 0;
        for (; steps < 400 && !is_end(plan.step); steps++) {
            bool writes = sync_plan_step_writes(plan.step);
            SyncAnswer answer = (SyncAnswer)(random_next(&seed) % ANSWER_COUNT);
            if (writes && answer != SYNC_ANSWER_RETRY && answer != SYNC_ANSWER_UNKNOWN)
                answer = SYNC_ANSWER_OK;
            plan = sync_plan_next(plan, answer, steps, random_next(&seed));
        }
        assert_true(is_end(plan.step));
    }
}

static SyncAnswer model_look(ModelServer *server, const char *name)
{
    int32_t paid = model_count(server, name, true), drafts = model_count(server, name, false);
    if (paid > 1)
        return SYNC_ANSWER_MISMATCH;
    if (drafts > 1 || (paid == 1 && drafts == 1))
        return SYNC_ANSWER_EXTRA_DRAFTS;
    return paid     ? SYNC_ANSWER_PAID_THERE
           : drafts ? SYNC_ANSWER_DRAFT_THERE
                    : SYNC_ANSWER_NONE_THERE;
}

static void model_remove_extra(ModelServer *server, const char *name)
{
    bool keep = model_count(server, name, true) == 0;
    for (int32_t i = 0; i < server->record_count; i++) {
        ModelRecord *record = &server->records[i];
        if (record->gone || record->paid || strcmp(record->reference, name) != 0)
            continue;
        if (!keep)
            model_remove_draft(server, record->id);
        keep = false;
    }
}

// One step at a server that loses answers, answers late, fails before or says "not now".
static SyncAnswer model_step(ModelServer *server, const char *name, SyncStep step, int64_t now_ms,
                             uint64_t *seed, bool faulty)
{
    uint32_t fault = faulty ? random_next(seed) % 12 : 99;
    if (step == SYNC_STEP_DRAFT || step == SYNC_STEP_PAID) {
        bool draft = step == SYNC_STEP_DRAFT;
        int32_t id;
        if (fault < 2) // an error before anything was done, or garbage from a proxy
            return fault ? SYNC_ANSWER_RETRY : SYNC_ANSWER_UNKNOWN;
        if (fault < 5) { // the client gave up, the server goes on for a while
            model_push_slowly(server, name, "t", 1, draft, now_ms + random_next(seed) % 1900);
            return SYNC_ANSWER_UNKNOWN;
        }
        ModelResult result = model_push(server, name, "t", 1, draft, &id);
        if (fault < 7)
            return SYNC_ANSWER_UNKNOWN; // done, the answer is lost
        return result == MODEL_SERIALIZATION ? SYNC_ANSWER_RETRY : SYNC_ANSWER_OK;
    }
    if (fault < 3)
        return fault ? SYNC_ANSWER_UNKNOWN : SYNC_ANSWER_RETRY;
    if (step != SYNC_STEP_REMOVE_EXTRA)
        return model_look(server, name);
    model_remove_extra(server, name);
    return fault < 5 ? SYNC_ANSWER_UNKNOWN : SYNC_ANSWER_OK;
}

static void each_order_ends_once_paid_whatever_is_lost(void **state)
{
    (void)state;
    ModelServer *server = calloc(1, sizeof *server);
    for (uint64_t run = 1; run <= 2000; run++) {
        uint64_t seed = run;
        int64_t now_ms = 0;
        for (int order = 0; order < 3; order++) {
            *server = (ModelServer){0};
            SyncOrderState plan = sync_plan_begin(false, now_ms);
            for (int steps = 0; !is_end(plan.step); steps++) {
                assert_true(steps < 500);
                if (plan.not_before_ms > now_ms)
                    now_ms = plan.not_before_ms;
                model_advance(server, now_ms);
                // The kiosk dies now and then and begins again from its journal.
                if (steps < 30 && random_next(&seed) % 25 == 0)
                    plan = sync_plan_begin(true, now_ms);
                plan.server_retries = 0; // the cap is tested above
                SyncAnswer answer =
                    model_step(server, "Order 1", plan.step, now_ms, &seed, steps < 30);
                plan = sync_plan_next(plan, answer, now_ms, random_next(&seed));
                now_ms += 5 + random_next(&seed) % 50;
            }
            model_advance(server, now_ms + 100000);
            if (model_count(server, "Order 1", true) != 1 || plan.step != SYNC_STEP_DONE ||
                model_count(server, "Order 1", false) != 0)
                fail_msg("seed %llu order %d: paid %d times, %d drafts left",
                         (unsigned long long)run, order, model_count(server, "Order 1", true),
                         model_count(server, "Order 1", false));
        }
    }
    free(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(back_off_stays_between_its_bounds),
        cmocka_unit_test(periods_and_delays_of_loads_stay_between_their_bounds),
        cmocka_unit_test(every_step_takes_every_answer),
        cmocka_unit_test(an_order_goes_its_way),
        cmocka_unit_test(an_unknown_outcome_is_looked_up_twice_before_a_resend),
        cmocka_unit_test(a_paid_push_is_repeated_only_when_no_late_draft_can_come),
        cmocka_unit_test(a_paid_push_is_repeated_at_once_when_every_draft_was_answered),
        cmocka_unit_test(an_order_of_an_earlier_life_is_looked_up_twice),
        cmocka_unit_test(retries_of_a_write_end),
        cmocka_unit_test(a_server_in_trouble_sets_no_order_aside),
        cmocka_unit_test(drafts_that_cannot_be_removed_end_as_a_case),
        cmocka_unit_test(three_equal_refusals_stop_the_queue),
        cmocka_unit_test(random_walks_end),
        cmocka_unit_test(each_order_ends_once_paid_whatever_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
