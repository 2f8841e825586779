/* What SDL hears: fingers to the Ui, fast characters to the scanner, a person's keys to the focus.
 */
#include <SDL.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"

static void scanned(App *app, const char *code)
{
    CheckoutEvent event = {.kind = EVENT_SCAN};
    snprintf(event.text, sizeof event.text, "%.*s", (int)sizeof event.text - 1, code);
    lane_post(&app->lane, event);
}

static void touched(App *app)
{
    // On the idle screen the buttons themselves say whether the customer stays.
    if (app->lane.checkout.screen != SCREEN_IDLE)
        lane_post(&app->lane, (CheckoutEvent){.kind = EVENT_TOUCHED});
}

static void characters(App *app, const char *string, int64_t now_ms)
{
    Text text = text_from_string(string);
    char typed[SCANNER_SIZE_MAX + 1];
    for (int32_t position = 0; position < text.size;) {
        uint32_t code_point = text_next_code_point(text, &position);
        ScannerResult result = barcode_scanner_character(&app->scanner, code_point, now_ms, typed);
        if (result == SCANNER_TYPING)
            screens_type(app->screens, text_from_string(typed));
    }
}

static void enter(App *app, int64_t now_ms, UiKey person_key)
{
    char code[SCANNER_SIZE_MAX + 1];
    switch (barcode_scanner_enter(&app->scanner, now_ms, code)) {
    case SCANNER_SCAN:
        scanned(app, code);
        break;
    case SCANNER_TOO_LONG:
        scanned(app, "?"); // nobody's code: answered like any unknown one
        break;
    case SCANNER_TYPING:
    case SCANNER_HELD:
        screens_type(app->screens, text_from_string(code));
        ui_press_key(app->ui, person_key, now_ms);
        touched(app);
        break;
    }
}

static void key_down(App *app, const SDL_KeyboardEvent *key, int64_t now_ms)
{
    char typed[SCANNER_SIZE_MAX + 1];
    switch (key->keysym.sym) {
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        enter(app, now_ms, UI_KEY_ACT);
        return;
    case SDLK_TAB:
        enter(app, now_ms, key->keysym.mod & KMOD_SHIFT ? UI_KEY_PREVIOUS : UI_KEY_NEXT);
        return;
    case SDLK_ESCAPE:
        ui_press_key(app->ui, UI_KEY_CANCEL, now_ms);
        break;
    case SDLK_UP:
        ui_press_key(app->ui, UI_KEY_UP, now_ms);
        break;
    case SDLK_DOWN:
        ui_press_key(app->ui, UI_KEY_DOWN, now_ms);
        break;
    case SDLK_LEFT:
        ui_press_key(app->ui, UI_KEY_LEFT, now_ms);
        break;
    case SDLK_RIGHT:
        ui_press_key(app->ui, UI_KEY_RIGHT, now_ms);
        break;
    case SDLK_RIGHTBRACKET: // how a wedge types GS1's group separator
        if (key->keysym.mod & KMOD_CTRL &&
            barcode_scanner_character(&app->scanner, 0x1d, now_ms, typed) == SCANNER_TYPING)
            screens_type(app->screens, text_from_string(typed));
        return;
    case SDLK_BACKSPACE:
        screens_type(app->screens, TEXT("\b"));
        break;
    default:
        return;
    }
    touched(app);
}

static void badge_event(App *app, const SDL_UserEvent *user)
{
    CheckoutEvent event = {.kind = EVENT_BADGE};
    char *code = user->data1;
    if (!code)
        return;
    snprintf(event.text, sizeof event.text, "%s", code);
    SDL_free(code);
    lane_post(&app->lane, event);
}

void app_handle_input(App *app, int64_t now_ms)
{
    SDL_Event event;
    char typed[SCANNER_SIZE_MAX + 1];
    while (SDL_PollEvent(&event)) {
        if (event.type == SDL_QUIT) {
            app->quit = true;
        } else if (event.type == app->wake.sdl_event_type) {
            badge_event(app, &event.user); // a bell without a parcel when nothing is in it
            continue;
        } else if (event.type == SDL_TEXTINPUT) {
            characters(app, event.text.text, now_ms);
        } else if (event.type == SDL_KEYDOWN) {
            key_down(app, &event.key, now_ms);
        } else {
            bool is_press =
                event.type == SDL_FINGERDOWN ||
                (event.type == SDL_MOUSEBUTTONDOWN && event.button.which != SDL_TOUCH_MOUSEID);
            if (!ui_handle_event(app->ui, &event, now_ms))
                continue;
            if (is_press)
                touched(app);
        }
        app->dirty = true;
    }
    if (barcode_scanner_take_typing(&app->scanner, now_ms, typed)) {
        screens_type(app->screens, text_from_string(typed));
        touched(app);
        app->dirty = true;
    }
}

int64_t app_input_due_ms(const App *app)
{
    return barcode_scanner_due_ms(&app->scanner);
}
