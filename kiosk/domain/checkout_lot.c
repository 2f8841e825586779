/* Lot and serial numbers: read from a GS1 code, scanned from the pack, or typed. Which numbers
 * there are, the server doesn't say, and it takes any (FACTS2 24); that one piece isn't sold twice
 * in one order is the order's to see. */
#include <string.h>

#include "domain/checkout_parts.h"

bool checkout_is_one_piece(const Catalogue *catalogue, int32_t article)
{
    return catalogue_article_needs_lot(catalogue, article) &&
           catalogue->articles[article].tracking == CAT_TRACKING_SERIAL;
}

const char *checkout_lot_of(const Catalogue *catalogue, int32_t article, const BarcodeFound *found)
{
    bool serial = catalogue->articles[article].tracking == CAT_TRACKING_SERIAL;
    const char *first = serial ? found->serial : found->lot;
    return first[0] ? first : serial ? found->lot : found->serial;
}

static bool take(Step *step, const char *number)
{
    CheckoutSubject *subject = &step->checkout->subject;
    Text text = text_trim(text_from_string(number));
    if (text.size == 0 || text.size >= ORDER_LOT_SIZE) {
        step_toast(step, TOAST_REFUSED_SCAN, "");
        step_sound(step, SOUND_NOT_KNOWN);
        return false;
    }
    text_copy_to_buffer(text, subject->lot, sizeof subject->lot);
    step_sound(step, SOUND_ADDED);
    return true;
}

static bool is_here(const Step *step)
{
    const Checkout *checkout = step->checkout;
    return checkout->screen == SCREEN_ARTICLE && step->world->catalogue &&
           checkout->subject.article != CATALOGUE_NONE &&
           catalogue_article_needs_lot(step->world->catalogue, checkout->subject.article);
}

bool checkout_lot_scan(Step *step, const BarcodeFound *found, const char *code)
{
    CheckoutSubject *subject = &step->checkout->subject;
    if (!is_here(step))
        return false;
    if (found->article != CATALOGUE_NONE && found->article != subject->article)
        return false; // the next article
    const char *number = checkout_lot_of(step->world->catalogue, subject->article, found);
    switch (found->meaning) {
    case BARCODE_ARTICLE:
    case BARCODE_WEIGHED:
    case BARCODE_PRICED:
        if (!number[0]) { // the article's own code once more
            step_sound(step, SOUND_NOT_KNOWN);
            return true;
        }
        (void)take(step, number);
        return true;
    case BARCODE_UNKNOWN:
    case BARCODE_OTHER:
        (void)take(step, number[0] ? number : code);
        return true;
    case BARCODE_CUSTOMER:
    case BARCODE_STAFF:
    case BARCODE_DISCOUNT:
        break;
    }
    return false;
}

bool checkout_lot_event(Step *step)
{
    if (step->event->kind != EVENT_LOT)
        return false;
    if (!is_here(step))
        return true;
    if (step->event->text[0])
        (void)take(step, step->event->text);
    else
        step->checkout->subject.lot[0] = 0;
    return true;
}
