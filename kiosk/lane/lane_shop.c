/* The catalogue in use: from the image at the start, from the sync thread later, swapped between
 * customers; during a sale only for an article that the customer waits for. */
#include <stdio.h>
#include <string.h>

#include "backoffice/picture_files.h"
#include "base/log.h"
#include "domain/catalogue_image.h"
#include "lane/lane.h"

// A category that was renamed on the server would let everybody buy what it guards.
static void warn_of_age_category(Lane *lane)
{
    const char *missing = checkout_age_category_missing(&lane->catalogue, &lane->settings);
    if (!missing)
        return;
    log_error("[sale] age_categories: the shop has no category '%s'", missing);
    snprintf(lane->attendant_words, sizeof lane->attendant_words,
             "The shop has no category '%.60s': nobody's age is asked for ([sale] age_categories)",
             missing);
}

// The server stores two decimals until it is told otherwise.
static void warn_of_grams(Lane *lane)
{
    lane->loses_grams = order_loses_grams(&lane->catalogue);
    if (lane->loses_grams)
        log_error("weights lose their grams: set 'Product Unit of Measure' to 3 decimals and the "
                  "rounding of kg to 0.001");
}

static void use(Lane *lane, Bytes block, const Catalogue *catalogue)
{
    if (lane->has_catalogue)
        sync_release_catalogue(lane->block);
    lane->block = block;
    lane->catalogue = *catalogue;
    lane->has_catalogue = true;
    shop_time_heard(&lane->time, catalogue->header->made_unix_ms);
    warn_of_age_category(lane);
    warn_of_grams(lane);
    receipt_shop_from_catalogue(&lane->catalogue, lane->name, &lane->receipt_shop);
    lane->host.catalogue_changed(lane->host.context, &lane->catalogue);
    lane_post(lane, (CheckoutEvent){.kind = EVENT_CATALOGUE, .flag = true});
}

void lane_shop_take_image(Lane *lane, const LaneImage *image)
{
    if (!image->found) {
        log_warning("no catalogue image: %s", image->error.message);
        return;
    }
    if (image->words[0])
        log_warning("%s", image->words);
    use(lane, image->block, &image->catalogue);
}

void lane_shop_take(Lane *lane, Bytes block)
{
    Catalogue catalogue;
    Error error;
    if (!catalogue_open(block, &catalogue, &error)) {
        log_error("the loaded catalogue can't be used: %s",
                  error.message); // it was checked: our own fault
        sync_release_catalogue(block);
        return;
    }
    bool between_customers =
        !lane->has_catalogue ||
        (!lane->checkout.sale_open &&
         (lane->checkout.screen == SCREEN_WELCOME || lane->checkout.screen == SCREEN_CLOSED));
    if (between_customers) {
        use(lane, block, &catalogue);
        return;
    }
    if (lane->has_next)
        sync_release_catalogue(lane->next_block);
    lane->next_block = block;
    lane->has_next = true;
}

void lane_shop_customer_gone(Lane *lane)
{
    if (!lane->has_next)
        return;
    Catalogue catalogue;
    Error error;
    lane->has_next = false;
    if (catalogue_open(lane->next_block, &catalogue, &error))
        use(lane, lane->next_block, &catalogue);
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

int32_t lane_shop_find(Lane *lane, int32_t article_id, bool *out_later)
{
    Catalogue next;
    Error error;
    int32_t here = catalogue_article_by_id(&lane->catalogue, article_id);
    *out_later = false;
    if ((here != CATALOGUE_NONE && catalogue_article_sellable(&lane->catalogue, here)) ||
        !lane->has_next || !catalogue_open(lane->next_block, &next, &error))
        return here;
    int32_t there = catalogue_article_by_id(&next, article_id);
    if (there == CATALOGUE_NONE || !catalogue_article_sellable(&next, there))
        return here;
    if (!same_positions(&lane->catalogue, &next)) {
        *out_later = true;
        return here;
    }
    lane->has_next = false;
    use(lane, lane->next_block, &next);
    return there;
}

void lane_shop_release(Lane *lane)
{
    if (lane->has_next)
        sync_release_catalogue(lane->next_block);
    if (lane->has_catalogue)
        sync_release_catalogue(lane->block);
    lane->has_next = lane->has_catalogue = false;
}

static int32_t category_by_id(const Catalogue *catalogue, int32_t id)
{
    for (int32_t i = 0; i < catalogue->category_count; i++)
        if (catalogue->categories[i].id == id)
            return i;
    return CATALOGUE_NONE;
}

// The write date is in the file's name: a picture that was changed on the server has another name.
bool lane_shop_picture(Lane *lane, bool is_category, int32_t id, char *out_path, size_t room)
{
    if (!lane->has_catalogue)
        return false;
    const Catalogue *catalogue = &lane->catalogue;
    int32_t index =
        is_category ? category_by_id(catalogue, id) : catalogue_article_by_id(catalogue, id);
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
    picture_files_path(lane->data_directory, (PictureName){is_category, id, write_unix_s}, path);
    snprintf(out_path, room, "%s", path);
    if (lane->os.files.exists(lane->os.files.context, out_path))
        return true;
    if (!lane->sync)
        lane->pictures_missed = true;
    else if (!sync_want_picture(lane->sync, is_category, id, write_unix_s))
        log_info("too many pictures wanted at once, one waits");
    return false;
}

void lane_shop_post_cause(Lane *lane)
{
    char cause[240];
    CheckoutEvent event = {.kind = EVENT_CAUSE};
    lane_shop_cause(lane, cause);
    snprintf(event.words, sizeof event.words, "%.159s", cause);
    lane_post(lane, event);
}

static void day_closed(const Lane *lane, char out[240])
{
    int32_t year, month, day, hour, minute;
    shop_time_local(lane->day.closed_unix_ms, &year, &month, &day, &hour, &minute);
    snprintf(out, 240,
             "The day was closed at %02d:%02d. Sign in and touch \"Open the day\" to open a new "
             "one.",
             hour, minute);
}

void lane_shop_cause(const Lane *lane, char out[240])
{
    out[0] = 0;
    // With a catalogue and a session of some day the lane sells, whatever the server says now.
    // Without, it says what it waits for.
    bool can_sell = lane->has_catalogue && lane->has_session;
    if (lane->is_moved)
        snprintf(out, 240,
                 "This lane was on another machine. It opens when the shop server has answered "
                 "once. Without a server: sign in and adopt it.");
    else if (lane->day.state == LANE_DAY_CLOSING)
        snprintf(out, 240, "The day is being closed.");
    else if (lane->day.state == LANE_DAY_CLOSED)
        day_closed(lane, out);
    else if (lane->sync_state == SYNC_CLOSED)
        snprintf(out, 240,
                 "The session was closed in the back office. Sign in and touch \"Open the day\" "
                 "to open a new one.");
    else if (lane->sync_state == SYNC_STUCK)
        snprintf(out, 240,
                 "The session is being closed in the back office. Finish closing it there.");
    else if (can_sell)
        return;
    else if (lane->sync_words[0])
        snprintf(out, 240, "%s", lane->sync_words);
    else
        snprintf(out, 240, "Waiting for the shop server to send the catalogue.");
}
