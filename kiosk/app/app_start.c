/* The order of start and stop. What can be wrong with configuration, secrets or data folder ends
 * the program before anything is shown; what is wrong with the server is told on the closed screen.
 * The first picture that can sell comes before the threads that do the lane's work: from the image
 * and the journal alone, which are read while the window opens. A basket that a restart brings back
 * waits for them: it may have to ask the terminal. */
#include <SDL.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/app.h"
#include "app/script.h"
#include "app/secrets.h"
#include "base/log.h"
#include "ui/image_library.h"

enum {
    BOOT_BYTES = 1 << 30,
    SCRATCH_BYTES = 16 << 20
}; // address space; pages are taken as they are used

static void settings_from_config(App *app)
{
    const Config *config = &app->config;
    app->settings = (CheckoutSettings){
        .card_method_id = config->devices.terminal_method,
        .offer_no_receipt = config->sale.no_receipt,
        .print_at_end = config->sale.print_at_end,
        .idle_after_ms = config->sale.idle_s * 1000,
        .idle_countdown_ms = config->sale.idle_countdown_s * 1000,
        .receipt_ms = config->sale.receipt_s * 1000,
        .thanks_ms = config->sale.thanks_s * 1000,
        .price_change_percent = config->sale.price_change_percent,
        .age_rule_count = config->sale.age_rule_count,
        .quantity_max = config->sale.quantity_max,
        .tare_count = config->sale.tare_count,
    };
    memcpy(app->settings.bag_barcode, config->sale.bag, sizeof app->settings.bag_barcode);
    memcpy(app->settings.age_rules, config->sale.age_rules, sizeof app->settings.age_rules);
    memcpy(app->settings.tares, config->sale.tares, sizeof app->settings.tares);
    LaneView *lane = &app->lane;
    lane->scanner_side = (DeviceSide)config->devices.scanner_side;
    lane->reader_side = (DeviceSide)config->devices.reader_side;
    lane->printer_side = (DeviceSide)config->devices.printer_side;
    memcpy(lane->languages, config->lane.languages, sizeof lane->languages);
    lane->language_count = config->lane.language_count;
    snprintf(lane->version, sizeof lane->version, "%s", KIOSK_VERSION);
}

static bool find_assets(App *app, Error *error)
{
    static const char *const places[] = {"/../assets", "/../share/kiosk"};
    char program[APP_DATA_PATH_MAX - 32];
    ssize_t size = readlink("/proc/self/exe", program, sizeof program - 1);
    if (size <= 0)
        return error_set_errno(error, errno, "cannot find where the program is");
    program[size] = 0;
    *strrchr(program, '/') = 0;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        char probe[APP_DATA_PATH_MAX + 16];
        snprintf(app->assets_directory, sizeof app->assets_directory, "%s%s", program, places[i]);
        snprintf(probe, sizeof probe, "%s/icons", app->assets_directory);
        if (access(probe, R_OK) == 0)
            return true;
    }
    return error_set(
        error, ERROR_IO,
        "the assets are neither in '%s/../assets' nor in '%s/../share/kiosk': install again",
        program, program);
}

static bool read_configuration(App *app, Error *error)
{
    const Arguments *arguments = &app->arguments;
    if (!config_load(arguments->config, &app->config, error) ||
        !http_url_allowed(app->config.server.url, error))
        return false;
    settings_from_config(app);
    config_origin(&app->config, app->origin);
    const char *data = arguments->data ? arguments->data : "/var/lib/kiosk";
    if ((size_t)snprintf(app->data_directory, sizeof app->data_directory, "%s", data) >=
        sizeof app->data_directory)
        return error_set(error, ERROR_INVALID, "the path of the data folder is too long");
    return secrets_read(&app->os, &app->config, data, app->origin, app->key, error) &&
           find_assets(app, error);
}

// What an attendant must look at before anything else. Charges without an end are in the list of
// what needs them, where they are settled.
static void tell_attendant(App *app)
{
    const JournalRecovered *found = &app->recovered;
    snprintf(app->lane.journal_words, sizeof app->lane.journal_words, "%s", found->damage);
    if (found->case_count > 0)
        log_error("%d card charge(s) without an end: compare with the card terminal",
                  found->case_count);
}

static bool open_window(App *app, Error *error)
{
    const Arguments *arguments = &app->arguments;
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    app->has_display = display_open_window(&app->display, "Kiosk", arguments->window_width,
                                           arguments->window_height, error);
    return app->has_display;
}

// Both at once: the disk is waited for, the window is work.
static bool open_disk_and_window(App *app, AppDisk *disk, Error *error)
{
    arena_create(&app->boot, BOOT_BYTES);
    arena_create(&app->scratch, SCRATCH_BYTES);
    app_disk_start(disk, &app->os, app->data_directory, app->origin, &app->boot);
    bool opened = open_window(app, error);
    if (opened) {
        image_library_begin();
        app_disk_open_catalogue(disk);
    }
    return opened && app_disk_wait_read(disk, &app->recovered, error);
}

// After a failure: the recovery is waited for, so that the folder is let go of in app_stop.
static void give_up_disk(App *app, AppDisk *disk)
{
    Error ignored; // what failed first is told
    if (!app_disk_join(disk, &app->recovered, &ignored))
        log_error("journal: %s", ignored.message);
    if (disk->has_catalogue)
        sync_release_catalogue(disk->block);
}

static bool open_log(App *app, Error *error)
{
    char path[APP_DATA_PATH_MAX + 32];
    snprintf(path, sizeof path, "%s/log", app->data_directory);
    if (!app->os.files.make_directory(app->os.files.context, path, error))
        return false;
    snprintf(path, sizeof path, "%s/log/kiosk.log", app->data_directory);
    if (!log_open(path, error))
        return false;
    log_info("kiosk %s starts", KIOSK_VERSION);
    if (secrets_root_warning())
        log_warning("%s", secrets_root_warning());
    const JournalRecovered *found = &app->recovered;
    if (found->torn_bytes > 0)
        log_warning("journal: a torn tail of %d bytes was cut", found->torn_bytes);
    if (found->damage[0])
        log_error("journal: %s", found->damage);
    tell_attendant(app);
    app->counter_next = found->counter_last + 1;
    if (found->time_last_unix_ms > 0)
        shop_time_heard(&app->time, found->time_last_unix_ms);
    if (found->has_session && strcmp(found->session.origin, app->origin) == 0) {
        app->session = found->session;
        app->has_session = true;
    }
    return true;
}

static void ring(void *context)
{
    wake_ring(context);
}

static void make_queue(App *app, BoundedQueue *queue, size_t item_bytes, int32_t capacity)
{
    bounded_queue_init(queue, item_bytes, capacity);
    queue->bell = ring;
    queue->bell_context = &app->wake;
}

static bool open_screen(App *app, Error *error)
{
    const Arguments *arguments = &app->arguments;
    if (!wake_open(&app->wake, error))
        return false;
    UiSetup setup = {.display = &app->display,
                     .assets_directory = app->assets_directory,
                     .dpi = (float)app->config.display.dpi,
                     .pictures = app_shop_pictures(app),
                     .bell = ring,
                     .bell_context = &app->wake};
    if (!ui_create(&app->ui, &setup, error))
        return false;
    ui_set_settings(app->ui, (UiSettings){.theme = (ThemeKind)app->config.display.theme,
                                          .text_percent = app->config.display.text_percent,
                                          .motion_off = !app->config.display.motion});
    ui_show_damage(app->ui, arguments->show_damage);
    app->screens = screens_create();
    SDL_StartTextInput();
    return true;
}

static bool start_sync(App *app, Error *error)
{
    const Config *config = &app->config;
    HttpCurlConfig http = {.clock = app->os.clock};
    SyncConfig sync = {
        .opening_cash = {config->sale.opening_cash_minor},
        .reopen_closed_session = config->sale.reopen_session,
        .want_pictures = config->server.pictures,
        .pictures_mb = config->server.pictures_mb,
        .refresh_minutes = config->server.refresh_minutes,
        .language_count = config->lane.language_count,
    };
    snprintf(http.url, sizeof http.url, "%s", config->server.url);
    snprintf(http.ca_file, sizeof http.ca_file, "%.500s", config->server.ca_file);
    snprintf(sync.database, sizeof sync.database, "%s", config->server.database);
    snprintf(sync.login, sizeof sync.login, "%s", config->server.login);
    snprintf(sync.key, sizeof sync.key, "%s", app->key);
    snprintf(sync.pos_config, sizeof sync.pos_config, "%s", config->server.pos_config);
    snprintf(sync.origin, sizeof sync.origin, "%s", app->origin);
    if ((size_t)snprintf(sync.data_directory, sizeof sync.data_directory, "%s",
                         app->data_directory) >= sizeof sync.data_directory)
        return error_set(error, ERROR_INVALID, "the path of the data folder is too long");
    memcpy(sync.languages, config->lane.languages, sizeof sync.languages);
    bool ok = http_transport_curl_create(&http, &app->transport, error);
    if (ok) {
        app->has_transport = true;
        ok = sync_start(&app->os, &app->transport, &sync, app->recovered.pending,
                        app->recovered.pending_count, &app->sync_events, &app->sync, error);
    }
    explicit_bzero(&sync, sizeof sync);
    explicit_bzero(app->key, sizeof app->key);
    return ok;
}

static bool start_threads(App *app, Error *error)
{
    make_queue(app, &app->journal_events, sizeof(JournalEvent), JOURNAL_QUEUE_MAX);
    make_queue(app, &app->sync_events, sizeof(SyncEvent), 64);
    make_queue(app, &app->terminal_events, sizeof(TerminalEvent), 32);
    make_queue(app, &app->printer_events, sizeof(PrinterEvent), 32);
    make_queue(app, &app->sign_in_events, sizeof(SignInEvent), 8);
    make_queue(app, &app->scale_events, sizeof(ScaleEvent), 32);
    if (!journal_start(&app->os, app->data_directory, &app->recovered, &app->journal_events,
                       &app->journal, error))
        return false;
    app->sign_in =
        sign_in_start(app->config.attendants, app->config.attendant_count, &app->sign_in_events);
    app->terminal_ready = true;
    return receipt_printer_start(&app->os, app->config.devices.printer, app->data_directory,
                                 &app->printer_events, &app->printer, error) &&
           card_terminal_start(&app->os, app->config.devices.terminal, app->data_directory,
                               &app->terminal_events, &app->terminal, error) &&
           weighing_scale_start(app->config.devices.scale, &app->scale_events, &app->scale,
                                error) &&
           start_sync(app, error);
}

// A picture that is not on the disk could not be asked for before there was someone to ask.
static void ask_for_pictures_again(App *app)
{
    if (!app->pictures_missed)
        return;
    ui_forget_picture(app->ui, PICTURE_ARTICLE, 0);
    ui_forget_picture(app->ui, PICTURE_CATEGORY, 0);
}

static void restore_sign_in(App *app)
{
    const JournalSignIn *kept = &app->recovered.sign_in;
    CheckoutEvent event = {.kind = EVENT_RESTORE_SIGN_IN,
                           .sign_in = {.failures = kept->failures,
                                       .badge_failures = kept->badge_failures,
                                       .ended_by_badge = kept->ended_by_badge,
                                       .until_unix_ms = kept->until_unix_ms}};
    if (kept->failures > 0)
        app_post(app, event);
}

static void restore(App *app)
{
    const JournalRecovered *found = &app->recovered;
    if (!found->has_basket)
        return;
    CheckoutEvent event = {
        .kind = EVENT_RESTORE, .order = found->basket, .method_id = found->intent.method_id};
    if (found->has_intent) {
        event.intent_outcome = found->intent.outcome == JOURNAL_INTENT_APPROVED ? 2 : 1;
        snprintf(event.text, sizeof event.text, "%s", found->intent.intent_id);
    }
    log_info("an open basket with %d lines is restored", found->basket->line_count);
    app_post(app, event);
}

static App *signal_app;

static void on_signal(int number)
{
    (void)number;
    signal_app->quit = true;
    uint64_t one = 1;
    ssize_t ignored = write(signal_app->wake.event_fd, &one, sizeof one);
    (void)ignored;
}

static void take_signals(App *app)
{
    signal_app = app;
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    // No core file: it would hold the key and what customers typed (promise P9).
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

bool app_start(App *app, const Arguments *arguments, Error *error)
{
    app->arguments = *arguments;
    app->os = os_linux();
    app->next_ticket = 1;
    app->wake.event_fd = -1;
    if (!read_configuration(app, error))
        return false;
    shop_time_init(&app->time, &app->os.clock, app->config.lane.timezone);
    display_prepare();
    AppDisk disk;
    if (!script_open(arguments->script, arguments->shots, &app->script, error))
        return false;
    if (!open_disk_and_window(app, &disk, error) || !open_log(app, error) ||
        !open_screen(app, error)) {
        give_up_disk(app, &disk);
        return false;
    }
    checkout_init(&app->checkout, app->config.lane.languages[0]);
    take_signals(app);
    app_shop_take_image(app, &disk);
    if (app->has_session)
        app_post(app, (CheckoutEvent){.kind = EVENT_SESSION});
    app_orders_load(app);
    CheckoutEvent cause = {.kind = EVENT_CAUSE};
    char words[240];
    app_shop_cause(app, words);
    snprintf(cause.words, sizeof cause.words, "%.159s", words);
    app_post(app, cause);
    if (!app->recovered.has_basket)
        app_draw_first(app);
    // Nothing is written, sent or charged before what the journal held is safe. The picture loader
    // began to load its library; without it there are no icons either.
    if (!app_disk_join(&disk, &app->recovered, error) || !image_library_open(error) ||
        !start_threads(app, error))
        return false;
    ask_for_pictures_again(app);
    restore_sign_in(app);
    restore(app);
    app->dirty = true;
    return true;
}

void app_stop(App *app)
{
    sync_stop(app->sync);
    card_terminal_stop(app->terminal);
    receipt_printer_stop(app->printer);
    weighing_scale_stop(app->scale);
    sign_in_stop(app->sign_in);
    if (app->journal) {
        app_drain_inboxes(app); // what the threads said last is kept
        app_flush_records(app);
        journal_stop(app->journal);
    } else
        journal_abandon(&app->os, &app->recovered);
    if (app->has_transport)
        http_transport_curl_destroy(&app->transport);
    screens_destroy(app->screens);
    ui_destroy(app->ui);
    app_shop_release(app);
    wake_close(&app->wake);
    if (app->has_display)
        display_close(&app->display);
    bounded_queue_release(&app->journal_events);
    bounded_queue_release(&app->sync_events);
    bounded_queue_release(&app->terminal_events);
    bounded_queue_release(&app->printer_events);
    bounded_queue_release(&app->sign_in_events);
    bounded_queue_release(&app->scale_events);
    app_orders_release(app);
    free(app->paid_snapshot);
    script_close(app->script);
    explicit_bzero(app->key, sizeof app->key);
    log_info("kiosk ends");
    log_close();
    arena_destroy(&app->scratch);
    arena_destroy(&app->boot);
}
