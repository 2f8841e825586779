/* Sixteen places at a time: a place can only be it when its first and its last byte fit (both are
 * compared in one vector operation each, which gcc and clang make from plain operators on every
 * processor); only there memcmp looks at the whole. */
#include "domain/find_bytes.h"

#include <endian.h>
#include <string.h>

enum { LANES = 16 };

typedef uint8_t Lanes __attribute__((vector_size(LANES)));

static Lanes lanes_at(const char *bytes)
{
    Lanes lanes;
    memcpy(&lanes, bytes, sizeof lanes);
    return lanes;
}

// The first place among eight, of which those with a byte of ones in `candidates` are worth a look.
static inline const char *first_of(const char *at, uint64_t candidates, Text needle)
{
    for (uint64_t left = le64toh(candidates); left != 0;) {
        int lane = __builtin_ctzll(left) / 8;
        if (needle.size <= 2 || memcmp(at + lane, needle.data, (size_t)needle.size) == 0)
            return at + lane;
        left &= ~((uint64_t)0xff << lane * 8);
    }
    return NULL;
}

static inline const char *find_in_lanes(const char *at, Lanes first, Lanes last, Text needle)
{
    Lanes fits = (Lanes)((lanes_at(at) == first) & (lanes_at(at + needle.size - 1) == last));
    uint64_t halves[2];
    memcpy(halves, &fits, sizeof halves);
    if ((halves[0] | halves[1]) == 0)
        return NULL;
    const char *found = first_of(at, halves[0], needle);
    return found ? found : first_of(at + LANES / 2, halves[1], needle);
}

const char *find_bytes(const char *from, const char *end, Text needle)
{
    if (end - from < needle.size)
        return NULL;
    const char *last_place = end - needle.size;
    if (last_place - from < LANES - 1) {
        for (const char *at = from; at <= last_place; at++) {
            if (*at == needle.data[0] && memcmp(at, needle.data, (size_t)needle.size) == 0)
                return at;
        }
        return NULL;
    }
    Lanes first = (Lanes){0} + (uint8_t)needle.data[0];
    Lanes last = (Lanes){0} + (uint8_t)needle.data[needle.size - 1];
    const char *last_lanes = last_place - (LANES - 1);
    for (const char *at = from; at < last_lanes; at += LANES) {
        const char *found = find_in_lanes(at, first, last, needle);
        if (found)
            return found;
    }
    return find_in_lanes(last_lanes, first, last,
                         needle); // looks at some places again, finds nothing there
}
