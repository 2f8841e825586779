/* A sheet in which an attendant types a number over an old one: price or quantity. */
#ifndef KIOSK_SCREENS_SHEET_ENTRY_H
#define KIOSK_SCREENS_SHEET_ENTRY_H

#include "screens/parts.h"

enum { SHEET_REASONS_MAX = 8 };

typedef struct SheetEntry {
    Text id, title, detail;
    Text was_label, was;                  // the old value, struck through
    bool was_stays;                       // it is not replaced: not struck through
    Text value_label, value, value_plain; // what is typed, as drawn and as a script compares it
    Text keypad, point;   // ids of the keys begin with `keypad`; empty point: whole numbers
    int32_t reason_count; // 0: none is asked for
    Text reasons[SHEET_REASONS_MAX];
    Text warning; // over the reasons; empty: none
    UiButton keep, set;
} SheetEntry;

typedef enum SheetEntryAct { SHEET_ENTRY_NONE, SHEET_ENTRY_SET } SheetEntryAct;
// Draws it. Digits go to state->entry, the reason's number to state->reason. Closes the sheet on
// Keep, the cross, a touch outside and when the caller says so by state->sheet_closing.
SheetEntryAct sheet_entry(Scene *scene, const SheetEntry *entry);

// What is typed as an amount; false while nothing that can be one was typed.
bool sheet_entry_money(const Scene *scene, const Currency *currency, Money *out);
// A key that leads to no amount is taken back.
void sheet_entry_drop_key(Scene *scene, const Currency *currency);
Text sheet_entry_point(Scene *scene, const Currency *currency); // the keypad's; empty: no decimals

// The reasons in the language of the screen.
void sheet_reasons_fill(Scene *scene, const char *const *msgids, int32_t count, Text *out);

#endif
