#include "domain/rounding.h"

#include <math.h>
#include <string.h>

// The server's 2^(log2(steps) - 52), for `steps` above 0: steps * 2^-52 but for the noise of the
// logarithm, which is below 2^-45 of it. What is added to `steps` is a whole number of units in the
// last place, one or two, so the noise counts only where both are as near: one and a half units (a
// mantissa of 1.5), or a unit from where the next power of two makes the units twice as large.
// Nearly everywhere the product says the same in a tenth of the time, and on any processor's
// library.
static double last_place(double steps)
{
    const uint64_t half = UINT64_C(1) << 51, whole = half << 1, near = 1 << 12;
    uint64_t bits;
    memcpy(&bits, &steps, sizeof bits);
    uint64_t fraction = bits & (whole - 1);
    if (fraction < half - near || (fraction > half + near && fraction < whole - near))
        return steps * 0x1p-52;
    return pow(2.0, log2(steps) - 52.0);
}

// The server divides by the step, moves the quotient by one unit in its last place so that a
// decimal tie which doubles can't hold (2.675) falls on the right side, cuts to an integer,
// multiplies back. The noise of the last multiplication (95 * 0.01 = 0.9500000000000001) is part of
// its answer.
double round_to_step(double value, double step, RoundingMethod method)
{
    if (value == 0)
        return 0;
    double steps = value / step;
    double sign = copysign(1.0, steps);
    double epsilon = last_place(fabs(steps));
    switch (method) {
    case ROUNDING_UP:
        return ceil(fabs(steps - sign * epsilon)) * sign * step;
    case ROUNDING_DOWN:
        return floor(fabs(steps + sign * epsilon)) * sign * step;
    case ROUNDING_HALF_UP:
        break;
    }
    return floor(fabs(steps + sign * epsilon) + 0.5) * sign * step;
}

double rounding_step_of_digits(int32_t digits)
{
    static const double steps[] = {1, 0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9};
    if (digits < 0)
        return 1;
    return steps[digits < 9 ? digits : 9];
}
