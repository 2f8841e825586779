/* Any bytes: either an error, or an order that is written in the same bytes again (an earlier
 * version's: in the same of this version) and can be added up. */
#include <string.h>

#include "domain/order_snapshot.h"
#include "fuzz_target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Order order;
    static Arena arena;
    Error error = {0};
    Bytes again;
    if (!arena.base)
        arena_create(&arena, (size_t)8 << 20);
    arena_clear(&arena);
    if (!order_snapshot_decode((Bytes){data, size}, &order, &error)) {
        CHECK(error.kind != ERROR_NONE);
        return 0;
    }
    CHECK(order_snapshot_encode(&order, &arena, &again, &error));
    Bytes expected = {data, size};
    if (data[3] == 1) { // the version, behind the list's own three bytes
        expected = again;
        CHECK(order_snapshot_decode(expected, &order, &error));
        CHECK(order_snapshot_encode(&order, &arena, &again, &error));
    }
    CHECK(again.size == expected.size);
    CHECK(memcmp(again.data, expected.data, again.size) == 0);
    OrderCashRounding rounding = {0.05, ROUNDING_HALF_UP, false};
    OrderDue due;
    if (order_total(&order) != ORDER_OK || order_due(&order, &rounding, true, &due) != ORDER_OK)
        return 0;
    for (int32_t i = order.line_count; i > 0; i--) {
        OrderResult ignored = order_remove_line(&order, order.lines[i - 1].id);
        (void)ignored;
    }
    return 0;
}
