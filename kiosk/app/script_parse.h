/* Lines of a script as steps. */
#ifndef KIOSK_APP_SCRIPT_PARSE_H
#define KIOSK_APP_SCRIPT_PARSE_H

#include <stdint.h>

#include "base/error.h"

typedef enum StepKind {
    STEP_SCAN,
    STEP_BADGE,
    STEP_KEY,
    STEP_TAP,
    STEP_HOLD,
    STEP_TYPE,
    STEP_SWIPE,
    STEP_WAIT,
    STEP_EXPECT,
    STEP_SHOT,
    STEP_TREE,
    STEP_SLEEP,
    STEP_WEIGH,
    STEP_MONKEY,
    STEP_QUIT,
} StepKind;

typedef enum StepTarget {
    TARGET_NONE,
    TARGET_ID,      // id=pay
    TARGET_TEXT,    // "Pay"
    TARGET_NO_TEXT, // no "Pay"
    TARGET_SCREEN,  // screen=basket
    TARGET_TOTAL,   // total 12.34
    TARGET_IDLE,
    TARGET_SENT,
    TARGET_GRAMS, // weigh 0.642
    TARGET_WORD,  // a code, a key, a direction's id, a file name
} StepTarget;

enum { STEP_TEXT_MAX = 600 }; // a setup code has 505 digits

typedef struct ScriptStep {
    int32_t line;
    StepKind kind;
    StepTarget target;
    char text[STEP_TEXT_MAX];
    char direction[8]; // swipe
    int64_t time_ms;   // wait's limit, hold's and sleep's length
    int32_t grams;     // weigh
    int32_t count;     // monkey's acts
    uint64_t seed;     // monkey
    bool optional;     // try
} ScriptStep;

// False: what is wrong with the line. *out_empty: nothing on it.
MUST_USE bool script_parse_line(const char *line, int32_t number, ScriptStep *out, bool *out_empty,
                                Error *error);

#endif
