#include "vectors.h"

void vectors_rounding(const json_t *root, VectorRun *run)
{
    static const struct {
        const char *name;
        RoundingMethod method;
    } methods[] = {{"HALF-UP", ROUNDING_HALF_UP}, {"UP", ROUNDING_UP}, {"DOWN", ROUNDING_DOWN}};
    size_t i;
    json_t *vector;
    json_array_foreach(json_object_get(root, "cases"), i, vector)
    {
        vectors_case_begin(run, "rounding %zu", i);
        for (size_t m = 0; m < COUNT_OF(methods); m++) {
            double got = round_to_step(vectors_number(vector, "value"),
                                       vectors_number(vector, "rounding"), methods[m].method);
            vectors_expect_number(run, methods[m].name, got,
                                  json_object_get(vector, methods[m].name), 1e-9);
        }
        vectors_case_end(run);
    }
}
