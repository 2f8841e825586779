/* Pictures of articles and categories, as base64 in batches (FACTS 15: /web/image needs a cookie),
 * kept as files by id and write date (picture_files.h). Last in the order of need; one that can't
 * be had is dropped without a word on the screen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/odoo17_value.h"
#include "backoffice/sync_internal.h"
#include "base/base64.h"
#include "base/log.h"

enum { PICTURE_MAX_BYTES = 2 << 20, OUTBOX_ENOUGH = 32 };

static PictureName name_of(const SyncPicture *picture)
{
    return (PictureName){picture->is_category, picture->id, picture->write_unix_s};
}

static void tell(SyncThread *sync, const SyncPicture *picture, const char *path)
{
    SyncEvent event = {.kind = SYNC_EVENT_PICTURE,
                       .picture_is_category = picture->is_category,
                       .picture_id = picture->id,
                       .picture_write_unix_s = picture->write_unix_s};
    if (strlen(path) >= sizeof event.picture_path)
        return; // a data folder with a name that long: no pictures
    memcpy(event.picture_path, path, strlen(path) + 1);
    sync_tell(sync, &event);
}

static void tell_once(SyncThread *sync, const char *words)
{
    if (!sync->pictures.told)
        log_warning("pictures: %s, ignoring", words);
    sync->pictures.told = true;
}

void sync_pictures_want(SyncThread *sync, bool is_category, int32_t id, int64_t write_unix_s)
{
    SyncPictures *pictures = &sync->pictures;
    SyncPicture wanted = {.is_category = is_category, .id = id, .write_unix_s = write_unix_s};
    char path[PICTURE_FILES_PATH_SIZE];
    picture_files_path(sync->config.data_directory, name_of(&wanted), path);
    if (sync->os.files.exists(sync->os.files.context, path)) {
        tell(sync, &wanted, path);
        return;
    }
    if (!sync->config.want_pictures)
        return;
    for (int32_t i = 0; i < pictures->count; i++)
        if (pictures->items[i].id == id && pictures->items[i].is_category == is_category)
            return;
    if (pictures->count == SYNC_PICTURES_MAX)
        tell_once(sync, "too many are wanted at a time");
    else
        pictures->items[pictures->count++] = wanted;
}

/* --- an answer --- */

// What it is by its first bytes. Drawings and everything else stay at the server.
static bool is_png_or_jpeg(const uint8_t *bytes, size_t size)
{
    static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    static const uint8_t jpeg[] = {0xff, 0xd8, 0xff};
    return (size >= sizeof png && memcmp(bytes, png, sizeof png) == 0) ||
           (size > sizeof jpeg && memcmp(bytes, jpeg, sizeof jpeg) == 0);
}

static void take_picture(SyncThread *sync, const SyncPicture *picture, const char *text)
{
    size_t size = strlen(text), room = size / 4 * 3 + 3;
    if (size == 0 || room > PICTURE_MAX_BYTES + 3u) {
        tell_once(sync, "one has more than 2 MiB");
        return;
    }
    uint8_t *bytes = malloc(room);
    CHECK(bytes != NULL);
    char path[PICTURE_FILES_PATH_SIZE];
    Error error;
    size_t used = base64_decode((Text){text, (int32_t)size}, bytes, room);
    picture_files_path(sync->config.data_directory, name_of(picture), path);
    if (used == 0)
        tell_once(sync, "one is no base64");
    else if (!is_png_or_jpeg(bytes, used))
        tell_once(sync, "one is neither PNG nor JPEG");
    else if (picture_files_keep(sync->pictures.files, name_of(picture), (Bytes){bytes, used},
                                &error))
        tell(sync, picture, path);
    else
        tell_once(sync, error.message);
    free(bytes);
}

static void forget_asked(SyncPictures *pictures)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < pictures->count; i++)
        if (!pictures->items[i].asked)
            pictures->items[kept++] = pictures->items[i];
    pictures->count = kept;
}

static void ask_again_later(SyncThread *sync, const char *words)
{
    SyncPictures *pictures = &sync->pictures;
    tell_once(sync, words);
    for (int32_t i = 0; i < pictures->count; i++)
        pictures->items[i].asked = false;
    pictures->failures++;
    pictures->not_before_ms =
        sync_now(sync) + sync_plan_delay_ms(pictures->failures, sync_random(sync));
}

static void on_pictures(SyncThread *sync, const HttpReply *reply)
{
    SyncPictures *pictures = &sync->pictures;
    json_t *result = NULL, *record;
    OdooError refusal;
    Error error;
    size_t i;
    if (!sync_result(reply, &result, &refusal, &error)) {
        if (refusal.present && refusal.class_ != ODOO_ERROR_RETRY) {
            tell_once(sync, error.message);
            forget_asked(pictures);
        } else if (reply->error.kind == ERROR_LIMIT) {
            tell_once(sync,
                      error.message); // these are too big together; asking again would not help
            forget_asked(pictures);
        } else {
            ask_again_later(sync, error.message);
            sync_session_suspect(sync);
        }
        return;
    }
    json_array_foreach(result, i, record)
    {
        int32_t id;
        const char *text = json_string_value(json_object_get(record, "image_128"));
        if (!text || !odoo17_value_id(json_object_get(record, "id"), &id))
            continue;
        for (int32_t k = 0; k < pictures->count; k++)
            if (pictures->items[k].asked && pictures->items[k].id == id)
                take_picture(sync, &pictures->items[k], text);
    }
    json_decref(result);
    pictures->failures = 0;
    forget_asked(pictures);
}

/* --- the read lane, when nothing else needs it --- */

// Once: there may be files of a kiosk that kept all of them, or more than may be from now on.
static void see_folder(SyncThread *sync)
{
    Error error;
    if (sync->pictures.folder_seen || !sync->session.resting)
        return;
    sync->pictures.folder_seen = true;
    if (!picture_files_read(sync->pictures.files, &error))
        tell_once(sync, error.message);
}

static bool can_ask(const SyncThread *sync)
{
    return sync->pictures.count > 0 && sync->link == SYNC_LINK_UP && sync->session.user_id != 0 &&
           sync->session.resting && sync->outbox_count < OUTBOX_ENOUGH;
}

bool sync_pictures_turn(SyncThread *sync)
{
    SyncPictures *pictures = &sync->pictures;
    see_folder(sync);
    if (!can_ask(sync) || pictures->not_before_ms > sync_now(sync))
        return false;
    bool is_category = pictures->items[0].is_category;
    json_t *ids = json_array();
    for (int32_t i = 0; i < pictures->count && json_array_size(ids) < SYNC_PICTURES_BATCH; i++) {
        if (pictures->items[i].is_category != is_category)
            continue;
        pictures->items[i].asked = true;
        json_array_append_new(ids, json_integer(pictures->items[i].id));
    }
    Odoo17Login login = sync_login(sync);
    json_t *arguments = json_pack("[o, [s]]", ids, "image_128");
    CHECK(arguments != NULL);
    sync_call(sync, HTTP_LANE_READ,
              odoo17_request_call(&login, is_category ? "pos.category" : "product.product", "read",
                                  arguments, NULL),
              &sync_limits_read, on_pictures);
    return true;
}

int64_t sync_pictures_due_ms(const SyncThread *sync)
{
    return can_ask(sync) && sync_lane_free(sync, HTTP_LANE_READ) ? sync->pictures.not_before_ms
                                                                 : INT64_MAX;
}
