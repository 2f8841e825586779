/* Any bytes, in pieces of any size: the tokenizer neither crashes nor lets the pieces matter, and
 * where Jansson reads a document too, both read the same one. */
#include <string.h>

#include "backoffice/json_stream.h"
#include "fuzz_target.h"
#include "json_tree.h"

static json_t *load_with_jansson(Bytes document, bool *out_comparable)
{
    json_error_t where;
    json_t *tree = json_loadb((const char *)document.data, document.size,
                              JSON_DECODE_ANY | JSON_ALLOW_NUL, &where);
    enum json_error_code code = tree ? json_error_unknown : json_error_code(&where);
    // Jansson can't hold these, reads deeper, or overlooks a zero byte behind a number.
    *out_comparable = memchr(document.data, 0, document.size) == NULL &&
                      code != json_error_numeric_overflow && code != json_error_null_character &&
                      code != json_error_null_byte_in_key && code != json_error_stack_overflow;
    return tree;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Bytes document = {data, size};
    size_t piece_bytes = size % 61 + 1;
    Error whole_error = {0}, cut_error = {0};
    bool comparable;
    json_t *theirs = load_with_jansson(document, &comparable);
    json_t *whole = json_tree_load(document, size + 1, &whole_error);
    json_t *cut = json_tree_load(document, piece_bytes, &cut_error);
    CHECK(!whole == !cut);
    CHECK(!whole || json_equal(whole, cut));
    CHECK(whole || strcmp(whole_error.message, cut_error.message) == 0);
    if (comparable && whole_error.kind != ERROR_LIMIT) {
        CHECK(!whole == !theirs);
        CHECK(!whole || json_equal(whole, theirs));
    }
    json_decref(theirs);
    json_decref(whole);
    json_decref(cut);
    return 0;
}
