#include "app/script_monkey.h"

#include <SDL.h>
#include <stdio.h>

#include "app/app.h"
#include "app/script_act.h"

void script_monkey_begin(ScriptMonkey *monkey, int32_t count, uint64_t seed, const char *badge)
{
    *monkey = (ScriptMonkey){.left = count, .state = seed};
    snprintf(monkey->badge, sizeof monkey->badge, "%s", badge);
}

// SplitMix64: any seed is a good one.
static uint32_t below(ScriptMonkey *monkey, uint32_t limit)
{
    uint64_t mixed = monkey->state += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return (uint32_t)((mixed ^ mixed >> 31) % limit);
}

// ---- Does it add up

static bool lines_add_up(const Order *order, Error *error)
{
    int64_t sum = 0, slack = order->round_globally ? order->line_count : 0;
    for (int32_t i = 0; i < order->line_count; i++)
        if (!(order->lines[i].flags & ORDER_LINE_VOID))
            sum += order->lines[i].subtotal_incl.minor;
    int64_t gap = order->total.minor - sum;
    if (gap >= -slack && gap <= slack)
        return true;
    return error_set(error, ERROR_INVALID, "the total is %lld and its lines are %lld",
                     (long long)order->total.minor, (long long)sum);
}

// Only in a frame that shows the present state: what was touched since then comes with the next.
static bool total_is_shown(const App *app, Error *error)
{
    const AccessNode *node = access_tree_find_id(ui_access_tree(app->ui), TEXT("total"));
    if (!node || app->dirty || app->shown_screen != app->lane.checkout.screen)
        return true;
    int64_t shown = 0, due = checkout_amount_due(&app->lane.checkout).minor;
    for (int32_t i = 0; i < node->value.size; i++)
        if (node->value.data[i] >= '0' && node->value.data[i] <= '9')
            shown = shown * 10 + (node->value.data[i] - '0');
    if (shown == (due < 0 ? -due : due))
        return true;
    return error_set(error, ERROR_INVALID, "%lld is due and the screen says '%.*s'", (long long)due,
                     TEXT_PRINTF(node->value));
}

// ---- Something to do

static void aim_at(ScriptMonkey *monkey, const App *app, const AccessNode *node)
{
    const Layout *layout = ui_layout(app->ui);
    monkey->x = ((float)node->seen.x + (float)node->seen.w / 2) / (float)layout->width_px;
    monkey->y = ((float)node->seen.y + (float)node->seen.h / 2) / (float)layout->height_px;
}

static void find_place(ScriptMonkey *monkey, const App *app)
{
    const AccessTree *tree = ui_access_tree(app->ui);
    const AccessNode *pay = access_tree_find_id(tree, TEXT("pay"));
    if (pay && access_node_is_reachable(tree, pay) && below(monkey, 25) == 0) {
        aim_at(monkey, app, pay); // one control among fifty, and the one that all leads to
        return;
    }
    monkey->x = (float)below(monkey, 10000) / 10000;
    monkey->y = (float)below(monkey, 10000) / 10000;
    // Blind touches hit little: most go to a control.
    for (int32_t tries = 0; tries < 20 && tree->count > 0 && below(monkey, 4) != 0; tries++) {
        const AccessNode *node = &tree->nodes[below(monkey, (uint32_t)tree->count)];
        if (!access_node_is_reachable(tree, node))
            continue;
        aim_at(monkey, app, node);
        return;
    }
}

// A finger goes down in one turn and up in a later one; meanwhile it may slip, or others touch.
static void use_finger(ScriptMonkey *monkey, const App *app)
{
    if (!monkey->finger_down) {
        find_place(monkey, app);
        script_push_finger(SDL_FINGERDOWN, monkey->x, monkey->y);
        monkey->finger_down = true;
        return;
    }
    if (below(monkey, 5) == 0) {
        monkey->x = (float)below(monkey, 10000) / 10000;
        monkey->y = (float)below(monkey, 10000) / 10000;
        script_push_finger(SDL_FINGERMOTION, monkey->x, monkey->y);
        if (below(monkey, 3) != 0)
            return;
    }
    script_push_finger(SDL_FINGERUP, monkey->x, monkey->y);
    monkey->finger_down = false;
}

static void scan_something(ScriptMonkey *monkey, const App *app)
{
    char digits[24];
    uint32_t size = 1 + below(monkey, 20), count = 0;
    if (app->lane.has_catalogue)
        count = (uint32_t)app->lane.catalogue.header->tables[CAT_TABLE_ARTICLES].count;
    if (count > 0 && below(monkey, 8) != 0) {
        const CatArticle *article = &app->lane.catalogue.articles[below(monkey, count)];
        Text barcode = catalogue_text(&app->lane.catalogue, article->barcode);
        if (barcode.size > 0) {
            script_push_scan(barcode);
            return;
        }
    }
    for (uint32_t i = 0; i < size; i++)
        digits[i] = (char)('0' + below(monkey, 10));
    script_push_scan((Text){digits, (int32_t)size});
}

static void press_something(ScriptMonkey *monkey)
{
    static const char *const keys[] = {"TAB",  "ENTER", "ESC",   "UP",
                                       "DOWN", "LEFT",  "RIGHT", "BACKSPACE"};
    static const char letters[] = "aebrmilk1905 \"%";
    if (below(monkey, 3) != 0)
        (void)script_push_key(keys[below(monkey, COUNT_OF(keys))]);
    else
        script_push_letter((Text){&letters[below(monkey, sizeof letters - 1)], 1});
}

static void put_something_on_the_scale(ScriptMonkey *monkey, const App *app)
{
    static const ScaleDemoKind kinds[] = {SCALE_DEMO_PUT, SCALE_DEMO_PUT, SCALE_DEMO_PUT,
                                          SCALE_DEMO_SHAKE, SCALE_DEMO_OFF};
    int32_t grams = (int32_t)below(monkey, 3) * (int32_t)below(monkey, 9000);
    bool taken =
        weighing_scale_demo_put(app->lane.scale, kinds[below(monkey, COUNT_OF(kinds))], grams);
    (void)taken; // no scale, or one that is busy
}

// Who always goes on touching gets nowhere: a new screen takes no touches for a moment, and a card
// must be left alone while it is read.
static bool is_resting(ScriptMonkey *monkey, const App *app, int64_t now_ms)
{
    int32_t screen = (int32_t)app->lane.checkout.screen;
    if (screen != monkey->screen) {
        bool paying = screen == SCREEN_PAYMENT_PROGRESS;
        int64_t rest_ms = paying ? 8000 : 450;
        monkey->rest_until_ms = below(monkey, paying ? 8 : 3) != 0 ? now_ms + rest_ms : 0;
        monkey->screen = screen;
    }
    return now_ms < monkey->rest_until_ms;
}

bool script_monkey_turn(ScriptMonkey *monkey, App *app, int64_t now_ms, Error *error)
{
    if (!lines_add_up(&app->lane.checkout.order, error) || !total_is_shown(app, error))
        return error_prefix(error, "%d acts before its end", monkey->left);
    if (is_resting(monkey, app, now_ms))
        return true;
    uint32_t act = below(monkey, 100);
    if (act < 82)
        use_finger(monkey, app);
    else if (act < 86)
        scan_something(monkey, app);
    else if (act < 96)
        press_something(monkey);
    else if (act < 99)
        put_something_on_the_scale(monkey, app);
    else if (monkey->badge[0])
        script_push_badge(app, monkey->badge);
    if (--monkey->left == 0 && monkey->finger_down)
        script_push_finger(SDL_FINGERUP, monkey->x, monkey->y);
    return true;
}
