/* Which articles the browse screen shows. The list is kept between frames: a shop may have 100,000
 * articles, and only the rows that are seen may cost anything while one scrolls. */
#include <stdlib.h>
#include <string.h>

#include "screens/parts.h"

enum { FAVOURITES_MAX = 60, CATEGORY_DEPTH_MAX = 16 };

void article_list_release(ArticleList *list)
{
    free(list->articles);
    *list = (ArticleList){0};
}

static void list_add(ArticleList *list, int32_t article)
{
    if (list->count == list->room) {
        int32_t room = list->room ? list->room * 2 : 256;
        int32_t *articles = realloc(list->articles, (size_t)room * sizeof(*articles));
        CHECK(articles);
        list->articles = articles;
        list->room = room;
    }
    list->articles[list->count++] = article;
}

static bool in_a_category(const Catalogue *catalogue, int32_t article)
{
    return catalogue->articles[article].categories.count > 0;
}

// The server sends no best sellers: the first articles in its order stand in for them. A shop
// without categories has everything here.
static void add_favourites(ArticleList *list, const Catalogue *catalogue)
{
    int32_t most = catalogue->category_count > 0 ? FAVOURITES_MAX : catalogue->article_count;
    for (int32_t i = 0; i < catalogue->article_count && list->count < most; i++)
        if (catalogue_article_sellable(catalogue, i))
            list_add(list, i);
}

static void add_others(ArticleList *list, const Catalogue *catalogue)
{
    for (int32_t i = 0; i < catalogue->article_count; i++)
        if (!in_a_category(catalogue, i) && catalogue_article_sellable(catalogue, i))
            list_add(list, i);
}

// An article may be in a category and in its parent: `seen` has one bit for each.
static void add_category(ArticleList *list, const Catalogue *catalogue, int32_t category,
                         int32_t depth, uint8_t *seen)
{
    const CatCategory *one = &catalogue->categories[category];
    for (uint32_t i = 0; i < one->articles.count; i++) {
        int32_t article = (int32_t)catalogue->indexes[one->articles.first + i];
        uint8_t bit = (uint8_t)(1u << (article % 8));
        if ((seen[article / 8] & bit) || !catalogue_article_sellable(catalogue, article))
            continue;
        seen[article / 8] |= bit;
        list_add(list, article);
    }
    if (depth >= CATEGORY_DEPTH_MAX)
        return;
    for (uint32_t i = 0; i < one->children.count; i++)
        add_category(list, catalogue, (int32_t)catalogue->indexes[one->children.first + i],
                     depth + 1, seen);
}

static int32_t category_index(const Catalogue *catalogue, int32_t id)
{
    for (int32_t i = 0; i < catalogue->category_count; i++)
        if (catalogue->categories[i].id == id)
            return i;
    return CATALOGUE_NONE;
}

static void note_catalogue(ArticleList *list, const Catalogue *catalogue)
{
    list->header = catalogue->header;
    list->checksum = catalogue->header->checksum;
    list->has_other = false;
    for (int32_t i = 0;
         i < catalogue->article_count && !list->has_other && catalogue->category_count > 0; i++)
        list->has_other = !in_a_category(catalogue, i) && catalogue_article_sellable(catalogue, i);
}

static bool same_catalogue(const ArticleList *list, const Catalogue *catalogue)
{
    return list->built && list->header == catalogue->header &&
           list->checksum == catalogue->header->checksum;
}

void article_list_update(Scene *scene)
{
    ScreensState *state = scene->state;
    ArticleList *list = &state->list;
    const Catalogue *catalogue = scene->view->catalogue;
    if (!catalogue) {
        list->count = 0;
        list->built = false;
        return;
    }
    int32_t category = CATALOGUE_NONE;
    if (state->choice == BROWSE_CATEGORY)
        category = category_index(catalogue, state->category_id);
    if (state->choice == BROWSE_CATEGORY && category == CATALOGUE_NONE)
        state->choice = BROWSE_FAVOURITES; // a new catalogue doesn't have it any more
    bool same = same_catalogue(list, catalogue);
    if (same && list->choice == state->choice && list->category == category)
        return;
    if (!same)
        note_catalogue(list, catalogue);
    list->built = true;
    list->choice = state->choice;
    list->category = category;
    list->count = 0;
    switch (state->choice) {
    case BROWSE_FAVOURITES:
        add_favourites(list, catalogue);
        break;
    case BROWSE_OTHER:
        add_others(list, catalogue);
        break;
    case BROWSE_CATEGORY: {
        uint8_t *seen = calloc((size_t)catalogue->article_count / 8 + 1, 1);
        CHECK(seen);
        add_category(list, catalogue, category, 0, seen);
        free(seen);
        break;
    }
    }
}

bool article_list_has_other(Scene *scene)
{
    return scene->state->list.built && scene->state->list.has_other;
}
