/* Shared by the files of the article screen; nobody else includes it. */
#ifndef KIOSK_SCREENS_ARTICLE_PARTS_H
#define KIOSK_SCREENS_ARTICLE_PARTS_H

#include "screens/parts.h"

// The line that an article would become with these choices; false when it has no price here.
bool article_preview(Scene *scene, const int32_t *choices, int32_t choice_count, int64_t milli,
                     OrderLine *out_line);
// What a customer chooses: a group of options for each attribute, from where.y down, each group
// with `gap` above it. Returns the height; draws only when asked to.
float article_choices(Scene *scene, Rect where, float gap, bool draw);
// Scrolls to the group of choices that is asked for, once. It was measured by article_choices, from
// a `where` that lies `above` in the scroll area.
void article_show_asked(Scene *scene, Text scroll_id, float above);
// The lot or serial number, or how to give it; in low reach article_choices is without.
float article_lot_words(Scene *scene, Rect where, float gap, bool draw);
// "Choose: Size", for the first attribute that still needs a value; empty: none does.
Text article_missing_words(Scene *scene);

#endif
