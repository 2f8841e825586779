/* An amount that is typed in a sheet: digits with a point, as the currency has it. */
#include <stdio.h>

#include "screens/sheet_entry.h"

bool sheet_entry_money(const Scene *scene, const Currency *currency, Money *out)
{
    const ScreensState *state = scene->state;
    bool digits = false;
    for (int32_t i = 0; i < state->entry_size; i++)
        digits |= state->entry[i] != '.';
    char text[ENTRY_SIZE_MAX + 2];
    int32_t size = state->entry_size;
    if (size > 0 && state->entry[size - 1] == '.')
        size--;
    snprintf(text, sizeof text, "0%.*s", (int)size, state->entry); // ".5" is a half
    return digits && money_parse(text, currency, out);
}

void sheet_entry_drop_key(Scene *scene, const Currency *currency)
{
    ScreensState *state = scene->state;
    Money amount;
    bool only_point = state->entry_size == 1 && state->entry[0] == '.';
    while (state->entry_size > 0 && !only_point && !sheet_entry_money(scene, currency, &amount)) {
        state->entry[--state->entry_size] = 0;
        only_point = state->entry_size == 1 && state->entry[0] == '.';
    }
}

Text sheet_entry_point(Scene *scene, const Currency *currency)
{
    if (currency->decimals == 0)
        return (Text){0};
    Text half = ui_milli(scene->ui, 500, 1, 1);
    return text_contains(half, TEXT(",")) ? TEXT(",") : TEXT(".");
}
