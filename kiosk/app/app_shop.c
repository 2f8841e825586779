/* The catalogue in use: from the image at the start, from the sync thread later, swapped between
 * customers; during a sale only for an article that the customer waits for. */
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "backoffice/picture_files.h"
#include "base/log.h"
#include "domain/catalogue_image.h"

// A category that was renamed on the server would let everybody buy what it guards.
static void warn_of_age_category(App *app)
{
    const char *missing = checkout_age_category_missing(&app->catalogue, &app->settings);
    if (!missing)
        return;
    log_error("[sale] age_categories: the shop has no category '%s'", missing);
    snprintf(app->lane.journal_words, sizeof app->lane.journal_words,
             "The shop has no category '%.60s': nobody's age is asked for ([sale] age_categories)",
             missing);
}

// The server stores two decimals until it is told otherwise.
static void warn_of_grams(App *app)
{
    app->lane.loses_grams = order_loses_grams(&app->catalogue);
    if (app->lane.loses_grams)
        log_error("weights lose their grams: set 'Product Unit of Measure' to 3 decimals and the "
                  "rounding of kg to 0.001");
}

static void use(App *app, Bytes block, const Catalogue *catalogue)
{
    if (app->has_catalogue)
        sync_release_catalogue(app->block);
    app->block = block;
    app->catalogue = *catalogue;
    app->has_catalogue = true;
    shop_time_heard(&app->time, catalogue->header->made_unix_ms);
    warn_of_age_category(app);
    warn_of_grams(app);
    receipt_shop_from_catalogue(&app->catalogue, app->config.lane.name, &app->receipt_shop);
    const Currency *currency = &catalogue->shop->currency;
    if (app->ui)
        ui_set_currency(app->ui, (FormatCurrency){.symbol = text_from_string(currency->symbol),
                                                  .decimals = currency->decimals,
                                                  .place = currency->symbol_before ? SYMBOL_BEFORE
                                                                                   : SYMBOL_AFTER});
    app_post(app, (CheckoutEvent){.kind = EVENT_CATALOGUE, .flag = true});
}

void app_shop_take_image(App *app, const AppDisk *disk)
{
    if (!disk->has_catalogue) {
        log_warning("no catalogue image: %s", disk->catalogue_error.message);
        return;
    }
    if (disk->catalogue_words[0])
        log_warning("%s", disk->catalogue_words);
    use(app, disk->block, &disk->catalogue);
}

void app_shop_take(App *app, Bytes block)
{
    Catalogue catalogue;
    Error error;
    if (!catalogue_open(block, &catalogue, &error)) {
        log_error("the loaded catalogue can't be used: %s",
                  error.message); // it was checked: our own fault
        sync_release_catalogue(block);
        return;
    }
    bool between_customers = !app->has_catalogue ||
                             (!app->checkout.sale_open && (app->checkout.screen == SCREEN_WELCOME ||
                                                           app->checkout.screen == SCREEN_CLOSED));
    if (between_customers) {
        use(app, block, &catalogue);
        return;
    }
    if (app->has_next)
        sync_release_catalogue(app->next_block);
    app->next_block = block;
    app->has_next = true;
}

void app_shop_customer_gone(App *app)
{
    if (!app->has_next)
        return;
    Catalogue catalogue;
    Error error;
    app->has_next = false;
    if (catalogue_open(app->next_block, &catalogue, &error))
        use(app, app->next_block, &catalogue);
    else
        log_error("the loaded catalogue can't be used: %s", error.message);
}

// Every record begins with its id.
static int32_t id_at(const void *records, size_t item_bytes, int32_t index)
{
    return *(const int32_t *)(const void *)((const char *)records + (size_t)index * item_bytes);
}

static bool same_ids(const void *before, int32_t before_count, const void *after,
                     int32_t after_count, size_t item_bytes)
{
    bool same = before_count <= after_count;
    for (int32_t i = 0; i < before_count && same; i++)
        same = id_at(before, item_bytes, i) == id_at(after, item_bytes, i);
    return same;
}

#define SAME_IDS(table, count_of)                                                                  \
    same_ids(before->table, before->count_of, after->table, after->count_of, sizeof *before->table)

// Every index that a screen or a waiting event may hold.
static bool same_positions(const Catalogue *before, const Catalogue *after)
{
    return SAME_IDS(articles, article_count) && SAME_IDS(categories, category_count) &&
           SAME_IDS(taxes, tax_count) && SAME_IDS(pricelists, pricelist_count) &&
           SAME_IDS(fiscal_positions, fiscal_position_count) &&
           SAME_IDS(payment_methods, payment_method_count) &&
           SAME_IDS(attributes, attribute_count) && SAME_IDS(packagings, packaging_count);
}

int32_t app_shop_find(App *app, int32_t article_id, bool *out_later)
{
    Catalogue next;
    Error error;
    int32_t here = catalogue_article_by_id(&app->catalogue, article_id);
    *out_later = false;
    if ((here != CATALOGUE_NONE && catalogue_article_sellable(&app->catalogue, here)) ||
        !app->has_next || !catalogue_open(app->next_block, &next, &error))
        return here;
    int32_t there = catalogue_article_by_id(&next, article_id);
    if (there == CATALOGUE_NONE || !catalogue_article_sellable(&next, there))
        return here;
    if (!same_positions(&app->catalogue, &next)) {
        *out_later = true;
        return here;
    }
    app->has_next = false;
    use(app, app->next_block, &next);
    return there;
}

void app_shop_release(App *app)
{
    if (app->has_next)
        sync_release_catalogue(app->next_block);
    if (app->has_catalogue)
        sync_release_catalogue(app->block);
    app->has_next = app->has_catalogue = false;
}

static int32_t category_by_id(const Catalogue *catalogue, int32_t id)
{
    for (int32_t i = 0; i < catalogue->category_count; i++)
        if (catalogue->categories[i].id == id)
            return i;
    return CATALOGUE_NONE;
}

// The write date is in the file's name: a picture that was changed on the server has another name.
static bool picture_path(void *context, PictureKind kind, uint64_t id, char *out_path, size_t room)
{
    App *app = context;
    bool is_category = kind == PICTURE_CATEGORY;
    if (!app->has_catalogue || id > INT32_MAX)
        return false;
    const Catalogue *catalogue = &app->catalogue;
    int32_t index = is_category ? category_by_id(catalogue, (int32_t)id)
                                : catalogue_article_by_id(catalogue, (int32_t)id);
    if (index == CATALOGUE_NONE)
        return false;
    bool has_picture = is_category
                           ? catalogue->categories[index].has_image != 0
                           : (catalogue->articles[index].flags & CAT_ARTICLE_HAS_IMAGE) != 0;
    int64_t write_unix_s = is_category ? catalogue->categories[index].write_unix_s
                                       : catalogue->articles[index].write_unix_s;
    if (!has_picture)
        return false;
    char path[PICTURE_FILES_PATH_SIZE];
    picture_files_path(app->data_directory, (PictureName){is_category, (int32_t)id, write_unix_s},
                       path);
    snprintf(out_path, room, "%s", path);
    if (app->os.files.exists(app->os.files.context, out_path))
        return true;
    if (!app->sync)
        app->pictures_missed = true;
    else if (!sync_want_picture(app->sync, is_category, (int32_t)id, write_unix_s))
        log_info("too many pictures wanted at once, one waits");
    return false;
}

// On the loader thread, which has just read it.
static void picture_used(void *context, const char *path)
{
    const App *app = context;
    picture_files_used(&app->os, path);
}

PictureSource app_shop_pictures(App *app)
{
    return (PictureSource){.path = picture_path, .used = picture_used, .context = app};
}

void app_shop_picture_came(App *app, const SyncEvent *event)
{
    ui_forget_picture(app->ui, event->picture_is_category ? PICTURE_CATEGORY : PICTURE_ARTICLE,
                      (uint64_t)event->picture_id);
}

void app_shop_cause(const App *app, char out[240])
{
    out[0] = 0;
    // With a catalogue and a session of some day the lane sells, whatever the server says now.
    // Without, it says what it waits for.
    bool can_sell = app->has_catalogue && app->has_session;
    if (app->sync_state == SYNC_CLOSED)
        snprintf(out, 240,
                 "The session was closed in the back office. Sign in and touch \"Ask the server\" "
                 "to open a new one.");
    else if (app->sync_state == SYNC_STUCK)
        snprintf(out, 240,
                 "The session is being closed in the back office. Finish closing it there.");
    else if (can_sell)
        return;
    else if (app->sync_words[0])
        snprintf(out, 240, "%s", app->sync_words);
    else
        snprintf(out, 240, "Waiting for the shop server to send the catalogue.");
}
