/* Looking at one article: choices, pieces, and the basket's bag. */
#include "domain/checkout_parts.h"

bool checkout_article_event(Step *step)
{
    (void)step;
    return false;
}
