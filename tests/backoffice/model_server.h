/* A back office's order store as FACTS 7 measured it: what a push stores, what equal pushes store
 * when they run side by side, what a look-up sees. Used below the plan and below the thread. No
 * JSON, no time of its own. */
#ifndef KIOSK_TESTS_BACKOFFICE_MODEL_SERVER_H
#define KIOSK_TESTS_BACKOFFICE_MODEL_SERVER_H

#include <stdbool.h>
#include <stdint.h>

enum { MODEL_RECORDS_MAX = 512, MODEL_RUNNING_MAX = 256 };

typedef struct ModelRecord {
    int32_t id;
    char reference[48], token[40];
    double total;
    int32_t session_id; // where the server put it, 0: nobody said
    bool paid, gone;
    int32_t version; // raised at each change: a push that read an older one fails as PostgreSQL
                     // fails it
} ModelRecord;

typedef struct ModelRunning { // a push that has read and not yet written
    char reference[48], token[40];
    double total;
    bool draft;
    int32_t saw_record, saw_version; // index, -1: nothing of that name
    bool saw_paid;
    int64_t commit_ms;
} ModelRunning;

typedef struct ModelServer {
    ModelRecord records[MODEL_RECORDS_MAX];
    int32_t record_count;
    ModelRunning running[MODEL_RUNNING_MAX];
    int32_t running_count;
    int32_t next_id;
    int64_t changes; // raised whenever a record changed
} ModelServer;

typedef enum ModelResult { MODEL_STORED, MODEL_ALREADY_THERE, MODEL_SERIALIZATION } ModelResult;

// A push that is read and written at once; *out_id of the record (0: already there).
ModelResult model_push(ModelServer *server, const char *reference, const char *token, double total,
                       bool draft, int32_t *out_id);
// A push that reads now and writes at `commit_ms` (model_advance): its client has given up.
void model_push_slowly(ModelServer *server, const char *reference, const char *token, double total,
                       bool draft, int64_t commit_ms);
void model_advance(ModelServer *server, int64_t now_ms);
void model_remove_draft(ModelServer *server, int32_t id);
int32_t model_count(const ModelServer *server, const char *reference, bool paid);

#endif
