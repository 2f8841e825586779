#include "app/script_act.h"

#include <SDL.h>
#include <string.h>

#include "app/app.h"

void script_push_finger(uint32_t type, float x, float y)
{
    SDL_Event event = {.type = type};
    event.tfinger.touchId = 1;
    event.tfinger.fingerId = 1;
    event.tfinger.x = x;
    event.tfinger.y = y;
    SDL_PushEvent(&event);
}

void script_push_letter(Text letter)
{
    SDL_Event event = {.type = SDL_TEXTINPUT};
    int32_t size = 0;
    text_next_code_point(letter, &size);
    memcpy(event.text.text, letter.data, (size_t)size);
    SDL_PushEvent(&event);
}

static void push_key(SDL_Keycode key)
{
    SDL_Event event = {.type = SDL_KEYDOWN};
    event.key.state = SDL_PRESSED;
    event.key.keysym.sym = key;
    SDL_PushEvent(&event);
    event.type = SDL_KEYUP;
    event.key.state = SDL_RELEASED;
    SDL_PushEvent(&event);
}

void script_push_scan(Text code)
{
    while (code.size > 0) {
        int32_t size = 0;
        text_next_code_point(code, &size);
        script_push_letter(code);
        code = text_slice(code, size, code.size);
    }
    push_key(SDLK_RETURN);
}

bool script_push_key(const char *name)
{
    static const struct {
        const char *name;
        SDL_Keycode key;
    } keys[] = {
        {"TAB", SDLK_TAB},     {"ENTER", SDLK_RETURN},        {"ESC", SDLK_ESCAPE},
        {"UP", SDLK_UP},       {"DOWN", SDLK_DOWN},           {"LEFT", SDLK_LEFT},
        {"RIGHT", SDLK_RIGHT}, {"BACKSPACE", SDLK_BACKSPACE},
    };
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (strcmp(keys[i].name, name) == 0) {
            push_key(keys[i].key);
            return true;
        }
    return false;
}

void script_push_badge(const App *app, const char *code)
{
    SDL_Event event = {.type = app->wake.sdl_event_type};
    event.user.data1 = SDL_strdup(code);
    SDL_PushEvent(&event);
}
