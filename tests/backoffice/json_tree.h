/* A Jansson tree made of our own tokenizer's events: to compare with the tree that Jansson makes
 * itself. */
#ifndef KIOSK_TESTS_BACKOFFICE_JSON_TREE_H
#define KIOSK_TESTS_BACKOFFICE_JSON_TREE_H

#include <jansson.h>

#include "backoffice/json_stream.h"

// NULL when the tokenizer refuses the document. The last of repeated keys wins, as with Jansson.
json_t *json_tree_load(Bytes document, size_t piece_bytes, Error *error);

#endif
