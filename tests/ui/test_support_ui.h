/* A Ui on a surface in memory, and a finger for it. */
#ifndef TEST_SUPPORT_UI_H
#define TEST_SUPPORT_UI_H

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/unit_test.h"
#include "ui/display.h"
#include "ui/widgets.h"

typedef struct TestUi {
    Display display;
    Ui *ui;
} TestUi;

static inline void test_ui_open(TestUi *test, int32_t width, int32_t height)
{

    Error error = {0};
    display_open_memory(&test->display, width, height);
    if (!ui_create(&test->ui,
                   &(UiSetup){.display = &test->display, .assets_directory = TEST_ASSETS}, &error))
        fail_msg("%s", error.message);
}

static inline void test_ui_close(TestUi *test)
{
    ui_destroy(test->ui);
    display_close(&test->display);
}

static inline void test_ui_finger(TestUi *test, uint32_t type, int64_t finger, float x, float y,
                                  int64_t now_ms)
{
    const Layout *layout = ui_layout(test->ui);
    SDL_Event event = {.tfinger = {.type = type,
                                   .fingerId = finger,
                                   .x = x / (float)layout->width_px,
                                   .y = y / (float)layout->height_px}};
    assert_true(ui_handle_event(test->ui, &event, now_ms));
}

static inline void test_ui_tap(TestUi *test, float x, float y, int64_t now_ms)
{
    test_ui_finger(test, SDL_FINGERDOWN, 1, x, y, now_ms);
    test_ui_finger(test, SDL_FINGERUP, 1, x, y, now_ms + 50);
}

#endif
