/* Resolving the two trees of categories: parents become positions, cycles are cut and reported,
 * depths are counted, children listed. */
#include <stdlib.h>
#include <string.h>

#include "domain/catalogue_builder_parts.h"

enum { DEPTH_UNKNOWN = -1, DEPTH_ON_PATH = -2 };

typedef struct Tree {
    int32_t *parents; // positions, or CATALOGUE_NONE
    int32_t *depths;
    int32_t count;
} Tree;

static Tree tree_create(size_t count)
{
    Tree tree = {.count = (int32_t)count};
    tree.parents = calloc(count + 1, sizeof *tree.parents);
    tree.depths = calloc(count + 1, sizeof *tree.depths);
    CHECK(tree.parents != NULL);
    CHECK(tree.depths != NULL);
    return tree;
}

static void tree_destroy(Tree *tree)
{
    free(tree->parents);
    free(tree->depths);
}

// Walks from `from` to the top or to a node whose depth is known, then back down in a second walk.
// Returns the node whose parent was cut off because it closed a circle, or CATALOGUE_NONE.
static int32_t tree_measure(Tree *tree, int32_t from)
{
    int32_t cut = CATALOGUE_NONE;
    int32_t steps = 0;
    int32_t node = from;
    while (node != CATALOGUE_NONE && tree->depths[node] == DEPTH_UNKNOWN) {
        tree->depths[node] = DEPTH_ON_PATH;
        steps++;
        int32_t parent = tree->parents[node];
        if (parent != CATALOGUE_NONE && tree->depths[parent] == DEPTH_ON_PATH) {
            cut = node;
            tree->parents[node] = parent = CATALOGUE_NONE;
        }
        node = parent;
    }
    int32_t depth = node == CATALOGUE_NONE ? -1 : tree->depths[node];
    for (node = from; steps > 0; steps--, node = tree->parents[node])
        tree->depths[node] = depth + steps;
    return cut;
}

static void tree_measure_all(CatalogueBuilder *builder, Tree *tree, CatTable table,
                             const char *model)
{
    for (int32_t i = 0; i < tree->count; i++)
        tree->depths[i] = DEPTH_UNKNOWN;
    for (int32_t i = 0; i < tree->count; i++) {
        int32_t cut = tree_measure(tree, i);
        if (cut == CATALOGUE_NONE)
            continue;
        const int32_t *id = grow_item(&builder->tables[table], (size_t)cut); // begins the record
        builder_report(builder, "%s %d: parent_id goes in a circle, taken as a top one", model,
                       (int)*id);
    }
}

// Lists each category's children in the server's order: count, hand out places, fill.
static void list_children(CatalogueBuilder *builder, const Tree *tree)
{
    CatCategory *categories = (CatCategory *)(void *)builder->tables[CAT_TABLE_CATEGORIES].items;
    for (int32_t i = 0; i < tree->count; i++) {
        if (tree->parents[i] != CATALOGUE_NONE)
            categories[tree->parents[i]].children.count++;
    }
    for (int32_t i = 0; i < tree->count; i++) {
        CatRange *children = &categories[i].children;
        children->first = (uint32_t)(builder->ids.used_bytes / sizeof(int32_t));
        (void)ARENA_NEW(&builder->ids, uint32_t, children->count);
        children->count = 0;
    }
    for (int32_t i = 0; i < tree->count; i++) {
        if (tree->parents[i] == CATALOGUE_NONE)
            continue;
        CatRange *children = &categories[tree->parents[i]].children;
        builder_ids(builder, *children)[children->count++] = (uint32_t)i;
    }
}

static void resolve_categories(CatalogueBuilder *builder)
{
    Grow *grow = &builder->tables[CAT_TABLE_CATEGORIES];
    CatCategory *categories = (CatCategory *)(void *)grow->items;
    Tree tree = tree_create(grow->count);
    for (int32_t i = 0; i < tree.count; i++) {
        tree.parents[i] = id_map_find(&builder->maps[CAT_TABLE_CATEGORIES], categories[i].parent);
        categories[i].children = categories[i].articles = (CatRange){0, 0};
    }
    tree_measure_all(builder, &tree, CAT_TABLE_CATEGORIES, "pos.category");
    for (int32_t i = 0; i < tree.count; i++) {
        categories[i].parent = tree.parents[i];
        categories[i].depth = tree.depths[i];
    }
    list_children(builder, &tree);
    tree_destroy(&tree);
}

// Accounting categories are put in order of depth, so that a parent is always before its children:
// that is how catalogue_open sees that no chain of parents is endless.
static void resolve_accounting_categories(CatalogueBuilder *builder)
{
    Grow *grow = &builder->tables[CAT_TABLE_ACCOUNTING_CATEGORIES];
    IdMap *map = &builder->maps[CAT_TABLE_ACCOUNTING_CATEGORIES];
    CatAccountingCategory *categories = (CatAccountingCategory *)(void *)grow->items;
    Tree tree = tree_create(grow->count);
    int32_t deepest = 0;
    for (int32_t i = 0; i < tree.count; i++)
        tree.parents[i] = id_map_find(map, categories[i].parent);
    tree_measure_all(builder, &tree, CAT_TABLE_ACCOUNTING_CATEGORIES, "product.category");
    for (int32_t i = 0; i < tree.count; i++)
        deepest = tree.depths[i] > deepest ? tree.depths[i] : deepest;

    Grow sorted = {.item_bytes = grow->item_bytes};
    int32_t *places = calloc((size_t)tree.count + 1, sizeof *places);
    int32_t *starts = calloc((size_t)deepest + 2, sizeof *starts);
    CHECK(places != NULL);
    CHECK(starts != NULL);
    for (int32_t i = 0; i < tree.count; i++)
        starts[tree.depths[i] + 1]++;
    for (int32_t depth = 0; depth < deepest; depth++)
        starts[depth + 1] += starts[depth];
    for (int32_t i = 0; i < tree.count; i++) {
        places[i] = starts[tree.depths[i]]++;
        grow_add(&sorted);
    }
    for (int32_t i = 0; i < tree.count; i++) {
        CatAccountingCategory *place = grow_item(&sorted, (size_t)places[i]);
        place->id = categories[i].id;
        place->parent =
            tree.parents[i] == CATALOGUE_NONE ? CATALOGUE_NONE : places[tree.parents[i]];
        id_map_put(map, place->id, places[i]);
    }
    free(places);
    free(starts);
    grow_release(grow);
    *grow = sorted;
    tree_destroy(&tree);
}

void builder_resolve_trees(CatalogueBuilder *builder)
{
    resolve_categories(builder);
    resolve_accounting_categories(builder);
}
