/* The whole program in one struct: a lane and the screen around it. Only app sees everything. The
 * main thread owns it; other threads have their own queues. The files of this room:
 *
 *  - app_start: order of start and stop
 *  - app_window: window, screens, signals: for an App without a lane too
 *  - app_disk: the journal and the image, read while the window opens
 *  - app_loop: input, one turn of the lane, a frame, sleep
 *  - app_input: SDL events -> scanner, keys, touch
 *  - app_report: state -> the service manager and the file of figures
 *  - app_host: what the lane asks of the program: attendants, pictures, a new customer
 *  - app_view: state -> what screens may see
 *  - app_bare: an App without a lane: the setup and the closed screen of a lane that can't run
 */
#ifndef KIOSK_APP_APP_H
#define KIOSK_APP_APP_H

#include <stdatomic.h>

#include "app/arguments.h"
#include "app/config.h"
#include "app/crash_report.h"
#include "app/key_advice.h"
#include "app/service_manager.h"
#include "app/sign_in.h"
#include "app/wake.h"
#include "devices/barcode_scanner.h"
#include "lane/lane.h"
#include "screens/screens.h"
#include "ui/display.h"
#include "ui/ui.h"

typedef struct Script Script;

typedef struct App {
    Arguments arguments;
    Config config;
    Os os;
    Lane lane;
    bool has_lane;
    char data_directory[LANE_PATH_MAX];
    char assets_directory[LANE_PATH_MAX];
    char origin[200];
    char machine[OS_MACHINE_SIZE];
    char key[CONFIG_KEY_MAX];
    KeyAdvice key_advice;
    Wake wake;

    HttpTransport transport;
    bool has_transport;
    SignIn *sign_in;
    BoundedQueue sign_in_events;

    Display display;
    bool has_display;
    Ui *ui;
    ScreensState *screens;
    LaneView view;
    OrderPricing pricing;
    BarcodeScanner scanner;
    bool dirty; // a frame is due
    bool drawn; // a picture was shown
    bool first_sellable_logged;
    char ui_language[8];
    CheckoutScreen shown_screen;
    int64_t screen_since_ms;

    ServiceManager manager;
    char report_directory[LANE_PATH_MAX]; // empty: no figures are written
    int64_t report_due_ms;
    CrashReports crashes;
    bool reported_in_use; // is told at once when it changes

    Script *script;
    atomic_bool quit; // a signal may be taken on any thread
    int exit_status;
} App;

// app_start.c. Everything that can be wrong with configuration, secrets or data folder is told
// here, before anything is shown.
MUST_USE bool app_start(App *app, const Arguments *arguments, Error *error);
void app_stop(App *app);
int app_run(App *app); // app_loop.c: until quit; returns the exit status
// app_window.c
MUST_USE bool app_find_assets(App *app, Error *error);
MUST_USE bool app_open_window(App *app, Error *error);
MUST_USE bool app_open_screen(App *app, Error *error); // behind app_open_window
void app_take_signals(App *app);                       // they set app->quit

// app_loop.c: the picture of what was posted so far, before the threads are there. No event that is
// posted before may ask anything of them.
void app_draw_first(App *app);

void app_handle_input(App *app, int64_t now_ms); // app_input.c
int64_t app_input_due_ms(const App *app);
LaneHost app_host(App *app);          // app_host.c
void app_drain_sign_in(App *app);     // app_host.c: answers -> checkout events
PictureSource app_pictures(App *app); // app_host.c
// app_report.c
void app_report_open(App *app);            // before any thread
void app_report(App *app, int64_t now_ms); // after each turn of the loop, from nowhere else
int64_t app_report_due_ms(const App *app);
void app_fill_view(App *app, ScreensView *out_view, int64_t now_ms); // app_view.c

#endif
