/* The order of start and stop. What can be wrong with configuration, secrets or data folder ends
 * the program before anything is shown; what is wrong with the server is told on the closed screen.
 * The first picture that can sell comes before the threads that do the lane's work: from the image
 * and the journal alone, which are read while the window opens. A basket that a restart brings back
 * waits for them: it may have to ask the terminal. */
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/app_disk.h"
#include "app/script.h"
#include "app/secrets.h"
#include "base/log.h"
#include "ui/image_library.h"

static CheckoutSettings checkout_settings(const Config *config)
{
    CheckoutSettings settings = {
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
    memcpy(settings.bag_barcode, config->sale.bag, sizeof settings.bag_barcode);
    memcpy(settings.replacement_barcode, config->sale.replacement,
           sizeof settings.replacement_barcode);
    memcpy(settings.age_rules, config->sale.age_rules, sizeof settings.age_rules);
    memcpy(settings.tares, config->sale.tares, sizeof settings.tares);
    return settings;
}

static void view_from_config(App *app)
{
    const Config *config = &app->config;
    LaneView *view = &app->view;
    view->scanner_side = (DeviceSide)config->devices.scanner_side;
    view->reader_side = (DeviceSide)config->devices.reader_side;
    view->printer_side = (DeviceSide)config->devices.printer_side;
    memcpy(view->languages, config->lane.languages, sizeof view->languages);
    view->language_count = config->lane.language_count;
    snprintf(view->version, sizeof view->version, "%s", KIOSK_VERSION);
}

// A file that was named must be there; a machine that nothing names is not told from others.
static bool read_machine(App *app, Error *error)
{
    const char *file = app->config.lane.machine_id;
    if (os_machine_name(&app->os, file, app->machine, error))
        return true;
    app->machine[0] = 0;
    return !file[0] || error_prefix(error, "[lane] machine_id");
}

static bool read_configuration(App *app, Error *error)
{
    const Arguments *arguments = &app->arguments;
    if (!config_load(arguments->config, &app->config, error) ||
        !http_url_allowed(app->config.server.url, error))
        return false;
    view_from_config(app);
    if (!read_machine(app, error))
        return false;
    config_origin(&app->config, app->origin);
    const char *data = arguments->data ? arguments->data : "/var/lib/kiosk";
    if ((size_t)snprintf(app->data_directory, sizeof app->data_directory, "%s", data) >=
        sizeof app->data_directory)
        return error_set(error, ERROR_INVALID, "the path of the data folder is too long");
    if (!secrets_read(&app->os, &app->config, data, app->origin, app->key, error))
        return false;
    key_advice_open(&app->key_advice, &app->os, app->config.path, app->data_directory, app->key);
    return app_find_assets(app, error);
}

// Both at once: the disk is waited for, the window is work.
static bool open_disk_and_window(App *app, AppDisk *disk, Error *error)
{
    app_disk_start(disk, &app->os, app->data_directory, app->origin, &app->lane.boot);
    bool opened = app_open_window(app, error);
    if (opened) {
        image_library_begin();
        app_disk_open_catalogue(disk);
    }
    return opened && app_disk_wait_read(disk, &app->lane.recovered, error);
}

// After a failure: the recovery is waited for, so that the folder is let go of in app_stop.
static void give_up_disk(App *app, AppDisk *disk)
{
    Error ignored; // what failed first is told
    if (!app_disk_join(disk, &app->lane.recovered, &ignored))
        log_error("journal: %s", ignored.message);
    if (disk->image.found)
        sync_release_catalogue(disk->image.block);
}

// A lane without room for reports sells all the same.
static void keep_crash_reports(App *app, const char *log_path)
{
    Error error;
    if (!crash_report_keep(&app->os, app->data_directory, &app->crashes, &error) ||
        !crash_report_begin(app->data_directory, log_path, KIOSK_VERSION, &error))
        log_warning("crash reports: %s", error.message);
    if (app->crashes.count > 0)
        log_warning("crash reports kept: %d, in '%s/crashes'", (int)app->crashes.count,
                    app->data_directory);
}

static bool open_log(App *app, Error *error)
{
    char path[LANE_PATH_MAX + 32];
    snprintf(path, sizeof path, "%s/log", app->data_directory);
    if (!app->os.files.make_directory(app->os.files.context, path, error))
        return false;
    snprintf(path, sizeof path, "%s/log/kiosk.log", app->data_directory);
    if (!log_open(path, error))
        return false;
    log_info("kiosk %s starts", KIOSK_VERSION);
    keep_crash_reports(app, path);
    if (secrets_root_warning())
        log_warning("%s", secrets_root_warning());
    if (app->key_advice.came_openly)
        log_warning(
            "the API key came on a card or on paper: make a new one (docs/provisioning.md)");
    return true;
}

static bool sync_config(App *app, SyncConfig *out, Error *error)
{
    const Config *config = &app->config;
    *out = (SyncConfig){
        .opening_cash = {config->sale.opening_cash_minor},
        .reopen_closed_session = config->sale.reopen_session,
        .want_pictures = config->server.pictures,
        .pictures_mb = config->server.pictures_mb,
        .refresh_minutes = config->server.refresh_minutes,
        .load_spread_minutes = config->server.load_spread_minutes,
        .language_count = config->lane.language_count,
    };
    snprintf(out->database, sizeof out->database, "%s", config->server.database);
    snprintf(out->login, sizeof out->login, "%s", config->server.login);
    snprintf(out->key, sizeof out->key, "%s", app->key);
    snprintf(out->pos_config, sizeof out->pos_config, "%s", config->server.pos_config);
    snprintf(out->origin, sizeof out->origin, "%s", app->origin);
    memcpy(out->languages, config->lane.languages, sizeof out->languages);
    explicit_bzero(app->key, sizeof app->key);
    if ((size_t)snprintf(out->data_directory, sizeof out->data_directory, "%s",
                         app->data_directory) >= sizeof out->data_directory)
        return error_set(error, ERROR_INVALID, "the path of the data folder is too long");
    return true;
}

static bool open_transport(App *app, Error *error)
{
    HttpCurlConfig http = {.clock = app->os.clock};
    snprintf(http.url, sizeof http.url, "%s", app->config.server.url);
    snprintf(http.ca_file, sizeof http.ca_file, "%.500s", app->config.server.ca_file);
    app->has_transport = http_transport_curl_create(&http, &app->transport, error);
    return app->has_transport;
}

static bool begin_lane(App *app, Error *error)
{
    SyncConfig sync;
    LaneWorkers workers = {.bell = wake_ring,
                           .bell_context = &app->wake,
                           .printer = app->config.devices.printer,
                           .terminal = app->config.devices.terminal,
                           .scale = app->config.devices.scale,
                           .transport = &app->transport,
                           .sync = &sync};
    bounded_queue_init(&app->sign_in_events, sizeof(SignInEvent), 8);
    app->sign_in_events.bell = wake_ring;
    app->sign_in_events.bell_context = &app->wake;
    app->sign_in =
        sign_in_start(app->config.attendants, app->config.attendant_count, &app->sign_in_events);
    bool ok = sync_config(app, &sync, error) && open_transport(app, error) &&
              lane_begin(&app->lane, &workers, error);
    explicit_bzero(&sync, sizeof sync);
    return ok;
}

// A picture that is not on the disk could not be asked for before there was someone to ask.
static void ask_for_pictures_again(App *app)
{
    if (!app->lane.pictures_missed)
        return;
    ui_forget_picture(app->ui, PICTURE_ARTICLE, 0);
    ui_forget_picture(app->ui, PICTURE_CATEGORY, 0);
}

static void init_lane(App *app)
{
    const Config *config = &app->config;
    lane_init(&app->lane, &(LaneSetup){.os = &app->os,
                                       .host = app_host(app),
                                       .settings = checkout_settings(config),
                                       .name = config->lane.name,
                                       .language = config->lane.languages[0],
                                       .origin = app->origin,
                                       .timezone = config->lane.timezone,
                                       .keep_days = config->lane.keep_days,
                                       .data_directory = app->data_directory,
                                       .machine = app->machine,
                                       .sticks = config->devices.sticks});
    app->has_lane = true;
}

bool app_start(App *app, const Arguments *arguments, Error *error)
{
    app->arguments = *arguments;
    app->os = os_linux();
    app->wake.event_fd = -1;
    app_report_open(app);
    if (!read_configuration(app, error))
        return false;
    init_lane(app);
    display_prepare();
    AppDisk disk;
    if (!script_open(arguments->script, arguments->shots, &app->script, error))
        return false;
    if (!open_disk_and_window(app, &disk, error) || !open_log(app, error) ||
        !app_open_screen(app, error)) {
        give_up_disk(app, &disk);
        return false;
    }
    app_take_signals(app);
    app->key_advice.bell = wake_ring;
    app->key_advice.bell_context = &app->wake;
    lane_open(&app->lane, &disk.image);
    if (!app->lane.recovered.has_basket)
        app_draw_first(app);
    // Nothing is written, sent or charged before what the journal held is safe. The picture loader
    // began to load its library; without it there are no icons either.
    if (!app_disk_join(&disk, &app->lane.recovered, error) || !image_library_open(error) ||
        !begin_lane(app, error))
        return false;
    ask_for_pictures_again(app);
    app->dirty = true;
    return true;
}

void app_stop(App *app)
{
    service_manager_close(&app->manager);
    sign_in_stop(app->sign_in);
    key_advice_close(&app->key_advice);
    if (app->has_lane)
        lane_stop(&app->lane);
    if (app->has_transport)
        http_transport_curl_destroy(&app->transport);
    screens_destroy(app->screens);
    ui_destroy(app->ui);
    wake_close(&app->wake);
    if (app->has_display)
        display_close(&app->display);
    bounded_queue_release(&app->sign_in_events);
    script_close(app->script);
    explicit_bzero(app->key, sizeof app->key);
    log_info("kiosk ends");
    log_close();
}
