/* cmocka with what it needs before it, in an order that a formatter must not change. */
#ifndef KIOSK_TESTS_ORDER_UNIT_TEST_H
#define KIOSK_TESTS_ORDER_UNIT_TEST_H

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#endif
