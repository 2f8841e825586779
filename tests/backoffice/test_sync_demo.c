/* The thread as it is, over libcurl, against the demo back office: load, sell, kill the server in
 * the middle, sell on. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backoffice/odoo17_order_record.h"
#include "backoffice/sync_thread.h"
#include "domain/order_snapshot.h"
#include "support/unit_test.h"

static char folder[64], data[96];
static int32_t port;
static pid_t demo;
static Os os;
static HttpTransport transport;
static BoundedQueue events;
static SyncThread *sync_thread;
static SyncConfig config;
static JournalSession session;
static Bytes block;
static Catalogue catalogue;
static SyncState state_now;
static int64_t counter;

static int32_t free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(probe, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(getsockname(probe, (struct sockaddr *)&address, &size), 0);
    close(probe);
    return ntohs(address.sin_port);
}

static void start_demo(void)
{
    int pipes[2];
    char port_text[16], folder_text[80], ready[16] = "";
    snprintf(port_text, sizeof port_text, "%d", port);
    snprintf(folder_text, sizeof folder_text, "%s/server", folder);
    assert_int_equal(pipe(pipes), 0);
    demo = fork();
    if (demo == 0) {
        dup2(pipes[1], 1);
        close(pipes[0]);
        close(pipes[1]);
        execlp("python3", "python3", getenv("DEMO_BACKOFFICE"), "--port", port_text, "--data",
               folder_text, (char *)NULL);
        _exit(127);
    }
    close(pipes[1]);
    FILE *output = fdopen(pipes[0], "r");
    assert_non_null(fgets(ready, sizeof ready, output));
    assert_string_equal(ready, "ready\n");
    fclose(output);
}

static void kill_demo(void)
{
    kill(demo, SIGKILL);
    waitpid(demo, NULL, 0);
}

// What a shell says, in one line.
static void ask_control(const char *path, const char *post, char *out, int32_t room)
{
    char command[256];
    snprintf(command, sizeof command, "curl -s %s%s%s http://127.0.0.1:%d%s", post ? "-d '" : "",
             post ? post : "", post ? "'" : "", port, path);
    FILE *output = popen(command, "r");
    out[fread(out, 1, (size_t)room - 1, output)] = 0;
    pclose(output);
}

static void fault(const char *spec)
{
    char answer[256];
    ask_control("/demo/fault", spec, answer, sizeof answer);
}

static bool next_event(SyncEvent *event, int32_t timeout_ms)
{
    if (!bounded_queue_wait(&events, event, timeout_ms))
        return false;
    if (event->kind == SYNC_EVENT_STATE)
        state_now = event->state;
    if (event->kind == SYNC_EVENT_SESSION)
        session = event->session;
    return true;
}

static SyncEvent wait_for(SyncEventKind kind)
{
    SyncEvent event;
    for (;;) {
        if (!next_event(&event, 20000))
            fail_msg("no event of kind %d", (int)kind);
        if (event.kind == kind)
            return event;
    }
}

static void wait_for_state(SyncState state)
{
    while (state_now != state)
        (void)wait_for(SYNC_EVENT_STATE);
}

static void start_sync(void)
{
    Error error;
    HttpCurlConfig curl = {.clock = os_linux().clock};
    snprintf(curl.url, sizeof curl.url, "http://127.0.0.1:%d", port);
    if (!http_transport_curl_create(&curl, &transport, &error) ||
        !sync_start(&os, &transport, &config, NULL, 0, &events, &sync_thread, &error))
        fail_msg("%s", error.message);
    state_now = SYNC_STARTING;
}

static void stop_sync(void)
{
    SyncEvent event;
    sync_stop(sync_thread);
    sync_thread = NULL;
    http_transport_curl_destroy(&transport);
    while (bounded_queue_pop(&events, &event))
        sync_release_catalogue(event.catalogue_block);
}

static void fill_uuid(char out[ORDER_UUID_SIZE], int64_t number)
{
    snprintf(out, ORDER_UUID_SIZE, "00000000-0000-4000-8000-%012llx",
             (unsigned long long)number & 0xffffffffffffull);
}

// One article, paid by card, as the lane would have journalled it.
static void sell(Order *order)
{
    OrderPricing pricing = {&catalogue, catalogue.shop->pricelist, CATALOGUE_NONE, 1795443177};
    char uuid[ORDER_UUID_SIZE], token[ORDER_UUID_SIZE], line[ORDER_UUID_SIZE];
    int32_t line_id;
    counter++;
    fill_uuid(uuid, counter);
    fill_uuid(token, 1000 + counter);
    fill_uuid(line, 2000 + counter);
    order_begin(order, &pricing, uuid, token, 1795443177000, "en");
    for (int32_t i = 0; i < catalogue.article_count && order->line_count == 0; i++)
        if (catalogue_article_sellable(&catalogue, i) &&
            (catalogue.articles[i].flags & ~(uint32_t)CAT_ARTICLE_HAS_IMAGE) == 0)
            assert_int_equal(
                order_add(
                    order, &pricing,
                    &(OrderAdd){.article = i, .quantity = {counter * 1000}, .line_uuid = line},
                    &line_id),
                ORDER_OK);
    assert_int_equal(order->line_count, 1);
    order->number = (OrderNumber){session.session_id, session.login_number, counter};
    order->paid_unix_ms = 1795443178000;
    for (int32_t i = 0; i < catalogue.payment_method_count; i++)
        if (catalogue.payment_methods[i].type == CAT_PAYMENT_BANK && order->payment_count == 0)
            order->payments[order->payment_count++] =
                (OrderPayment){.method_id = catalogue.payment_methods[i].id,
                               .amount = order->total,
                               .paid_unix_ms = 1795443178000};
    assert_int_equal(order->payment_count, 1);
}

static void push_order(const Order *order)
{
    static uint8_t room[ORDER_SNAPSHOT_SIZE_MAX];
    Arena arena = {room, 0, sizeof room};
    Bytes snapshot;
    Error error;
    if (!order_snapshot_encode(order, &arena, &snapshot, &error))
        fail_msg("%s", error.message);
    assert_true(sync_send_order(sync_thread, order->uuid, snapshot, NULL));
}

static void wait_until_confirmed(const Order *order)
{
    for (;;) {
        SyncEvent event = wait_for(SYNC_EVENT_ORDER);
        if (event.note.state == JOURNAL_SERVER_REFUSED)
            fail_msg("refused: %s", event.note.words);
        if (event.note.state == JOURNAL_SERVER_CONFIRMED) {
            assert_string_equal(event.note.uuid, order->uuid);
            assert_true(event.note.server_id > 0);
            return;
        }
    }
}

// In any order: one that was under way when the server died is looked up twice, the others needn't
// be.
static void wait_until_all_confirmed(const Order *orders, int32_t count)
{
    bool confirmed[8] = {false};
    assert_true(count <= (int32_t)COUNT_OF(confirmed));
    for (int32_t left = count; left > 0;) {
        SyncEvent event = wait_for(SYNC_EVENT_ORDER);
        if (event.note.state == JOURNAL_SERVER_REFUSED)
            fail_msg("refused: %s", event.note.words);
        if (event.note.state != JOURNAL_SERVER_CONFIRMED)
            continue;
        int32_t which = 0;
        while (which < count && strcmp(orders[which].uuid, event.note.uuid) != 0)
            which++;
        assert_true(which < count);
        assert_false(confirmed[which]);
        confirmed[which] = true;
        left--;
    }
}

// Records of the order at the server; `paid` of them in state paid.
static int32_t count_at_server(const Order *order, int32_t *out_paid)
{
    static char answer[1 << 20];
    char reference[ORDER_REFERENCE_SIZE];
    int32_t count = 0;
    order_reference(&order->number, reference);
    ask_control("/demo/orders", NULL, answer, sizeof answer);
    json_t *list = json_loads(answer, 0, NULL), *each;
    size_t i;
    *out_paid = 0;
    json_array_foreach(
        list, i,
        each) if (strcmp(json_string_value(json_object_get(each, "reference")), reference) == 0)
    {
        count++;
        *out_paid += strcmp(json_string_value(json_object_get(each, "state")), "paid") == 0;
    }
    json_decref(list);
    return count;
}

static void check_once_paid(const Order *order)
{
    int32_t paid;
    assert_int_equal(count_at_server(order, &paid), 1);
    assert_int_equal(paid, 1);
}

static void loads_a_catalogue_and_brings_an_order(void **state)
{
    (void)state;
    static Order order;
    start_sync();
    SyncEvent event = wait_for(SYNC_EVENT_SESSION);
    assert_true(session.session_id > 0 && session.login_number > 0 && session.user_id > 0);
    event = wait_for(SYNC_EVENT_CATALOGUE);
    assert_int_not_equal(state_now, SYNC_ONLINE); // the catalogue comes first
    block = event.catalogue_block;
    Error error;
    char words[240], path[160];
    Bytes again;
    Catalogue from_file;
    const Os machine = os_linux();
    assert_true(
        catalogue_file_open(&machine, data, config.origin, &again, &from_file, words, &error));
    assert_string_equal(words, "");
    assert_int_equal(again.size, block.size);
    sync_release_catalogue(again);
    assert_true(
        catalogue_file_open(&machine, data, config.origin, &again, &catalogue, words, &error));
    sync_release_catalogue(block);
    block = again;
    assert_true(catalogue.article_count > 10);
    assert_true(catalogue.barcode_rule_count > 0);
    assert_int_equal(catalogue.header->language_count, 2);
    assert_string_equal(catalogue.header->languages[1], "fr");
    int32_t translated = 0;
    for (int32_t i = 0; i < catalogue.article_count; i++)
        translated += !text_equal(catalogue_article_name(&catalogue, i, 0),
                                  catalogue_article_name(&catalogue, i, 1));
    assert_true(translated > 5);
    wait_for_state(SYNC_ONLINE);
    sell(&order);
    push_order(&order);
    wait_until_confirmed(&order);
    check_once_paid(&order);
    snprintf(path, sizeof path, "%s/catalogue.img.old", data);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_true(sync_reload(sync_thread));
    sync_release_catalogue(wait_for(SYNC_EVENT_CATALOGUE).catalogue_block);
    assert_int_equal(access(path, F_OK), 0); // the image before is kept
    wait_for_state(SYNC_ONLINE);
}

static void answers_look_ups_and_brings_pictures(void **state)
{
    (void)state;
    int32_t with_picture = CATALOGUE_NONE, with_barcode = CATALOGUE_NONE;
    char barcode[64];
    for (int32_t i = catalogue.article_count - 1; i >= 0; i--) {
        if (catalogue.articles[i].flags & CAT_ARTICLE_HAS_IMAGE)
            with_picture = i;
        if (catalogue.articles[i].barcode.size > 0)
            with_barcode = i;
    }
    assert_true(with_barcode >= 0);
    text_copy_to_buffer(catalogue_text(&catalogue, catalogue.articles[with_barcode].barcode),
                        barcode, sizeof barcode);
    assert_true(sync_look_up(sync_thread, barcode));
    SyncEvent event = wait_for(SYNC_EVENT_LOOKUP);
    assert_string_equal(event.barcode, barcode);
    assert_int_equal(event.lookup_article_id, catalogue.articles[with_barcode].id);
    assert_true(sync_look_up(sync_thread, "9999999999994"));
    assert_int_equal(wait_for(SYNC_EVENT_LOOKUP).lookup_article_id, 0);
    assert_true(sync_look_up_customer(sync_thread, "0420000000037")); // is not sent with a load
    event = wait_for(SYNC_EVENT_CUSTOMER);
    assert_int_equal(event.customer_id, 23);
    assert_string_equal(event.customer_name, "Lina Okafor");
    assert_int_equal(event.customer_pricelist_id, 2);
    assert_int_equal(event.customer_fiscal_position_id, 0);
    assert_true(sync_look_up_customer(sync_thread, "0420000000020"));
    event = wait_for(SYNC_EVENT_CUSTOMER);
    assert_int_equal(event.customer_id, 22);
    assert_int_equal(event.customer_pricelist_id, 0);
    assert_true(sync_look_up_customer(sync_thread, "0420000000044"));
    assert_int_equal(wait_for(SYNC_EVENT_CUSTOMER).customer_id, 0);
    if (with_picture < 0)
        return;
    const CatArticle *article = &catalogue.articles[with_picture];
    for (int round = 0; round < 2; round++) { // from the server, then from the file
        assert_true(sync_want_picture(sync_thread, false, article->id, article->write_unix_s));
        event = wait_for(SYNC_EVENT_PICTURE);
        assert_int_equal(event.picture_id, article->id);
        struct stat status;
        assert_int_equal(stat(event.picture_path, &status), 0);
        assert_true(status.st_size > 50);
    }
}

static void an_answer_that_is_lost_makes_no_second_order(void **state)
{
    (void)state;
    static Order order;
    static const char *const specs[] = {
        "drop-after@create_from_ui*1",
        "cut:10@create_from_ui*2",
        "garbage@create_from_ui*1",
        "http:502@create_from_ui*1",
        "error:psycopg2.errors.SerializationFailure@create_from_ui*1",
        "drop-after@search_read*1"};
    for (size_t i = 0; i < COUNT_OF(specs); i++) {
        fault(specs[i]);
        sell(&order);
        push_order(&order);
        wait_until_confirmed(&order);
        check_once_paid(&order);
        fault("none");
    }
}

static void orders_wait_for_a_killed_server(void **state)
{
    (void)state;
    static Order orders[3];
    wait_for_state(SYNC_ONLINE);
    kill_demo();
    for (int i = 0; i < 3; i++) {
        sell(&orders[i]);
        push_order(&orders[i]);
    }
    wait_for_state(SYNC_OFFLINE);
    assert_true(sync_look_up(sync_thread, "9999999999987"));
    assert_int_equal(wait_for(SYNC_EVENT_LOOKUP).lookup_article_id, -1);
    start_demo();
    wait_until_all_confirmed(orders, 3);
    for (int i = 0; i < 3; i++)
        check_once_paid(&orders[i]);
    wait_for_state(SYNC_ONLINE);
}

static void a_refused_order_lets_the_next_one_pass(void **state)
{
    (void)state;
    static Order bad, good;
    sell(&bad);
    bad.payments[0].method_id = 99999; // no such payment method at the server
    sell(&good);
    push_order(&bad);
    push_order(&good);
    bool refused = false, confirmed = false;
    while (!refused || !confirmed) {
        SyncEvent event = wait_for(SYNC_EVENT_ORDER);
        if (event.note.state == JOURNAL_SERVER_REFUSED) {
            refused = true;
            assert_string_equal(event.note.uuid, bad.uuid);
            assert_non_null(strstr(event.note.words, "ValidationError"));
            assert_null(strstr(event.note.words, "Traceback"));
        }
        if (event.note.state == JOURNAL_SERVER_CONFIRMED) {
            confirmed = true;
            assert_string_equal(event.note.uuid, good.uuid);
        }
    }
}

static void stopping_does_not_wait_for_a_hanging_server(void **state)
{
    (void)state;
    fault("hang");
    assert_true(sync_look_up(sync_thread, "9999999999970"));
    usleep(200000);
    int64_t began = os.clock.monotonic_ms(os.clock.context);
    stop_sync();
    assert_true(os.clock.monotonic_ms(os.clock.context) - began < 1000);
    kill_demo();
}

// Started without a server: the lane waits and comes on by itself, with a login number of its own.
static void an_offline_start_comes_online_later(void **state)
{
    (void)state;
    int32_t login_before = session.login_number, session_before = session.session_id;
    start_sync();
    wait_for_state(SYNC_OFFLINE);
    start_demo();
    (void)wait_for(SYNC_EVENT_SESSION);
    assert_int_equal(session.session_id, session_before);
    assert_true(session.login_number > login_before);
    sync_release_catalogue(wait_for(SYNC_EVENT_CATALOGUE).catalogue_block);
    wait_for_state(SYNC_ONLINE);
    stop_sync();
}

static void a_wrong_key_is_said(void **state)
{
    (void)state;
    char key[sizeof config.key];
    memcpy(key, config.key, sizeof key);
    snprintf(config.key, sizeof config.key, "wrong-secret");
    start_sync();
    SyncEvent event;
    do
        event = wait_for(SYNC_EVENT_STATE);
    while (event.state != SYNC_REFUSED);
    assert_non_null(strstr(event.words, "check key_file"));
    assert_null(strstr(event.words, "wrong-secret"));
    stop_sync();
    memcpy(config.key, key, sizeof key);
    snprintf(config.pos_config, sizeof config.pos_config, "Nowhere");
    start_sync();
    do
        event = wait_for(SYNC_EVENT_STATE);
    while (event.state != SYNC_REFUSED);
    assert_non_null(strstr(event.words, "no point of sale 'Nowhere'; it has '"));
    stop_sync();
}

static int begin(void **state)
{
    (void)state;
    char path[96];
    snprintf(folder, sizeof folder, "/tmp/kiosk-sync-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(data, sizeof data, "%s/lane", folder);
    assert_int_equal(mkdir(data, 0700), 0);
    os = os_linux();
    port = free_port();
    start_demo();
    bounded_queue_init(&events, sizeof(SyncEvent), 8); // small: the thread has to wait for us
    config =
        (SyncConfig){.language_count = 3, .reopen_closed_session = true, .want_pictures = true};
    snprintf(config.languages[0], 8, "en");
    snprintf(config.languages[1], 8, "xx"); // not installed: left out
    snprintf(config.languages[2], 8, "fr");
    snprintf(config.database, sizeof config.database, "demo");
    snprintf(config.login, sizeof config.login, "lane1");
    snprintf(config.pos_config, sizeof config.pos_config, "Self-checkout 1");
    snprintf(config.origin, sizeof config.origin, "http://127.0.0.1:%d demo", port);
    snprintf(config.data_directory, sizeof config.data_directory, "%s", data);
    snprintf(path, sizeof path, "%s/server/lane.key", folder);
    FILE *key = fopen(path, "r");
    assert_non_null(key);
    assert_int_equal(fscanf(key, "%255s", config.key), 1);
    fclose(key);
    return 0;
}

static int end(void **state)
{
    (void)state;
    char command[128];
    sync_stop(sync_thread);
    kill_demo();
    sync_release_catalogue(block);
    bounded_queue_release(&events);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loads_a_catalogue_and_brings_an_order),
        cmocka_unit_test(answers_look_ups_and_brings_pictures),
        cmocka_unit_test(an_answer_that_is_lost_makes_no_second_order),
        cmocka_unit_test(orders_wait_for_a_killed_server),
        cmocka_unit_test(a_refused_order_lets_the_next_one_pass),
        cmocka_unit_test(stopping_does_not_wait_for_a_hanging_server),
        cmocka_unit_test(an_offline_start_comes_online_later),
        cmocka_unit_test(a_wrong_key_is_said),
    };
    if (!getenv("DEMO_BACKOFFICE") || access(getenv("DEMO_BACKOFFICE"), R_OK) != 0 ||
        system("command -v python3 >/dev/null && command -v curl >/dev/null") != 0) {
        printf("1..0 # SKIP no demo back office, python3 or curl\n");
        return 0;
    }
    return cmocka_run_group_tests(tests, begin, end);
}
