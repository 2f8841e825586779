/* Names are in one folded text (catalogue_search_text.h), so a search looks for its words in all of
 * them at once: each word has a place where it is next, and when that is in a later article the
 * others go on from there. So a search takes what its rarest word takes, whichever that is. No
 * index: a few megabytes are read faster than a key is typed, and there is nothing to keep up to
 * date. What is common in most names is counted; how well an article fits is only asked while it
 * may still get among those that are shown. */
#include "domain/catalogue_search.h"

#include <string.h>

#include "domain/catalogue_search_text.h"
#include "domain/find_bytes.h"

enum {
    WORDS_MAX = 8,
    NEAR = 64, // bytes that are gone through one by one sooner than with find_bytes
};

typedef enum Rank {
    RANK_CODE,       // the whole code or barcode
    RANK_NAME_START, // the name begins with the query, or with one of its words when all begin
                     // words
    RANK_CODE_START,
    RANK_WORD_START, // every word of the query begins a word of the name
    RANK_INSIDE,
    RANK_COUNT,
    RANK_NONE = RANK_COUNT,
} Rank;

typedef struct Query {
    char folded[SEARCH_FOLDED_MAX];
    char code[SEARCH_FOLDED_MAX + 1]; // a separator and the query as a code
    int32_t code_size;
    Text phrase;
    Text words[WORDS_MAX]; // the longest first: it is the rarest
    int32_t word_count;
    // As many as there is room for are found that fit so well or better:
    bool names_full; // the name begins with it
    bool words_full; // words begin with it
} Query;

// The best of what was found so far, rank after rank, each in the catalogue's order.
typedef struct Best {
    int32_t *articles;
    int32_t room, total;
    int32_t ends[RANK_COUNT];
} Best;

static void put(Best *best, int32_t article, Rank rank)
{
    int32_t position = best->ends[rank];
    best->total++;
    if (position >= best->room)
        return;
    int32_t count = best->ends[RANK_COUNT - 1];
    int32_t moved = (count < best->room ? count : best->room - 1) - position;
    if (moved > 0)
        memmove(best->articles + position + 1, best->articles + position,
                (size_t)moved * sizeof *best->articles);
    best->articles[position] = article;
    for (int32_t i = (int32_t)rank; i < RANK_COUNT; i++) {
        if (best->ends[i] < best->room)
            best->ends[i]++;
    }
}

static void split_words(Query *query)
{
    Text rest = query->phrase;
    while (rest.size > 0 && query->word_count < WORDS_MAX) {
        const char *space = memchr(rest.data, ' ', (size_t)rest.size);
        int32_t size = space ? (int32_t)(space - rest.data) : rest.size;
        Text word = text_slice(rest, 0, size);
        rest = text_slice(rest, size + 1, rest.size);
        if (word.size == 0)
            continue;
        query->words[query->word_count++] = word;
        if (word.size > query->words[0].size) {
            query->words[query->word_count - 1] = query->words[0];
            query->words[0] = word;
        }
    }
}

static void prepare(Text typed, Query *query)
{
    query->word_count = 0;
    query->names_full = query->words_full = false;
    query->phrase = (Text){query->folded, search_fold_words(typed, query->folded)};
    split_words(query);
    query->code[0] = SEARCH_SEPARATOR;
    query->code_size = 1 + search_fold_code(typed, query->code + 1);
}

static bool is_in_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (uint8_t)c >= 0x80;
}

static const char *next_separator(const char *from, const char *end)
{
    return from < end ? memchr(from, SEARCH_SEPARATOR, (size_t)(end - from)) : NULL;
}

// One of `words` begins the name in some language: each of the names begins with a separator.
static bool begins_name(Text names, const Text *words, int32_t word_count)
{
    const char *end = names.data + names.size;
    for (const char *at = names.data; at; at = next_separator(at + 1, end)) {
        for (int32_t i = 0; i < word_count; i++)
            if (end - at > words[i].size && at[1] == words[i].data[0] &&
                memcmp(at + 1, words[i].data, (size_t)words[i].size) == 0)
                return true;
    }
    return false;
}

// `from` is where the word is first.
static bool begins_word(const char *from, const char *end, Text word)
{
    const char *last = end - word.size;
    if (end - from > NEAR) {
        for (const char *at = from; (at = find_bytes(at, end, word)) != NULL; at++)
            if (!is_in_word(at[-1]))
                return true;
        return false;
    }
    for (const char *at = from; at <= last; at++)
        if (*at == word.data[0] && !is_in_word(at[-1]) &&
            memcmp(at, word.data, (size_t)word.size) == 0)
            return true;
    return false;
}

// `hit` is where the word is first, `begins` whether some word begins a name.
static Rank place_of(Text names, const char *hit, Text word, bool begins)
{
    if (begins && begins_name(names, &word, 1))
        return RANK_NAME_START;
    return begins_word(hit, names.data + names.size, word) ? RANK_WORD_START : RANK_INSIDE;
}

static bool begins_with_phrase(Text names, Text phrase)
{
    const char *end = names.data + names.size;
    for (const char *at = names.data; at < end; at++) {
        if (*at == SEARCH_SEPARATOR && end - at > phrase.size &&
            memcmp(at + 1, phrase.data, (size_t)phrase.size) == 0)
            return true;
    }
    return false;
}

// `hits` are where each word is first.
static Rank rank_names(const Query *query, Text names, const char *const *hits)
{
    if (query->names_full)
        return RANK_INSIDE; // it counts, and nobody asks how well it fits
    bool begins = begins_name(names, query->words, query->word_count);
    if (query->words_full && !begins)
        return RANK_INSIDE;
    Rank worst = RANK_NAME_START;
    for (int32_t i = 0; i < query->word_count && worst != RANK_INSIDE; i++) {
        Rank place = place_of(names, hits[i], query->words[i], begins);
        worst = place > worst ? place : worst;
    }
    if (worst == RANK_WORD_START && begins)
        return RANK_NAME_START;
    if (worst == RANK_INSIDE && begins && query->word_count > 1 &&
        begins_with_phrase(names, query->phrase))
        return RANK_NAME_START;
    return worst;
}

// Codes and barcodes that begin with the query, or are it; `from` is where one begins.
static Rank rank_codes(const Query *query, const char *from, const char *end)
{
    Rank best = RANK_NONE;
    for (const char *at = from; at && at < end; at = next_separator(at + 1, end)) {
        const char *behind = at + query->code_size;
        if (end - at < query->code_size || memcmp(at, query->code, (size_t)query->code_size) != 0)
            continue;
        if (behind == end || *behind == SEARCH_SEPARATOR)
            return RANK_CODE;
        best = RANK_CODE_START;
    }
    return best;
}

static Text piece(const Catalogue *catalogue, uint32_t position)
{
    uint32_t start = catalogue->search_starts[position];
    uint32_t end = catalogue->search_starts[position + 1];
    return (Text){catalogue->search_text + start, (int32_t)(end - start)};
}

// The last piece, from `from` on, that begins at or before `offset`: near ones are found in few
// steps.
static uint32_t piece_at(const uint32_t *starts, uint32_t from, uint32_t count, uint32_t offset)
{
    uint32_t step = 1;
    uint32_t low = from;
    while (step < count - low && starts[low + step] <= offset) {
        low += step;
        step *= 2;
    }
    uint32_t high = step < count - low ? low + step : count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

// `hits` are where the needles are first in the article's piece.
typedef Rank (*RankArticle)(const Catalogue *catalogue, const Query *query, uint32_t article,
                            const char *const *hits);

// Calls `rank` for each article in whose piece (from `first` on in search_starts) all needles are.
static void scan(const Catalogue *catalogue, Query *query, uint32_t first, const Text *needles,
                 int32_t needle_count, RankArticle rank, Best *best)
{
    uint32_t count = (uint32_t)catalogue->article_count;
    const uint32_t *starts = catalogue->search_starts + first;
    const char *text = catalogue->search_text;
    const char *end = text + starts[count];
    const char *hits[WORDS_MAX] = {NULL}; // NULL: not looked for yet
    uint32_t article = 0;
    for (int32_t i = 0; article < count;) {
        const char *from = text + starts[article];
        if (!hits[i] || hits[i] < from)
            hits[i] = find_bytes(from, end, needles[i]);
        if (!hits[i])
            return;
        if (hits[i] >= text + starts[article + 1]) { // the others have to come there too
            article = piece_at(starts, article, count, (uint32_t)(hits[i] - text));
            i = i == 0 && needle_count > 1 ? 1 : 0;
            continue;
        }
        if (++i < needle_count)
            continue;
        Rank found = rank(catalogue, query, article, hits);
        if (found != RANK_NONE)
            put(best, (int32_t)article, found);
        query->names_full = best->ends[RANK_NAME_START] >= best->room;
        query->words_full = best->ends[RANK_WORD_START] >= best->room;
        article++;
        i = 0;
    }
}

static Rank rank_by_code(const Catalogue *catalogue, const Query *query, uint32_t article,
                         const char *const *hits)
{
    Text codes = piece(catalogue, (uint32_t)catalogue->article_count + article);
    return rank_codes(query, hits[0], codes.data + codes.size);
}

static Rank rank_by_name(const Catalogue *catalogue, const Query *query, uint32_t article,
                         const char *const *hits)
{
    return rank_names(query, piece(catalogue, article), hits);
}

// For queries that begin some code: those articles are there already.
static bool has_code(const Catalogue *catalogue, const Query *query, uint32_t article)
{
    Text codes = piece(catalogue, (uint32_t)catalogue->article_count + article);
    return rank_codes(query, codes.data, codes.data + codes.size) != RANK_NONE;
}

static Rank rank_by_name_only(const Catalogue *catalogue, const Query *query, uint32_t article,
                              const char *const *hits)
{
    return has_code(catalogue, query, article) ? RANK_NONE
                                               : rank_by_name(catalogue, query, article, hits);
}

static Rank rank_by_letter(const Catalogue *catalogue, const Query *query, uint32_t article,
                           const char *const *hits)
{
    (void)hits;
    return has_code(catalogue, query, article) ? RANK_NONE : RANK_NAME_START;
}

// One letter is inside of most names: only those count that begin with it.
static void scan_letter(const Catalogue *catalogue, Query *query, Best *best)
{
    char needle[2] = {SEARCH_SEPARATOR, query->phrase.data[0]};
    scan(catalogue, query, 0, &(Text){needle, 2}, 1, rank_by_letter, best);
}

int32_t catalogue_search(const Catalogue *catalogue, Text query, int32_t *out_articles,
                         int32_t room, int32_t *out_total)
{
    Query prepared;
    Best best = {.articles = out_articles, .room = room > 0 ? room : 0};
    prepare(query, &prepared);
    if (prepared.code_size > 1)
        scan(catalogue, &prepared, (uint32_t)catalogue->article_count,
             &(Text){prepared.code, prepared.code_size}, 1, rank_by_code, &best);
    if (prepared.phrase.size == 1)
        scan_letter(catalogue, &prepared, &best);
    else if (prepared.word_count > 0)
        scan(catalogue, &prepared, 0, prepared.words, prepared.word_count,
             best.total > 0 ? rank_by_name_only : rank_by_name, &best);
    *out_total = best.total;
    return best.ends[RANK_COUNT - 1];
}
