/* An attendant with a USB stick: orders are saved on it, or taken up from it. Both need the PIN, as
 * exports hold customers' orders; taking up needs a manager, who signed in or whose badge is
 * scanned on this screen. The journal keeps who asked for what, and how it ended. */
#include <string.h>

#include "domain/checkout_parts.h"

static CheckoutEffect *stick_effect(Step *step, CheckoutEffectKind kind)
{
    const CheckoutStick *stick = &step->checkout->stick;
    CheckoutEffect *effect = step_effect(step, kind);
    step_copy_text(effect->text, sizeof effect->text, stick->name);
    step_copy_text(effect->words, sizeof effect->words, stick->file);
    return effect;
}

static void note(Step *step, const char *action, const char *reason)
{
    CheckoutEffect *effect = checkout_staff_note(step, action, reason);
    effect->order_uuid[0] = 0; // a sale that is open has nothing to do with it
    step_copy_text(effect->new_value, sizeof effect->new_value, step->checkout->stick.name);
}

static void open_stick(Step *step)
{
    Checkout *checkout = step->checkout;
    if (checkout->attendant.by_badge) {
        checkout_staff_ask_pin(step);
        return;
    }
    checkout->stick = (CheckoutStick){0};
    checkout->attendant.approved_by[0] = 0;
    checkout->toast = TOAST_NONE;
    stick_effect(step, EFFECT_STICK_CLEAR);
    step_show(step, SCREEN_STAFF_STICK);
}

static void close_stick(Step *step)
{
    step->checkout->stick = (CheckoutStick){0};
    step->checkout->attendant.approved_by[0] = 0;
    stick_effect(step, EFFECT_STICK_CLEAR);
    step_show(step, SCREEN_STAFF);
}

// From a file to the files, from them to the stick, from it to the sticks, from them home.
static void back(Step *step)
{
    CheckoutStick *stick = &step->checkout->stick;
    if (stick->file[0])
        stick->file[0] = 0;
    else if (stick->shows_files)
        stick->shows_files = false;
    else if (stick->name[0])
        stick->name[0] = 0;
    else {
        close_stick(step);
        return;
    }
    stick_effect(step, EFFECT_STICK_CLEAR);
}

static void choose(Step *step)
{
    CheckoutStick *stick = &step->checkout->stick;
    *stick = (CheckoutStick){0};
    step_copy_text(stick->name, sizeof stick->name, step->event->text);
    stick_effect(step, EFFECT_STICK_CLEAR);
}

static void save(Step *step)
{
    static const char *const contents[STICK_CONTENT_COUNT] = {
        [STICK_UNCONFIRMED] = "orders that are not confirmed",
        [STICK_TODAY] = "orders of today",
        [STICK_ALL] = "all orders that are kept"};
    int32_t content = step->event->value_id;
    if (!step->checkout->stick.name[0] || content < 0 || content >= STICK_CONTENT_COUNT)
        return;
    note(step, "stick-export", contents[content]);
    stick_effect(step, EFFECT_STICK_SAVE)->value = content;
}

static void look_at_file(Step *step)
{
    CheckoutStick *stick = &step->checkout->stick;
    if (!stick->name[0])
        return;
    step_copy_text(stick->file, sizeof stick->file, step->event->text);
    stick_effect(step, EFFECT_STICK_READ);
}

bool checkout_may_import(const CheckoutAttendant *attendant)
{
    return !attendant->by_badge && (attendant->manager || attendant->approved_by[0]);
}

// While nobody pays: no number can be given away in the middle of it.
static void take(Step *step)
{
    const Checkout *checkout = step->checkout;
    if (!checkout->stick.file[0] || checkout->payment != PAYMENT_NONE)
        return;
    if (!checkout_may_import(&checkout->attendant)) {
        note(step, "stick-import-refused", "needs a manager");
        step_sound(step, SOUND_NOT_KNOWN);
        return;
    }
    note(step, "stick-import", checkout->stick.file);
    stick_effect(step, EFFECT_STICK_TAKE);
}

// What a person wants while something is being written waits for its end.
static bool on_stick(Step *step)
{
    bool busy = step->world->stick_busy;
    switch ((int)step->event->kind) {
    case EVENT_STAFF_HOME:
        if (!busy)
            close_stick(step);
        return true;
    case EVENT_BACK:
        if (!busy)
            back(step);
        return true;
    case EVENT_STAFF_LEAVE:
        if (!busy)
            checkout_staff_sign_out(step);
        return true;
    case EVENT_STAFF:
        return true;
    case EVENT_STICK_CHOOSE:
        if (!busy)
            choose(step);
        return true;
    case EVENT_STICK_SAVE:
        if (!busy)
            save(step);
        return true;
    case EVENT_STICK_FILES:
        if (!busy && step->checkout->stick.name[0]) {
            step->checkout->stick.shows_files = true;
            stick_effect(step, EFFECT_STICK_CLEAR);
        }
        return true;
    case EVENT_STICK_FILE:
        if (!busy)
            look_at_file(step);
        return true;
    case EVENT_STICK_TAKE:
        if (!busy)
            take(step);
        return true;
    case EVENT_SCAN: // a manager's badge
        checkout_sign_in_verify(step, true);
        return true;
    default:
        return checkout_staff_badge_event(step);
    }
}

bool checkout_stick_event(Step *step)
{
    if (step->event->kind == EVENT_STICK_ENDED) {
        note(step, step->event->text, step->event->words);
        return true;
    }
    if (step->checkout->screen == SCREEN_STAFF_STICK)
        return on_stick(step);
    if (step->checkout->screen != SCREEN_STAFF || step->event->kind != EVENT_STICK)
        return false;
    open_stick(step);
    return true;
}
