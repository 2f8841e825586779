#include "domain/combo.h"

#include "domain/rounding.h"

void combo_split(double price, const ComboChoice *chosen, int32_t count, int32_t price_digits,
                 double *out_prices)
{
    double whole = 0, left = price;
    for (int32_t i = 0; i < count; i++)
        whole += chosen[i].base_price;
    for (int32_t i = 0; i < count; i++) {
        double share = 0;
        if (whole != 0)
            share = round_to_step(chosen[i].base_price * price / whole,
                                  rounding_step_of_digits(price_digits), ROUNDING_HALF_UP);
        left -= share;
        if (i == count - 1)
            share += left;
        out_prices[i] = share + chosen[i].extras + chosen[i].combo_price;
    }
}
