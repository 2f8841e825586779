/* Base64 (RFC 4648, section 4): bytes as text, in the server's pictures and in exports. */
#ifndef KIOSK_BASE_BASE64_H
#define KIOSK_BASE_BASE64_H

#include "base/text.h"

// What base64_encode writes, without a zero.
size_t base64_size(size_t bytes);
void base64_encode(Bytes bytes, char *out);
// Bytes written, 0 when it is no base64 of at most `room` bytes. Line ends are skipped.
size_t base64_decode(Text text, uint8_t *out, size_t room);

#endif
