/* The whole program in one struct: only app sees everything. The main thread owns it; other threads
 * have their own queues. The files of this room:
 *
 *  - app_start: order of start and stop
 *  - app_loop: one turn: input, answers, timers, steps, frame, sleep
 *  - app_input: SDL events -> scanner, keys, touch
 *  - app_inbox: answers of threads -> checkout events
 *  - app_effects: effects of a step -> threads
 *  - app_records: what goes to the journal, in order
 *  - app_orders: orders not yet confirmed
 *  - app_view: state -> what screens may see
 *  - app_shop: the catalogue in use, swapped between customers
 */
#ifndef KIOSK_APP_APP_H
#define KIOSK_APP_APP_H

#include <stdatomic.h>

#include "app/app_disk.h"
#include "app/arguments.h"
#include "app/config.h"
#include "app/shop_time.h"
#include "app/sign_in.h"
#include "app/wake.h"
#include "backoffice/sync_thread.h"
#include "devices/barcode_scanner.h"
#include "devices/card_terminal.h"
#include "devices/receipt_printer.h"
#include "devices/receipt_text.h"
#include "devices/weighing_scale.h"
#include "domain/checkout.h"
#include "journal/journal.h"
#include "screens/screens.h"
#include "ui/display.h"
#include "ui/ui.h"

enum {
    APP_EVENTS_MAX = 256, // checkout events that wait for their step
    APP_RECORDS_MAX = 64, // journal records that wait for room in the writer's queue
    APP_DATA_PATH_MAX = 900,
};

typedef struct AppOrder { // paid, not confirmed
    LanePending shown;
    uint8_t *snapshot; // bytes as journalled; owned
    size_t snapshot_bytes;
    OrderRepairs repairs; // those that are on disk
    bool sent;            // the sync thread has it
} AppOrder;

typedef struct AppRecord {
    JournalKind kind;
    uint8_t *payload; // owned
    size_t payload_bytes;
    int64_t unix_ms, ticket;
} AppRecord;

typedef struct Script Script;

typedef struct App {
    Arguments arguments;
    Config config;
    CheckoutSettings settings;
    Os os;
    Arena scratch; // cleared at each turn
    Arena boot;
    char data_directory[APP_DATA_PATH_MAX];
    char assets_directory[APP_DATA_PATH_MAX];
    char origin[200];
    char key[CONFIG_KEY_MAX];
    ShopTime time;
    Wake wake;

    // threads and their answers
    BoundedQueue journal_events, sync_events, terminal_events, printer_events, sign_in_events;
    BoundedQueue scale_events;
    JournalRecovered recovered;
    Journal *journal;
    HttpTransport transport;
    bool has_transport;
    SyncThread *sync;
    CardTerminal *terminal;
    ReceiptPrinter *printer;
    SignIn *sign_in;
    WeighingScale *scale; // NULL: none is configured

    // the shop
    Bytes block, next_block; // mapped; next: waits for the customer to go
    Catalogue catalogue;
    bool has_catalogue, has_next;
    bool pictures_missed; // wanted before the sync thread was there
    ReceiptShop receipt_shop;

    // selling
    Checkout checkout;
    CheckoutEvent events[APP_EVENTS_MAX];
    int32_t event_first, event_count;
    int64_t next_ticket, counter_next;
    JournalSession session;
    bool has_session;
    uint8_t *paid_snapshot; // of the order in SAVING_PAID
    size_t paid_snapshot_bytes;
    int64_t paid_ticket;
    bool restored;
    AppRecord records[APP_RECORDS_MAX];
    int32_t record_first, record_count;
    AppOrder *orders;
    int32_t order_count, order_room;
    int32_t sales_today;
    Money takings_today;
    int32_t today;

    // the back office, as far as the lane knows
    SyncState sync_state;
    char sync_words[240];
    bool queue_stopped;
    bool sync_answered; // it said anything yet

    // the screen
    Display display;
    bool has_display;
    Ui *ui;
    ScreensState *screens;
    LaneView lane;
    OrderPricing pricing;
    BarcodeScanner scanner;
    bool dirty; // a frame is due
    bool first_sellable_logged;
    char ui_language[8];
    CheckoutScreen shown_screen;
    int64_t screen_since_ms;
    int64_t clock_shown_minute;
    bool printer_failed, terminal_ready;
    char terminal_words[80], printer_words[80];

    Script *script;
    atomic_bool quit; // a signal may be taken on any thread
    int exit_status;
} App;

// app_start.c. Everything that can be wrong with configuration, secrets or data folder is told
// here, before anything is shown.
MUST_USE bool app_start(App *app, const Arguments *arguments, Error *error);
void app_stop(App *app);
int app_run(App *app); // app_loop.c: until quit; returns the exit status
// app_loop.c: the picture of what was posted so far, before the threads are there. No event that is
// posted before may ask anything of them.
void app_draw_first(App *app);

void app_post(App *app, CheckoutEvent event);    // app_loop.c: a step follows in this turn
void app_handle_input(App *app, int64_t now_ms); // app_input.c
int64_t app_input_due_ms(const App *app);
void app_drain_inboxes(App *app);                                    // app_inbox.c
void app_perform(App *app, const CheckoutEffects *effects);          // app_effects.c
void app_fill_view(App *app, ScreensView *out_view, int64_t now_ms); // app_view.c

// app_records.c: copies the payload and gives it to the journal's writer, in order, now or when it
// has room.
void app_record(App *app, JournalKind kind, Bytes payload, int64_t ticket);
void app_flush_records(App *app);

// app_orders.c
void app_orders_load(App *app);
void app_orders_add_paid(App *app, const Order *order, const uint8_t *snapshot,
                         size_t snapshot_bytes);
void app_orders_note(App *app, const JournalServerNote *note);
void app_orders_resend(App *app, const char *uuid); // one that was set aside
void app_orders_send(App *app);                     // those that the sync thread doesn't have yet
int32_t app_orders_waiting(const App *app);         // neither confirmed nor set aside
void app_orders_release(App *app);

// app_shop.c
void app_shop_take_image(App *app, const AppDisk *disk); // at the start
void app_shop_take(App *app, Bytes block);               // from the sync thread
void app_shop_customer_gone(App *app);
// An article that the server knows, as an index or CATALOGUE_NONE. A catalogue that waits for the
// customer to go is used at once when it has the article and every index means the same in it;
// *out_later when it has it and waits all the same.
int32_t app_shop_find(App *app, int32_t article_id, bool *out_later);
void app_shop_release(App *app);
PictureSource app_shop_pictures(App *app);
void app_shop_picture_came(App *app, const SyncEvent *event);
// Why the lane can't sell, in words for the attendant; empty when nothing stands in the way.
void app_shop_cause(const App *app, char out[240]);

#endif
