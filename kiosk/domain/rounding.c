#include "domain/rounding.h"

#include <math.h>

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
    double epsilon = pow(2.0, log2(fabs(steps)) - 52.0);
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
