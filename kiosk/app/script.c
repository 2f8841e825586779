#include "app/script.h"

#include <SDL.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/app.h"
#include "app/script_act.h"
#include "app/script_monkey.h"
#include "app/script_parse.h"

enum {
    SCRIPT_STEPS_MAX = 10000,
    SCRIPT_PATIENCE_MS = 2000,  // tap, hold, swipe and shot wait so long for what they need
    SCRIPT_PICTURES_MS = 10000, // and a shot for pictures that are being read
    SCRIPT_POLL_MS = 10,
    SCRIPT_TYPE_MS = 90, // between letters: slower than any scanner
    SCRIPT_SWIPE_MS = 220,
    SCRIPT_TAP_MS = 40,
    SCRIPT_GUARD_MS = 380, // the screens' touch guard and a frame
};

typedef enum GesturePhase { GESTURE_NONE, GESTURE_DOWN, GESTURE_UP } GesturePhase;

struct Script {
    ScriptStep *steps;
    int32_t count, at;
    int64_t step_since_ms; // when the present step began, -1: not yet
    char shots[LANE_PATH_MAX];
    GesturePhase gesture;
    float from_x, from_y, to_x, to_y; // 0 to 1
    int64_t gesture_since_ms, gesture_ms;
    int32_t typed;
    ScriptMonkey monkey;
    bool ended;
};

typedef enum StepResult { STEP_DONE, STEP_WAITING, STEP_FAILED } StepResult;

bool script_open(const char *path, const char *shots, Script **out, Error *error)
{
    *out = NULL;
    if (!path)
        return true;
    FILE *file = fopen(path, "re");
    if (!file)
        return error_set_errno(error, errno, "cannot open script '%s'", path);
    Script *script = calloc(1, sizeof *script);
    CHECK(script != NULL);
    script->step_since_ms = -1;
    snprintf(script->shots, sizeof script->shots, "%s", shots ? shots : "");
    script->steps = calloc(SCRIPT_STEPS_MAX, sizeof *script->steps);
    CHECK(script->steps != NULL);
    char line[2048];
    bool ok = true;
    for (int32_t number = 1; ok && fgets(line, sizeof line, file); number++) {
        bool empty;
        ScriptStep step;
        ok = script_parse_line(line, number, &step, &empty, error);
        if (ok && !empty && script->count == SCRIPT_STEPS_MAX)
            ok = error_set(error, ERROR_LIMIT, "line %d: more than %d steps", number,
                           SCRIPT_STEPS_MAX);
        if (ok && !empty)
            script->steps[script->count++] = step;
    }
    fclose(file);
    if (ok && shots && mkdir(shots, 0777) != 0 && errno != EEXIST)
        ok = error_set_errno(error, errno, "cannot make folder '%s'", shots);
    if (!ok) {
        script_close(script);
        return error_prefix(error, "script '%s'", path);
    }
    *out = script;
    return true;
}

void script_close(Script *script)
{
    if (!script)
        return;
    free(script->steps);
    free(script);
}

int64_t script_due_ms(const Script *script, int64_t now_ms)
{
    if (!script || script->ended)
        return INT64_MAX;
    bool busy = script->monkey.left > 0 && now_ms >= script->monkey.rest_until_ms;
    return busy ? now_ms : now_ms + SCRIPT_POLL_MS;
}

// ---- acting

static bool weigh(const App *app, const ScriptStep *step)
{
    ScaleDemoKind kind = step->target == TARGET_GRAMS        ? SCALE_DEMO_PUT
                         : strcmp(step->text, "moving") == 0 ? SCALE_DEMO_SHAKE
                                                             : SCALE_DEMO_OFF;
    return weighing_scale_demo_put(app->lane.scale, kind, step->grams);
}

// ---- looking

static const AccessNode *find_control(App *app, const ScriptStep *step)
{
    const AccessTree *tree = ui_access_tree(app->ui);
    const AccessNode *node = NULL;
    int32_t count = 0;
    if (step->target == TARGET_ID)
        node = access_tree_find_id(tree, text_from_string(step->text));
    else
        node = access_tree_find_label(tree, text_from_string(step->text), &count);
    if (node && step->kind == STEP_SWIPE && node->role == ACCESS_SCROLL)
        return node->layer == tree->top_layer && !pixel_rect_is_empty(node->seen) ? node : NULL;
    return node && access_node_is_reachable(tree, node) ? node : NULL;
}

static bool is_idle(const App *app)
{
    return app->lane.event_count == 0 && !app->dirty && app->lane.record_count == 0 &&
           app->scanner.size == 0 && !app->lane.checkout.sign_in_busy && ui_is_idle(app->ui) &&
           !SDL_HasEvents(SDL_FIRSTEVENT, SDL_LASTEVENT);
}

static bool condition_holds(App *app, const ScriptStep *step)
{
    const AccessTree *tree = ui_access_tree(app->ui);
    Text text = text_from_string(step->text);
    const AccessNode *node;
    switch (step->target) {
    case TARGET_SCREEN:
        return !app->dirty && app->shown_screen == app->lane.checkout.screen &&
               strcmp(checkout_screen_name(app->lane.checkout.screen), step->text) == 0;
    case TARGET_ID:
        return access_tree_find_id(tree, text) != NULL;
    case TARGET_TEXT:
        return access_tree_find_text(tree, text) != NULL;
    case TARGET_NO_TEXT:
        return access_tree_find_text(tree, text) == NULL;
    case TARGET_TOTAL:
        node = access_tree_find_id(tree, TEXT("total"));
        return node && text_equal(node->value.size > 0 ? node->value : node->label, text);
    case TARGET_IDLE:
        return is_idle(app);
    case TARGET_SENT:
        return lane_orders_waiting(&app->lane) == 0 &&
               app->lane.checkout.payment != PAYMENT_SAVING_PAID;
    case TARGET_GRAMS:
    case TARGET_WORD:
    case TARGET_NONE:
        break;
    }
    return false;
}

// ---- steps

static void begin_gesture(Script *script, App *app, const AccessNode *node, const ScriptStep *step,
                          int64_t now_ms)
{
    const Layout *layout = ui_layout(app->ui);
    float width = (float)layout->width_px, height = (float)layout->height_px;
    PixelRect seen = node->seen;
    float x = ((float)seen.x + (float)seen.w / 2) / width,
          y = ((float)seen.y + (float)seen.h / 2) / height;
    float dx = 0, dy = 0;
    if (step->kind == STEP_SWIPE) {
        float far_x = (float)seen.w * 0.35f / width, far_y = (float)seen.h * 0.35f / height;
        dx = step->direction[0] == 'l' ? -far_x : step->direction[0] == 'r' ? far_x : 0;
        dy = step->direction[0] == 'u' ? -far_y : step->direction[0] == 'd' ? far_y : 0;
    }
    script->from_x = x - dx;
    script->from_y = y - dy;
    script->to_x = x + dx;
    script->to_y = y + dy;
    script->gesture = GESTURE_DOWN;
    script->gesture_since_ms = now_ms;
    script->gesture_ms = step->kind == STEP_HOLD    ? step->time_ms
                         : step->kind == STEP_SWIPE ? SCRIPT_SWIPE_MS
                                                    : SCRIPT_TAP_MS;
    script_push_finger(SDL_FINGERDOWN, script->from_x, script->from_y);
}

static StepResult go_on_gesture(Script *script, int64_t now_ms)
{
    int64_t done_ms = now_ms - script->gesture_since_ms;
    if (script->gesture == GESTURE_UP) {
        script->gesture = GESTURE_NONE;
        return STEP_DONE;
    }
    float part = (float)done_ms / (float)(script->gesture_ms > 0 ? script->gesture_ms : 1);
    bool moves = script->from_x != script->to_x || script->from_y != script->to_y;
    part = part > 1 ? 1 : part;
    if (moves)
        script_push_finger(SDL_FINGERMOTION,
                           script->from_x + (script->to_x - script->from_x) * part,
                           script->from_y + (script->to_y - script->from_y) * part);
    if (done_ms >= script->gesture_ms) {
        script_push_finger(SDL_FINGERUP, script->to_x, script->to_y);
        script->gesture = GESTURE_UP;
    }
    return STEP_WAITING;
}

static StepResult touch(Script *script, App *app, const ScriptStep *step, int64_t now_ms)
{
    if (script->gesture != GESTURE_NONE)
        return go_on_gesture(script, now_ms);
    const AccessNode *node = find_control(app, step);
    bool guarded = now_ms - app->screen_since_ms < SCRIPT_GUARD_MS;
    if (node && !guarded && is_idle(app)) {
        begin_gesture(script, app, node, step, now_ms);
        return STEP_WAITING;
    }
    return now_ms - script->step_since_ms < SCRIPT_PATIENCE_MS ? STEP_WAITING : STEP_FAILED;
}

static StepResult type(Script *script, const ScriptStep *step, int64_t now_ms)
{
    Text rest = text_slice(text_from_string(step->text), script->typed, STEP_TEXT_MAX);
    if (now_ms - script->gesture_since_ms < SCRIPT_TYPE_MS)
        return STEP_WAITING;
    if (rest.size == 0) {
        script->typed = 0;
        return STEP_DONE;
    }
    int32_t size = 0;
    text_next_code_point(rest, &size);
    script_push_letter(rest);
    script->typed += size;
    script->gesture_since_ms = now_ms;
    return STEP_WAITING;
}

static StepResult write_file(Script *script, App *app, const ScriptStep *step, int64_t now_ms,
                             Error *error)
{
    char path[LANE_PATH_MAX + STEP_TEXT_MAX + 2];
    if (!script->shots[0]) {
        error_set(error, ERROR_INVALID, "needs --shots DIR");
        return STEP_FAILED;
    }
    // A picture in the middle of a transition is nobody's, nor one without half of its articles'.
    int64_t waited_ms = now_ms - script->step_since_ms;
    if (!is_idle(app) && waited_ms < SCRIPT_PATIENCE_MS)
        return STEP_WAITING;
    if (step->kind == STEP_SHOT && ui_is_loading_pictures(app->ui) &&
        waited_ms < SCRIPT_PICTURES_MS)
        return STEP_WAITING;
    snprintf(path, sizeof path, "%s/%s", script->shots, step->text);
    bool ok = step->kind == STEP_SHOT
                  ? ui_write_screenshot(app->ui, path, error)
                  : access_tree_write_json(ui_access_tree(app->ui), path, error);
    return ok ? STEP_DONE : STEP_FAILED;
}

static StepResult run_step(Script *script, App *app, const ScriptStep *step, int64_t now_ms,
                           Error *error)
{
    switch (step->kind) {
    case STEP_SCAN:
        script_push_scan(text_from_string(step->text));
        return STEP_DONE;
    case STEP_BADGE:
        script_push_badge(app, step->text);
        return STEP_DONE;
    case STEP_KEY:
        return script_push_key(step->text) ? STEP_DONE : STEP_FAILED;
    case STEP_TAP:
    case STEP_HOLD:
    case STEP_SWIPE:
        return touch(script, app, step, now_ms);
    case STEP_TYPE:
        return type(script, step, now_ms);
    case STEP_WAIT:
        if (condition_holds(app, step))
            return STEP_DONE;
        return now_ms - script->step_since_ms < step->time_ms ? STEP_WAITING : STEP_FAILED;
    case STEP_EXPECT: // a frame that is due shows it first
        if (condition_holds(app, step))
            return STEP_DONE;
        return !is_idle(app) && now_ms - script->step_since_ms < SCRIPT_PATIENCE_MS ? STEP_WAITING
                                                                                    : STEP_FAILED;
    case STEP_SHOT:
    case STEP_TREE:
        return write_file(script, app, step, now_ms, error);
    case STEP_SLEEP:
        return now_ms - script->step_since_ms < step->time_ms ? STEP_WAITING : STEP_DONE;
    case STEP_WEIGH:
        return weigh(app, step) ? STEP_DONE : STEP_FAILED;
    case STEP_MONKEY:
        if (script->monkey.left == 0)
            script_monkey_begin(&script->monkey, step->count, step->seed, step->text);
        if (!script_monkey_turn(&script->monkey, app, now_ms, error))
            return STEP_FAILED;
        return script->monkey.left == 0 ? STEP_DONE : STEP_WAITING;
    case STEP_QUIT:
        app->quit = true;
        return STEP_DONE;
    }
    return STEP_FAILED;
}

static const char *step_words(const ScriptStep *step)
{
    static const char *const words[] = {
        [STEP_SCAN] = "scan",
        [STEP_BADGE] = "badge",
        [STEP_KEY] = "no such key",
        [STEP_TAP] = "nothing to tap",
        [STEP_HOLD] = "nothing to hold",
        [STEP_TYPE] = "type",
        [STEP_SWIPE] = "nothing to swipe",
        [STEP_WAIT] = "waited in vain for",
        [STEP_EXPECT] = "expected",
        [STEP_SHOT] = "no picture",
        [STEP_TREE] = "no tree",
        [STEP_SLEEP] = "sleep",
        [STEP_WEIGH] = "no demo scale to weigh",
        [STEP_MONKEY] = "the monkey stopped",
        [STEP_QUIT] = "quit",
    };
    return words[step->kind];
}

static void fail(Script *script, App *app, const ScriptStep *step, const Error *error)
{
    static const char *const targets[] = {
        [TARGET_NONE] = "",       [TARGET_ID] = "id=",         [TARGET_TEXT] = "text ",
        [TARGET_NO_TEXT] = "no ", [TARGET_SCREEN] = "screen=", [TARGET_TOTAL] = "total ",
        [TARGET_IDLE] = "idle",   [TARGET_SENT] = "sent",      [TARGET_GRAMS] = "",
        [TARGET_WORD] = "",
    };
    const AccessNode *total = access_tree_find_id(ui_access_tree(app->ui), TEXT("total"));
    fprintf(stderr, "kiosk: script line %d: %s %s%s on screen %s", step->line, step_words(step),
            targets[step->target], step->text, checkout_screen_name(app->lane.checkout.screen));
    if (total)
        fprintf(stderr, " with total %.*s", TEXT_PRINTF(total->value));
    if (error->message[0])
        fprintf(stderr, ": %s", error->message);
    fprintf(stderr, "\n");
    script->ended = true;
    app->exit_status = 1;
    app->quit = true;
}

void script_turn(Script *script, App *app, int64_t now_ms)
{
    while (script && !script->ended && !app->quit) {
        if (script->at == script->count) {
            app->quit = true;
            break;
        }
        const ScriptStep *step = &script->steps[script->at];
        Error error = {0};
        if (script->step_since_ms < 0)
            script->step_since_ms = now_ms;
        StepResult result = run_step(script, app, step, now_ms, &error);
        bool out_of_patience = step->optional &&
                               now_ms - script->step_since_ms >= SCRIPT_PATIENCE_MS &&
                               script->gesture == GESTURE_NONE;
        if (result == STEP_WAITING && !out_of_patience)
            return;
        if (result == STEP_FAILED && !step->optional) {
            fail(script, app, step, &error);
            return;
        }
        script->at++;
        script->step_since_ms = -1;
        if (step->kind != STEP_WAIT && step->kind != STEP_EXPECT && step->kind != STEP_SLEEP)
            return; // what was pushed is handled before the next step looks
    }
}
