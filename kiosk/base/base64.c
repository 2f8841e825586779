#include "base/base64.h"

size_t base64_size(size_t bytes)
{
    return (bytes + 2) / 3 * 4;
}

void base64_encode(Bytes bytes, char *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.size; i += 3) {
        size_t left = bytes.size - i;
        uint32_t bits = (uint32_t)bytes.data[i] << 16;
        bits |= left > 1 ? (uint32_t)bytes.data[i + 1] << 8 : 0;
        bits |= left > 2 ? (uint32_t)bytes.data[i + 2] : 0;
        *out++ = digits[bits >> 18];
        *out++ = digits[bits >> 12 & 63];
        *out++ = left > 1 ? digits[bits >> 6 & 63] : '=';
        *out++ = left > 2 ? digits[bits & 63] : '=';
    }
}

static int32_t sextet(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

size_t base64_decode(Text text, uint8_t *out, size_t room)
{
    uint32_t bits = 0;
    int32_t count = 0;
    size_t used = 0;
    for (int32_t i = 0; i < text.size && text.data[i] != '='; i++) {
        int32_t value = sextet(text.data[i]);
        if (text.data[i] == '\n' || text.data[i] == '\r')
            continue;
        if (value < 0)
            return 0;
        bits = (bits << 6 | (uint32_t)value) & 0xffffff;
        count += 6;
        if (count >= 8) {
            count -= 8;
            if (used == room)
                return 0;
            out[used++] = (uint8_t)(bits >> count);
        }
    }
    return used;
}
