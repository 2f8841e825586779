#include "journal/journal_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/order_snapshot.h"
#include "journal/journal_compact.h"
#include "journal/journal_read.h"

// So many that a record covers several sectors, and can lose one in its middle.
enum { SALE_LINES = 16 };

void fixture_uuid(int32_t kind, int64_t number, char out[ORDER_UUID_SIZE])
{
    snprintf(out, ORDER_UUID_SIZE, "%08x-0000-4000-8000-%012llx", (unsigned)kind,
             (unsigned long long)number);
}

Bytes fixture_order(Arena *arena, const char *uuid, int64_t counter, int32_t line_count,
                    const char *intent_id)
{
    static Order room;
    Order *order = &room;
    memset(order, 0, sizeof *order);
    snprintf(order->uuid, sizeof order->uuid, "%s", uuid);
    fixture_uuid(0x77, counter, order->access_token);
    snprintf(order->language, sizeof order->language, "en");
    snprintf(order->ticket_code, sizeof order->ticket_code, "A1B2C");
    order->currency = (Currency){.code = "EUR", .symbol = "€", .decimals = 2, .rounding = 0.01};
    order->number = (OrderNumber){
        .session_id = counter ? 16 : 0, .login_number = counter ? 1 : 0, .counter = counter};
    order->started_unix_ms = 1700000000000;
    order->total = order->total_untaxed = (Money){counter * 100};
    order->line_count = line_count;
    order->next_line_id = line_count + 1;
    for (int32_t i = 0; i < line_count; i++) {
        OrderLine *line = &order->lines[i];
        line->id = i + 1;
        line->article_id = 100 + i;
        fixture_uuid(0x11, i + 1, line->uuid);
        snprintf(line->name, sizeof line->name, "Whole milk");
        snprintf(line->unit, sizeof line->unit, "Units");
        line->quantity.milli = 1000;
        line->unit_price = line->list_price = (UnitPrice){1000000};
        line->subtotal = line->subtotal_incl = line->display_total = (Money){100};
    }
    if (intent_id) {
        order->payment_count = 1;
        order->payments[0].method_id = 1;
        order->payments[0].amount = order->total;
        snprintf(order->payments[0].intent_id, ORDER_UUID_SIZE, "%s", intent_id);
        order->paid_unix_ms = 1700000000500;
    }
    Bytes bytes = {0};
    Error error = {0};
    if (!order_snapshot_encode(order, arena, &bytes, &error))
        fail_msg("cannot encode: %s", error.message);
    return bytes;
}

void fixture_init(Fixture *fixture, FakeOs *fake)
{
    *fixture = (Fixture){.fake = fake, .os = fake_os_table(fake), .unix_ms = 1700000000000};
    arena_create(&fixture->arena, (size_t)64 << 20);
}

void fixture_release(Fixture *fixture)
{
    fixture_stop(fixture);
    arena_destroy(&fixture->arena);
    fake_os_destroy(fixture->fake);
}

bool fixture_start(Fixture *fixture)
{
    arena_clear(&fixture->arena);
    if (!journal_recover(&fixture->os, FIXTURE_FOLDER, &fixture->arena, &fixture->recovered,
                         &fixture->error))
        return false;
    if (!journal_writer_open(&fixture->os, FIXTURE_FOLDER, &fixture->recovered, &fixture->writer,
                             &fixture->error)) {
        journal_abandon(&fixture->os, &fixture->recovered);
        return false;
    }
    if (fixture->segment_size_max > 0)
        journal_writer_limit_segments(fixture->writer, fixture->segment_size_max);
    return true;
}

void fixture_stop(Fixture *fixture)
{
    journal_writer_close(fixture->writer);
    fixture->writer = NULL;
}

static bool append_group(Fixture *fixture, JournalEntry *entries, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        entries[i].unix_ms = fixture->unix_ms++;
    journal_writer_append(fixture->writer, entries, count);
    bool ok = true;
    for (int32_t i = 0; i < count; i++) {
        ok = ok && entries[i].result.ok;
        if (!entries[i].result.ok)
            fixture->error = entries[i].result.error;
    }
    return ok;
}

bool fixture_append(Fixture *fixture, JournalKind kind, Bytes payload)
{
    JournalEntry entry = {.kind = kind, .payload = payload};
    return append_group(fixture, &entry, 1);
}

static bool charge(Fixture *fixture, FixtureSale *sale)
{
    Arena *arena = &fixture->arena;
    JournalIntent intent = {
        .method_id = 1, .amount = {sale->counter * 100}, .asked_unix_ms = fixture->unix_ms};
    memcpy(intent.intent_id, sale->intent_id, ORDER_UUID_SIZE);
    Bytes order = fixture_order(arena, sale->uuid, sale->counter, SALE_LINES, NULL);
    sale->intent_tried = true;
    if (!fixture_append(fixture, JOURNAL_INTENT, journal_encode_intent(&intent, order, arena)))
        return false;
    sale->intent_told = true;
    fixture->counter_told = sale->counter;
    intent.outcome = JOURNAL_INTENT_APPROVED;
    snprintf(intent.words, sizeof intent.words, "approved");
    if (!fixture_append(fixture, JOURNAL_INTENT_RESULT,
                        journal_encode_intent_result(&intent, sale->uuid, arena)))
        return false;
    sale->paid_tried = true;
    sale->paid_told = fixture_append(
        fixture, JOURNAL_PAID,
        fixture_order(arena, sale->uuid, sale->counter, SALE_LINES, sale->intent_id));
    return sale->paid_told;
}

bool fixture_sell(Fixture *fixture)
{
    CHECK(fixture->sale_count < FIXTURE_SALES_MAX);
    Arena *arena = &fixture->arena;
    int32_t index = fixture->sale_count++;
    FixtureSale *sale = &fixture->sales[index];
    int64_t last = fixture->recovered.counter_last;
    sale->counter = (last > fixture->counter_told ? last : fixture->counter_told) + 1;
    // A number that was only tried may come again; the order's uuid never does.
    fixture_uuid(1 + index, sale->counter, sale->uuid);
    fixture_uuid(0x1000 + index, sale->counter, sale->intent_id);
    for (int32_t i = 0; i < index; i++)
        fixture->sales[i].left_tried = true;
    sale->basket_tried = true;
    for (int32_t lines = 1; lines <= 2; lines++)
        if (!fixture_append(fixture, JOURNAL_BASKET,
                            fixture_order(arena, sale->uuid, 0, lines, NULL)))
            return false;
    sale->basket_told = true;
    if (!charge(fixture, sale))
        return false;
    JournalServerNote note = {.state =
                                  index % 2 ? JOURNAL_SERVER_DRAFTED : JOURNAL_SERVER_CONFIRMED,
                              .server_id = 500 + index};
    memcpy(note.uuid, sale->uuid, ORDER_UUID_SIZE);
    sale->end_tried = note.state == JOURNAL_SERVER_CONFIRMED;
    // Larger than a page, so that a group can be torn between its records.
    JournalAttendantNote attendant = {
        .attendant = "Ada", .action = "age", .reason = "looked at the face"};
    JournalEntry group[8] = {
        {.kind = JOURNAL_RECEIPT, .payload = journal_encode_receipt(sale->uuid, "printed", arena)},
        {.kind = JOURNAL_SERVER, .payload = journal_encode_server(&note, arena)}};
    for (size_t i = 2; i < COUNT_OF(group); i++)
        group[i] = (JournalEntry){.kind = JOURNAL_ATTENDANT,
                                  .payload = journal_encode_attendant(&attendant, arena)};
    if (!append_group(fixture, group, (int32_t)COUNT_OF(group)))
        return false;
    sale->end_told = sale->end_tried;
    return true;
}

bool fixture_confirm_all(Fixture *fixture)
{
    for (int32_t i = 0; i < fixture->sale_count; i++) {
        FixtureSale *sale = &fixture->sales[i];
        if (!sale->paid_told || sale->end_told)
            continue;
        JournalServerNote note = {.state = JOURNAL_SERVER_CONFIRMED, .server_id = 500 + i};
        memcpy(note.uuid, sale->uuid, ORDER_UUID_SIZE);
        sale->end_tried = true;
        sale->end_told =
            fixture_append(fixture, JOURNAL_SERVER, journal_encode_server(&note, &fixture->arena));
        if (!sale->end_told)
            return false;
    }
    return true;
}

bool fixture_compact(Fixture *fixture)
{
    JournalCompact *compact = journal_compact_create();
    bool ok = true;
    journal_compact_begin(compact, JOURNAL_NUMBER_MAX);
    while (ok && journal_compact_is_busy(compact))
        ok = journal_compact_step(compact, fixture->writer, &fixture->error);
    assert_false(journal_compact_is_busy(compact));
    journal_compact_destroy(compact);
    return ok;
}

int32_t fixture_segment_count(Fixture *fixture)
{
    JournalSegmentList list;
    if (!journal_folder_list(&fixture->os, FIXTURE_FOLDER, &list, &fixture->error))
        fail_msg("%s", fixture->error.message);
    int32_t count = list.count;
    journal_folder_list_release(&list);
    return count;
}

static void note_known(const Fixture *fixture, const char *uuid, int32_t server_id, bool *known)
{
    for (int32_t i = 0; i < fixture->sale_count; i++)
        if (strcmp(fixture->sales[i].uuid, uuid) == 0) {
            known[i] = true;
            if (server_id != 0)
                assert_int_equal(server_id, 500 + i);
        }
}

static void note_digested(const Fixture *fixture, Bytes payload, bool *known)
{
    JournalDigest digest;
    JournalDigestOrder order;
    JournalUnpack rest;
    Error error;
    assert_true(journal_decode_digest(payload, &digest, &rest, &error));
    for (int32_t i = 0; i < digest.entry_count; i++) {
        assert_true(journal_decode_digest_order(&rest, &order, &error));
        if (order.here)
            note_known(fixture, order.uuid, order.server_id, known);
    }
}

void fixture_check_known(Fixture *fixture)
{
    bool known[FIXTURE_SALES_MAX] = {0};
    JournalReader *reader = malloc(sizeof *reader);
    CHECK(reader != NULL);
    assert_true(
        journal_reader_open(&fixture->os, FIXTURE_FOLDER, NULL, 0, reader, &fixture->error));
    JournalStep step;
    do {
        assert_true(journal_reader_next(reader, &step, &fixture->error));
        if (step.kind == JOURNAL_STEP_RECORD && step.record.kind == JOURNAL_PAID)
            note_known(fixture, step.record.order_uuid, 0, known);
        if (step.kind == JOURNAL_STEP_RECORD && step.record.kind == JOURNAL_DIGEST)
            note_digested(fixture, step.record.payload, known);
    } while (step.kind != JOURNAL_STEP_END);
    journal_reader_close(reader);
    free(reader);
    for (int32_t i = 0; i < fixture->sale_count; i++)
        if (fixture->sales[i].paid_told && !known[i])
            fail_msg("sale %d is gone", (int)i);
}

static bool is_pending(const JournalRecovered *recovered, const char *uuid)
{
    for (int32_t i = 0; i < recovered->pending_count; i++)
        if (strcmp(recovered->pending[i].uuid, uuid) == 0)
            return true;
    return false;
}

static bool is_open_charge(const JournalRecovered *recovered, const FixtureSale *sale)
{
    for (int32_t i = 0; i < recovered->case_count; i++)
        if (strcmp(recovered->cases[i].intent.intent_id, sale->intent_id) == 0)
            return true;
    return recovered->has_intent && recovered->has_basket &&
           strcmp(recovered->basket->uuid, sale->uuid) == 0 &&
           strcmp(recovered->intent.intent_id, sale->intent_id) == 0;
}

void fixture_check_recovered(const Fixture *fixture, const JournalRecovered *recovered)
{
    assert_true(recovered->counter_last >= fixture->counter_told);
    for (int32_t i = 0; i < fixture->sale_count; i++) {
        const FixtureSale *sale = &fixture->sales[i];
        bool pending = is_pending(recovered, sale->uuid), open = is_open_charge(recovered, sale);
        if (sale->paid_told && !sale->end_tried)
            assert_true(pending);
        if (sale->end_told)
            assert_false(pending);
        if (pending)
            assert_true(sale->paid_tried);
        assert_false(pending && open);
        // A charge that was asked for is a paid order or an open case: never nothing, never two.
        if (sale->intent_told && !sale->end_tried)
            assert_true(pending || open);
        if (open)
            assert_true(sale->intent_tried);
        if (sale->basket_told && !sale->intent_tried && !sale->left_tried)
            assert_true(recovered->has_basket && strcmp(recovered->basket->uuid, sale->uuid) == 0);
    }
    int32_t known = 0;
    for (int32_t i = 0; i < fixture->sale_count; i++)
        known += is_pending(recovered, fixture->sales[i].uuid);
    assert_int_equal(known, recovered->pending_count);
}

int32_t fixture_verify(Fixture *fixture, char what[160], int32_t *out_records)
{
    uint8_t key[JOURNAL_KEY_SIZE];
    JournalKeyState state;
    JournalReader *reader = malloc(sizeof *reader);
    CHECK(reader != NULL);
    assert_true(journal_key_load(&fixture->os, FIXTURE_FOLDER, key, &state, &fixture->error));
    assert_true(journal_reader_open(&fixture->os, FIXTURE_FOLDER,
                                    state == JOURNAL_KEY_FOUND ? key : NULL, 0, reader,
                                    &fixture->error));
    JournalStep step;
    int32_t damaged = 0;
    *out_records = 0;
    what[0] = 0;
    do {
        if (!journal_reader_next(reader, &step, &fixture->error))
            fail_msg("%s", fixture->error.message);
        *out_records += step.kind == JOURNAL_STEP_RECORD;
        if (journal_step_is_damage(step.kind) && damaged++ == 0)
            memcpy(what, step.what, 160);
    } while (step.kind != JOURNAL_STEP_END);
    journal_reader_close(reader);
    free(reader);
    return damaged;
}

void fixture_copy(const Fixture *from, Fixture *out)
{
    *out = *from;
    out->fake = fake_os_clone(from->fake);
    out->os = fake_os_table(out->fake);
    out->writer = NULL;
    arena_create(&out->arena, (size_t)64 << 20);
}
