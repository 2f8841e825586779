/* kiosk-journal: what is in a lane's memory. Only import and reconcile --send-again change
 * anything; the other commands read beside a running kiosk.
 *
 *     list       a line for each sale and event: time, kind, reference, total, state
 *     show       every record with all it holds
 *     verify     CRC, chain and sequence of every record; names the first that was changed
 *     head       the chain head, to be kept outside
 *     export     orders for another kiosk or for people (docs/export_format.md)
 *     import     paid orders of an export, each once
 *     reconcile  journal, server and card terminal side by side (docs/reconcile.md)
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk_journal_tool.h"

static const char usage_text[] =
    "usage: kiosk-journal list|show|head [--json] DIR\n"
    "       kiosk-journal verify [--json] [--head HEX] DIR\n"
    "       kiosk-journal export [--json|--msgpack] [--unpaid|--paid|--all] [--since YYYY-MM-DD]\n"
    "                            [--lane NAME] [--out FILE] DIR\n"
    "       kiosk-journal import [--dry-run] [--other-origin] [--json] FILE DIR\n"
    "       kiosk-journal reconcile [--json] [--since YYYY-MM-DD] [--config kiosk.ini]\n"
    "                            [--send-again] DIR\n";

typedef struct Command {
    const char *name, *options; // options: those that it takes, each between spaces
    bool takes_file;
    int32_t (*run)(Tool *tool, Error *error);
} Command;

static const Command commands[] = {
    {"list", " --json ", false, tool_list},
    {"show", " --json ", false, tool_show},
    {"verify", " --json --head ", false, tool_verify},
    {"head", " --json ", false, tool_head},
    {"export", " --json --msgpack --unpaid --paid --all --since --lane --out ", false, tool_export},
    {"import", " --json --dry-run --other-origin ", true, tool_import},
    {"reconcile", " --json --since --config --send-again ", false, tool_reconcile},
};

typedef struct Option {
    const char *name;
    bool *flag;
    const char **value;
} Option;

static const Command *find_command(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static bool take_option(const Command *command, const Option *options, size_t count,
                        char **arguments, int *index)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, " %.60s ", arguments[*index]);
    if (!strstr(command->options, wanted))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(options[i].name, arguments[*index]) != 0)
            continue;
        if (options[i].flag)
            *options[i].flag = true;
        else if (arguments[*index + 1])
            *options[i].value = arguments[++*index];
        else
            return false;
        return true;
    }
    return false;
}

static bool parse(Tool *tool, const Command *command, char **arguments)
{
    const Option options[] = {
        {"--json", &tool->json, NULL},
        {"--msgpack", &tool->msgpack, NULL},
        {"--unpaid", &tool->unpaid, NULL},
        {"--paid", &tool->paid, NULL},
        {"--all", &tool->all, NULL},
        {"--dry-run", &tool->dry_run, NULL},
        {"--head", NULL, &tool->head},
        {"--other-origin", &tool->other_origin, NULL},
        {"--since", NULL, &tool->since},
        {"--lane", NULL, &tool->lane},
        {"--out", NULL, &tool->out},
        {"--config", NULL, &tool->config},
        {"--send-again", &tool->send_again, NULL},
    };
    for (int i = 2; arguments[i]; i++) {
        if (arguments[i][0] == '-') {
            if (!take_option(command, options, COUNT_OF(options), arguments, &i))
                return false;
        } else if (command->takes_file && !tool->file)
            tool->file = arguments[i];
        else if (!tool->directory)
            tool->directory = arguments[i];
        else
            return false;
    }
    return tool->directory && tool->unpaid + tool->paid + tool->all <= 1 &&
           !(tool->json && tool->msgpack);
}

static int32_t run(Tool *tool, const Command *command, Error *error)
{
    JournalKeyState key_state = JOURNAL_KEY_MISSING;
    if (!journal_key_load(&tool->os, tool->directory, tool->key, &key_state, error))
        return 1;
    tool->has_key = key_state == JOURNAL_KEY_FOUND;
    return command->run(tool, error);
}

int main(int argument_count, char **arguments)
{
    Tool tool = {.os = os_linux()};
    for (int i = 1; i < argument_count; i++)
        if (strcmp(arguments[i], "--help") == 0) {
            fputs(usage_text, stdout);
            return 0;
        }
    const Command *command = argument_count > 1 ? find_command(arguments[1]) : NULL;
    if (!command || !parse(&tool, command, arguments)) {
        fputs(usage_text, stderr);
        return 2;
    }
    CHECK(sodium_init() >= 0);
    Error error = {0};
    tool.order = malloc(sizeof *tool.order);
    CHECK(tool.order != NULL);
    tool.orders = json_object();
    int32_t status = run(&tool, command, &error);
    json_decref(tool.orders);
    free(tool.order);
    if (status != 0)
        fprintf(stderr, "kiosk-journal: %s\n", error.message);
    return status;
}
