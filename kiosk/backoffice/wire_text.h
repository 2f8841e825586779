/* Text from the server made fit for screens, paper and logs: cut to a limit on a code point's
 * border, control characters (C0, DEL, C1, line and paragraph separators) replaced by a space,
 * bytes that are not UTF-8 by U+FFFD. */
#ifndef KIOSK_BACKOFFICE_WIRE_TEXT_H
#define KIOSK_BACKOFFICE_WIRE_TEXT_H

#include "base/text.h"

typedef enum WireLines { WIRE_ONE_LINE, WIRE_KEEP_LINES } WireLines; // WIRE_KEEP_LINES: '\n' stays

// Writes at most `room` bytes, no ending zero; returns how many. White space at the ends is left
// out.
int32_t wire_text_clean(Text text, WireLines lines, char *out, int32_t room);
// The same into a buffer with an ending zero.
void wire_text_to_buffer(Text text, char *buffer, int32_t buffer_bytes);

#endif
