/* GS1 Digital Link: a web address that says what a thing is,
 * https://example.com/01/09521234543213/10/LOT1?17=261231. Read by its form alone: the host doesn't
 * matter, and the address is never opened.
 *
 * As the GS1 Syntax Engine reads them, with two tolerances: the scheme in any case, and GTINs that
 * were printed with 8, 12 or 13 digits. */
#ifndef KIOSK_DOMAIN_GS1_DIGITAL_LINK_H
#define KIOSK_DOMAIN_GS1_DIGITAL_LINK_H

#include "domain/gs1_ai.h"

// Of what the elements point into: the escapes of a link decoded.
typedef struct Gs1LinkText {
    int32_t size;
    char bytes[GS1_SIZE_MAX + 8]; // a GTIN may grow by six zeros
} Gs1LinkText;

bool gs1_is_web_address(Text text); // begins with http:// or https://
// `uri` of any bytes, at most GS1_SIZE_MAX. GS1_NOT_A_LINK: an ordinary address, or none. The first
// element is the key (01 for an article). Elements point into `text` and `uri`.
Gs1Reason gs1_digital_link_parse(Text uri, Gs1LinkText *text, Gs1Elements *out);

#endif
