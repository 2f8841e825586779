#include "app/setup_input.h"

#include <SDL_scancode.h>
#include <string.h>

// 0: no key that types.
static char letter_of(int32_t scancode)
{
    if (scancode >= SDL_SCANCODE_1 && scancode <= SDL_SCANCODE_9)
        return (char)('1' + (scancode - SDL_SCANCODE_1));
    if (scancode >= SDL_SCANCODE_KP_1 && scancode <= SDL_SCANCODE_KP_9)
        return (char)('1' + (scancode - SDL_SCANCODE_KP_1));
    if (scancode == SDL_SCANCODE_0 || scancode == SDL_SCANCODE_KP_0)
        return '0';
    bool types = (scancode >= SDL_SCANCODE_A && scancode <= SDL_SCANCODE_Z) ||
                 (scancode >= SDL_SCANCODE_SPACE && scancode <= SDL_SCANCODE_SLASH) ||
                 scancode == SDL_SCANCODE_NONUSBACKSLASH;
    return types ? '?' : 0;
}

void setup_input_letter(SetupInput *input, char letter, int64_t now_ms)
{
    if (input->size < SETUP_RUN_MAX)
        input->run[input->size++] = letter;
    input->last_ms = now_ms;
}

bool setup_input_key(SetupInput *input, int32_t scancode, int64_t now_ms)
{
    char letter = letter_of(scancode);
    if (letter)
        setup_input_letter(input, letter, now_ms);
    return letter != 0;
}

bool setup_input_end(SetupInput *input, char out_code[SETUP_RUN_MAX + 1])
{
    int32_t size = input->size;
    input->size = 0;
    if (size < SETUP_RUN_MIN)
        return false;
    memcpy(out_code, input->run, (size_t)size);
    out_code[size] = 0;
    return true;
}

int64_t setup_input_due_ms(const SetupInput *input)
{
    return input->size > 0 ? input->last_ms + SETUP_RUN_PAUSE_MS : INT64_MAX;
}
