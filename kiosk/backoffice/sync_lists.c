/* Lists of ids and the marks of tables: the small values that a refresh compares. */
#include <stdlib.h>
#include <string.h>

#include "backoffice/odoo17_value.h"
#include "backoffice/sync_refresh.h"

void sync_ids_add(SyncIds *ids, int32_t id)
{
    if (ids->count == ids->room) {
        ids->room = ids->room ? ids->room * 2 : 256;
        ids->items = reallocarray(ids->items, (size_t)ids->room, sizeof *ids->items);
        CHECK(ids->items != NULL);
    }
    ids->items[ids->count++] = id;
}

static int compare(const void *a, const void *b)
{
    int32_t left = *(const int32_t *)a, right = *(const int32_t *)b;
    return (left > right) - (left < right);
}

void sync_ids_sort(SyncIds *ids)
{
    int32_t kept = 0;
    if (ids->count > 0)
        qsort(ids->items, (size_t)ids->count, sizeof *ids->items, compare);
    for (int32_t i = 0; i < ids->count; i++)
        if (kept == 0 || ids->items[kept - 1] != ids->items[i])
            ids->items[kept++] = ids->items[i];
    ids->count = kept;
}

bool sync_ids_have(const SyncIds *sorted, int32_t id)
{
    return sorted->count > 0 && bsearch(&id, sorted->items, (size_t)sorted->count,
                                        sizeof *sorted->items, compare) != NULL;
}

void sync_ids_release(SyncIds *ids)
{
    free(ids->items);
    *ids = (SyncIds){0};
}

bool sync_ids_take(SyncIds *ids, const json_t *result, bool *out_more, Error *error)
{
    int32_t count = 0;
    int32_t *page = calloc(ODOO17_IDS_MAX, sizeof *page);
    CHECK(page != NULL);
    int32_t last = ids->count > 0 ? ids->items[ids->count - 1] : 0;
    bool ok = odoo17_article_ids(result, last, page, &count, error);
    if (ok && ids->count + count > CATALOGUE_ARTICLES_MAX)
        ok = error_set(error, ERROR_LIMIT, "more than %d articles", CATALOGUE_ARTICLES_MAX);
    for (int32_t i = 0; ok && i < count; i++)
        sync_ids_add(ids, page[i]);
    free(page);
    if (ok)
        *out_more = count == ODOO17_IDS_MAX;
    return ok;
}

char *sync_marks_request(const SyncMarks *marks, const Odoo17Login *login)
{
    return marks->counting ? odoo17_request_count(login, marks->table)
                           : odoo17_request_newest(login, marks->table);
}

bool sync_marks_take(SyncMarks *marks, const json_t *result)
{
    if (!marks->counting) {
        odoo17_newest(result, marks->items[marks->table].newest);
        marks->counting = true;
        return false;
    }
    if (!odoo17_value_integer(result, &marks->items[marks->table].count))
        marks->items[marks->table].count = -1;
    marks->counting = false;
    marks->table++;
    return marks->table == ODOO17_TABLE_COUNT;
}

bool sync_marks_equal(const SyncMarks *a, const SyncMarks *b)
{
    bool equal = true;
    for (int32_t i = 0; i < ODOO17_TABLE_COUNT; i++)
        equal &= a->items[i].count == b->items[i].count &&
                 strcmp(a->items[i].newest, b->items[i].newest) == 0;
    return equal;
}
