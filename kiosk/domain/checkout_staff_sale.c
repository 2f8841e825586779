/* An attendant in the customer's sale: taking out, quantity, price. Each change is journalled with
 * who and why. */
#include "domain/checkout_parts.h"

bool checkout_staff_sale_event(Step *step)
{
    (void)step;
    return false;
}
