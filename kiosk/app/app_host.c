/* What the lane asks of the program around it: who an attendant is, what the screens forget when a
 * customer goes, money and pictures as the catalogue in use has them. */
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "backoffice/picture_files.h"

static bool verify(void *context, const char *secret, bool is_badge)
{
    App *app = context;
    return sign_in_verify(app->sign_in, secret, is_badge);
}

static void customer_gone(void *context)
{
    App *app = context;
    screens_customer_gone(app->screens, app->ui);
}

static void catalogue_changed(void *context, const Catalogue *catalogue)
{
    App *app = context;
    const Currency *currency = &catalogue->shop->currency;
    ui_set_currency(
        app->ui, (FormatCurrency){.symbol = text_from_string(currency->symbol),
                                  .decimals = currency->decimals,
                                  .place = currency->symbol_before ? SYMBOL_BEFORE : SYMBOL_AFTER});
}

static void picture_came(void *context, bool is_category, int32_t id)
{
    App *app = context;
    ui_forget_picture(app->ui, is_category ? PICTURE_CATEGORY : PICTURE_ARTICLE, (uint64_t)id);
}

static void keep_key(void *context, const char *manager)
{
    App *app = context;
    key_advice_keep(&app->key_advice, manager);
}

LaneHost app_host(App *app)
{
    return (LaneHost){app, verify, customer_gone, catalogue_changed, picture_came, keep_key};
}

void app_drain_sign_in(App *app)
{
    SignInEvent answer;
    while (bounded_queue_pop(&app->sign_in_events, &answer)) {
        CheckoutEvent event = {.kind = answer.ok ? EVENT_SIGNED_IN : EVENT_SIGN_IN_FAILED,
                               .flag = answer.manager,
                               .flag2 = answer.by_badge};
        snprintf(event.text, sizeof event.text, "%s", answer.name);
        lane_post(&app->lane, event);
    }
}

static bool picture_path(void *context, PictureKind kind, uint64_t id, char *out_path, size_t room)
{
    App *app = context;
    return id <= INT32_MAX &&
           lane_shop_picture(&app->lane, kind == PICTURE_CATEGORY, (int32_t)id, out_path, room);
}

// On the loader thread, which has just read it.
static void picture_used(void *context, const char *path)
{
    const App *app = context;
    picture_files_used(&app->os, path);
}

PictureSource app_pictures(App *app)
{
    return (PictureSource){.path = picture_path, .used = picture_used, .context = app};
}
