/* How often somebody may be wrong about who they are. Three wrong PINs are free; after them each
 * wrong one closes the keypad for longer: 30 s, 1 minute, 2, 4, 8, then 15. Four digits and three
 * attendants are then guessed in a month of nights, not in an afternoon, and somebody who mistyped
 * waits half a minute.
 *
 * A right PIN ends the series, and time ends each wait. A badge that is known ends one wait of a
 * series: a colleague who has it in hand need not stand there, and whoever copied one gains a
 * single try. While no PIN is taken only CHECKOUT_SIGN_IN_TRIES wrong badges are looked at. The
 * journal keeps all of it: a restart gives nobody a fresh start. */
#include "domain/checkout_parts.h"

static bool is_waiting(const Step *step)
{
    return step->world->now_ms < step->checkout->locked_until_ms;
}

static void save(Step *step)
{
    CheckoutEffect *effect = step_effect(step, EFFECT_SAVE_SIGN_IN);
    effect->sign_in = step->checkout->sign_in;
}

int64_t checkout_sign_in_wait_ms(int32_t failures)
{
    int64_t wait_ms = CHECKOUT_WAIT_FIRST_MS;
    if (failures < CHECKOUT_SIGN_IN_TRIES)
        return 0;
    for (int32_t i = CHECKOUT_SIGN_IN_TRIES; i < failures && wait_ms < CHECKOUT_WAIT_MAX_MS; i++)
        wait_ms *= 2;
    return wait_ms < CHECKOUT_WAIT_MAX_MS ? wait_ms : CHECKOUT_WAIT_MAX_MS;
}

void checkout_sign_in_verify(Step *step, bool is_badge)
{
    Checkout *checkout = step->checkout;
    bool closed = is_waiting(step) &&
                  (!is_badge || checkout->sign_in.badge_failures >= CHECKOUT_SIGN_IN_TRIES);
    if (checkout->sign_in_busy || closed) {
        if (is_badge)
            step_sound(step, SOUND_NOT_KNOWN);
        return;
    }
    checkout->sign_in_busy = true;
    CheckoutEffect *effect = step_effect(step, is_badge ? EFFECT_VERIFY_BADGE : EFFECT_VERIFY_PIN);
    step_copy_text(effect->text, sizeof effect->text, step->event->text);
}

void checkout_sign_in_wrong(Step *step)
{
    Checkout *checkout = step->checkout;
    CheckoutSignIn *sign_in = &checkout->sign_in;
    if (is_waiting(step)) {
        sign_in->badge_failures++;
        save(step);
        return;
    }
    sign_in->failures += sign_in->failures < INT32_MAX;
    int64_t wait_ms = checkout_sign_in_wait_ms(sign_in->failures);
    sign_in->badge_failures = 0;
    sign_in->until_unix_ms = wait_ms > 0 ? step->world->now_unix_ms + wait_ms : 0;
    checkout->locked_until_ms = wait_ms > 0 ? step->world->now_ms + wait_ms : 0;
    save(step);
    if (wait_ms > 0)
        checkout_staff_note(step, "sign-in-locked", "too many wrong PINs or badges");
}

void checkout_sign_in_right(Step *step, bool by_badge)
{
    Checkout *checkout = step->checkout;
    CheckoutSignIn *sign_in = &checkout->sign_in;
    if (sign_in->failures == 0)
        return;
    if (!by_badge)
        *sign_in = (CheckoutSignIn){0};
    else if (is_waiting(step) && !sign_in->ended_by_badge) {
        sign_in->ended_by_badge = true;
        sign_in->until_unix_ms = 0;
    } else
        return;
    if (sign_in->until_unix_ms == 0)
        checkout->locked_until_ms = 0;
    save(step);
}

void checkout_sign_in_restore(Step *step)
{
    Checkout *checkout = step->checkout;
    checkout->sign_in = step->event->sign_in;
    int64_t left_ms = checkout->sign_in.until_unix_ms - step->world->now_unix_ms;
    // No clock that jumped makes anybody wait for longer than there is to wait.
    int64_t most_ms = checkout_sign_in_wait_ms(checkout->sign_in.failures);
    if (checkout->sign_in.until_unix_ms > 0 && left_ms > 0)
        checkout->locked_until_ms = step->world->now_ms + (left_ms < most_ms ? left_ms : most_ms);
}
