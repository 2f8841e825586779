/* kiosk-vectors KIND FILE: does this program compute what the server computed?
 * Prints each difference and ends with "N passed, N failed"; with --results also what it computed,
 * to the last bit. */
#include <stdio.h>
#include <string.h>

#include "vectors.h"

typedef struct Kind {
    const char *name;
    void (*run)(const json_t *root, VectorRun *run); // NULL: not there yet
} Kind;

static const Kind kinds[] = {
    {"tax", vectors_tax},
    {"pricelist", vectors_pricelist},
    {"barcode", vectors_barcode},
    {"order", vectors_order},
    {"rounding", vectors_rounding},
    {"fiscal", vectors_fiscal},
    {"attribute", vectors_attribute},
    {"combo", vectors_combo},
    {"gs1", vectors_gs1},
    {"loyalty", NULL},
    {"hr", NULL},
};

static int usage(void)
{
    fputs("usage: kiosk-vectors [--results] KIND FILE\nKIND:", stderr);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        fprintf(stderr, " %s", kinds[i].name);
    fputc('\n', stderr);
    return 2;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage() - 2;
    VectorRun run = {.print_results = argc == 4 && strcmp(argv[1], "--results") == 0};
    if (argc != 3 && !run.print_results)
        return usage();
    argv += run.print_results;
    const Kind *kind = NULL;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strcmp(kinds[i].name, argv[1]) == 0)
            kind = &kinds[i];
    }
    if (!kind)
        return usage();
    if (!kind->run)
        vectors_stop("vectors of kind '%s' are not supported by this version", kind->name);

    json_error_t json_error;
    json_t *root = json_load_file(argv[2], JSON_REJECT_DUPLICATES, &json_error);
    if (!root)
        vectors_stop("cannot read '%s': %s (line %d)", argv[2], json_error.text, json_error.line);
    kind->run(root, &run);
    json_decref(root);
    if (run.passed + run.failed + run.skipped == 0)
        vectors_stop("'%s' has no cases of kind '%s'", argv[2], kind->name);
    printf("%d passed, %d failed", run.passed, run.failed);
    if (run.skipped > 0)
        printf(", %d skipped", run.skipped);
    putchar('\n');
    return run.failed == 0 ? 0 : 1;
}
