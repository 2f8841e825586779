#include "backoffice/utf8_check.h"

static bool begin(Utf8Check *check, uint8_t lead)
{
    *check = (Utf8Check){.low = 0x80, .high = 0xbf};
    if (lead < 0x80)
        return true;
    if (lead >= 0xc2 && lead <= 0xdf)
        check->more = 1;
    else if (lead >= 0xe0 && lead <= 0xef)
        check->more = 2;
    else if (lead >= 0xf0 && lead <= 0xf4)
        check->more = 3;
    if (lead == 0xe0)
        check->low = 0xa0; // less would fit into two bytes
    if (lead == 0xed)
        check->high = 0x9f; // more is half a surrogate pair
    if (lead == 0xf0)
        check->low = 0x90; // less would fit into three bytes
    if (lead == 0xf4)
        check->high = 0x8f; // more is beyond U+10FFFF
    return check->more > 0;
}

bool utf8_check_step(Utf8Check *check, uint8_t byte)
{
    if (check->more == 0)
        return begin(check, byte);
    if (byte < check->low || byte > check->high)
        return false;
    check->low = 0x80;
    check->high = 0xbf;
    check->more--;
    return true;
}
