#include "app/config.h"

#include <errno.h>
#include <ini.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/config_value.h"
#include "backoffice/picture_files.h"

typedef enum KeyKind {
    KEY_TEXT,
    KEY_SWITCH,
    KEY_INTEGER,
    KEY_THEME,
    KEY_SIDE,
    KEY_LANGUAGES,
    KEY_AGES,
    KEY_CASH,
    KEY_SCANNER,
    KEY_SCALE,
    KEY_TARES,
    KEY_NONE_ONLY,
    KEY_FOLDER,
} KeyKind;

typedef struct KeyRule {
    const char *section, *name;
    KeyKind kind;
    bool needed;
    size_t offset, size;
    int32_t low, high;
} KeyRule;

#define TEXT_KEY(section, name, needed, field)                                                     \
    {                                                                                              \
        section, name, KEY_TEXT, needed, offsetof(Config, field), sizeof(((Config *)0)->field), 0, \
            0                                                                                      \
    }
#define KEY(section, name, kind, field, low, high)                                                 \
    {                                                                                              \
        section, name, kind, false, offsetof(Config, field), sizeof(((Config *)0)->field), low,    \
            high                                                                                   \
    }

static const KeyRule rules[] = {
    TEXT_KEY("server", "url", true, server.url),
    TEXT_KEY("server", "database", true, server.database),
    TEXT_KEY("server", "login", true, server.login),
    TEXT_KEY("server", "key_file", true, server.key_file),
    TEXT_KEY("server", "pos_config", true, server.pos_config),
    TEXT_KEY("server", "ca_file", false, server.ca_file),
    KEY("server", "pictures", KEY_SWITCH, server.pictures, 0, 0),
    KEY("server", "pictures_mb", KEY_INTEGER, server.pictures_mb, 16, 100000),
    KEY("server", "refresh_minutes", KEY_INTEGER, server.refresh_minutes, 0, 1440),
    KEY("server", "load_spread_minutes", KEY_INTEGER, server.load_spread_minutes, 0, 600),
    TEXT_KEY("lane", "name", true, lane.name),
    TEXT_KEY("lane", "timezone", false, lane.timezone),
    TEXT_KEY("lane", "machine_id", false, lane.machine_id),
    KEY("lane", "languages", KEY_LANGUAGES, lane.languages, 0, 0),
    KEY("lane", "keep_days", KEY_INTEGER, lane.keep_days, 1, 3650),
    KEY("display", "theme", KEY_THEME, display.theme, 0, 0),
    KEY("display", "motion", KEY_SWITCH, display.motion, 0, 0),
    KEY("display", "dpi", KEY_INTEGER, display.dpi, 40, 600),
    KEY("display", "text_percent", KEY_INTEGER, display.text_percent, 100, 200),
    KEY("sale", "cash", KEY_CASH, sale.cash_desk, 0, 0),
    KEY("sale", "no_receipt", KEY_SWITCH, sale.no_receipt, 0, 0),
    KEY("sale", "print_at_end", KEY_SWITCH, sale.print_at_end, 0, 0),
    KEY("sale", "idle_s", KEY_INTEGER, sale.idle_s, 10, 3600),
    KEY("sale", "idle_countdown_s", KEY_INTEGER, sale.idle_countdown_s, 5, 600),
    KEY("sale", "receipt_s", KEY_INTEGER, sale.receipt_s, 3, 600),
    KEY("sale", "thanks_s", KEY_INTEGER, sale.thanks_s, 2, 600),
    KEY("sale", "opening_cash_minor", KEY_INTEGER, sale.opening_cash_minor, 0, 100000000),
    KEY("sale", "reopen_session", KEY_SWITCH, sale.reopen_session, 0, 0),
    KEY("sale", "price_change_percent", KEY_INTEGER, sale.price_change_percent, 0, 100),
    KEY("sale", "age_categories", KEY_AGES, sale.age_rules, 0, 0),
    KEY("sale", "quantity_max", KEY_INTEGER, sale.quantity_max, 0, 9999),
    TEXT_KEY("sale", "bag", false, sale.bag),
    TEXT_KEY("sale", "replacement", false, sale.replacement),
    KEY("sale", "tares", KEY_TARES, sale.tares, 0, 0),
    TEXT_KEY("devices", "printer", false, devices.printer),
    TEXT_KEY("devices", "terminal", false, devices.terminal),
    KEY("devices", "terminal_method", KEY_INTEGER, devices.terminal_method, 1, INT32_MAX),
    KEY("devices", "scanner", KEY_SCANNER, devices.scanner, 0, 0),
    KEY("devices", "scale", KEY_SCALE, devices.scale, 0, 0),
    KEY("devices", "light", KEY_NONE_ONLY, devices.light, 0, 0),
    KEY("devices", "sticks", KEY_FOLDER, devices.sticks, 0, 0),
    KEY("devices", "scanner_side", KEY_SIDE, devices.scanner_side, 0, 0),
    KEY("devices", "reader_side", KEY_SIDE, devices.reader_side, 0, 0),
    KEY("devices", "printer_side", KEY_SIDE, devices.printer_side, 0, 0),
};
static const char *const sections[] = {"server",     "lane",    "display", "sale",
                                       "attendants", "devices", "update",  "log"};

enum { INI_LINE_MAX = 2000, INI_VALUE_MAX = 2000 };

// libinih takes lines of up to 199 bytes and goes on with a value in a line that begins with white
// space. The line with an attendant's two Argon2 strings is longer: it is handed over in such
// pieces, cut at a space.
typedef struct Reading {
    Config *config;
    const char *path;
    FILE *file;
    int32_t line, value_line;
    char rest[INI_LINE_MAX];                           // of a long line, not yet handed over
    char section[64], name[128], value[INI_VALUE_MAX]; // the key that is being put together
    bool has_value, continues;
    bool seen[COUNT_OF(rules)];
    bool failed;
    Error *error;
} Reading;

static bool word(const char *value, const char *const *words, void *field, Error *error)
{
    int32_t position;
    if (!config_value_word(value, words, &position, error))
        return false;
    *(int32_t *)field = position;
    return true;
}

static bool set_key(Config *config, const KeyRule *rule, const char *value, Error *error)
{
    static const char *const themes[] = {"light", "dark", "contrast", NULL};
    static const char *const sides[] = {"below", "left", "right", "above", NULL};
    static const char *const cash[] = {"off", "desk", NULL};
    static const char *const scanners[] = {"wedge", "none", NULL};
    static const char *const scales[] = {"none", "demo", NULL};
    static const char *const none[] = {"none", NULL};
    void *field = (char *)config + rule->offset;
    int32_t position;
    switch (rule->kind) {
    case KEY_TEXT:
        return config_value_text(value, field, rule->size, error);
    case KEY_SWITCH:
        return config_value_switch(value, field, error);
    case KEY_INTEGER:
        return config_value_integer(value, rule->low, rule->high, field, error);
    case KEY_THEME:
        return word(value, themes, field, error);
    case KEY_SIDE:
        return word(value, sides, field, error);
    case KEY_LANGUAGES:
        return config_value_languages(value, config->lane.languages, &config->lane.language_count,
                                      error);
    case KEY_AGES:
        return config_value_ages(value, config->sale.age_rules, &config->sale.age_rule_count,
                                 error);
    case KEY_CASH:
        if (!config_value_word(value, cash, &position, error))
            return false;
        config->sale.cash_desk = position == 1;
        return true;
    case KEY_SCANNER:
        return config_value_word(value, scanners, &position, error) &&
               config_value_text(value, field, rule->size, error);
    case KEY_SCALE:
        return config_value_word(value, scales, &position, error) &&
               config_value_text(value, field, rule->size, error);
    case KEY_TARES:
        return config_value_tares(value, config->sale.tares, &config->sale.tare_count, error);
    case KEY_FOLDER:
        if (value[0] && value[0] != '/')
            return error_set(error, ERROR_INVALID, "must be a path that begins with /, or empty");
        *(char *)field = 0;
        return !value[0] || config_value_text(value, field, rule->size, error);
    case KEY_NONE_ONLY:
        return config_value_word(value, none, &position, error) &&
               config_value_text(value, field, rule->size, error);
    }
    return false;
}

static bool add_attendant(Config *config, const char *name, const char *value, Error *error)
{
    if (config->attendant_count == CONFIG_ATTENDANTS_MAX)
        return error_set(error, ERROR_INVALID, "is one attendant more than the %d allowed",
                         CONFIG_ATTENDANTS_MAX);
    if (!config_value_attendant(name, value, &config->attendants[config->attendant_count], error))
        return false;
    config->attendant_count++;
    return true;
}

static bool is_section(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(sections); i++)
        if (strcmp(sections[i], name) == 0)
            return true;
    return false;
}

static bool take_key(Reading *reading, const char *section, const char *name, const char *value)
{
    Error *error = reading->error;
    if (!is_section(section))
        return error_set(error, ERROR_INVALID, "'%s' line %d: there is no section [%.40s]",
                         reading->path, reading->value_line, section);
    bool ok;
    if (strcmp(section, "attendants") == 0) {
        ok = add_attendant(reading->config, name, value, error);
    } else {
        size_t i = 0;
        while (i < COUNT_OF(rules) &&
               (strcmp(rules[i].section, section) || strcmp(rules[i].name, name)))
            i++;
        if (i == COUNT_OF(rules))
            return error_set(error, ERROR_INVALID, "'%s' line %d: [%s] has no key '%.60s'",
                             reading->path, reading->value_line, section, name);
        if (reading->seen[i])
            return error_set(error, ERROR_INVALID, "'%s' line %d: [%s] %s is given twice",
                             reading->path, reading->value_line, section, name);
        reading->seen[i] = true;
        ok = set_key(reading->config, &rules[i], value, error);
    }
    if (!ok)
        error->message[200] = 0; // leaves room for where it is
    return ok || error_prefix(error, "'%s' line %d: [%s] %.60s", reading->path, reading->value_line,
                              section, name);
}

static bool take_value(Reading *reading)
{
    if (reading->has_value && !reading->failed &&
        !take_key(reading, reading->section, reading->name, reading->value))
        reading->failed = true;
    reading->has_value = false;
    return !reading->failed;
}

static int on_key(void *context, const char *section, const char *name, const char *value)
{
    Reading *reading = context;
    if (reading->continues && reading->has_value) {
        size_t used = strlen(reading->value);
        snprintf(reading->value + used, sizeof reading->value - used, " %s", value);
        return 1;
    }
    if (!take_value(reading))
        return 0;
    snprintf(reading->section, sizeof reading->section, "%s", section);
    snprintf(reading->name, sizeof reading->name, "%s", name);
    snprintf(reading->value, sizeof reading->value, "%s", value);
    reading->value_line = reading->line;
    reading->has_value = true;
    return 1;
}

// Hands over the next piece of `rest`, at most `room` - 1 bytes, cut behind a space when it is too
// long.
static char *next_piece(Reading *reading, char *out, size_t room)
{
    size_t lead = reading->continues ? 1 : 0;
    size_t size = strlen(reading->rest);
    if (size > room - 1 - lead) {
        size = room - 1 - lead;
        while (size > 1 && reading->rest[size - 1] != ' ')
            size--;
        if (size <= 1) {
            reading->failed = true;
            error_set(reading->error, ERROR_INVALID, "'%s' line %d: a word of over 190 letters",
                      reading->path, reading->line);
            return NULL;
        }
    }
    out[0] = ' ';
    memcpy(out + lead, reading->rest, size);
    out[lead + size] = 0;
    memmove(reading->rest, reading->rest + size, strlen(reading->rest + size) + 1);
    return out;
}

static char *read_line(char *line, int room, void *context)
{
    Reading *reading = context;
    if (reading->failed)
        return NULL;
    if (reading->rest[0]) {
        reading->continues = true;
        return next_piece(reading, line, (size_t)room);
    }
    if (!fgets(reading->rest, sizeof reading->rest, reading->file))
        return NULL;
    reading->line++;
    char *comment = strstr(reading->rest, " ;");
    if (comment)
        strcpy(comment, "\n");
    if (!strchr(reading->rest, '\n') && strlen(reading->rest) == sizeof reading->rest - 1) {
        reading->failed = true;
        error_set(reading->error, ERROR_INVALID, "'%s' line %d: longer than %d bytes",
                  reading->path, reading->line, INI_LINE_MAX - 1);
        return NULL;
    }
    reading->continues = reading->rest[0] == ' ' || reading->rest[0] == '\t';
    // A section without a key never reaches on_key; an unknown one must be told all the same.
    char name[64];
    if (sscanf(reading->rest, "[%63[^]]]", name) == 1 && !is_section(name)) {
        reading->failed = true;
        error_set(reading->error, ERROR_INVALID, "'%s' line %d: there is no section [%.40s]",
                  reading->path, reading->line, name);
        return NULL;
    }
    return next_piece(reading, line, (size_t)room);
}

// Turns a file name that is relative to the INI into a path.
static bool make_path(const Config *config, char *name, size_t room, Error *error)
{
    const char *slash = strrchr(config->path, '/');
    char joined[CONFIG_PATH_MAX * 2];
    if (name[0] == '/' || name[0] == 0 || !slash)
        return true;
    if ((size_t)snprintf(joined, sizeof joined, "%.*s/%s", (int)(slash - config->path),
                         config->path, name) >= room)
        return error_set(error, ERROR_INVALID, "'%s': the path of '%.60s' is too long",
                         config->path, name);
    memcpy(name, joined, strlen(joined) + 1);
    return true;
}

static void set_defaults(Config *config, const char *path)
{
    *config = (Config){
        .lane = {.timezone = "UTC", .languages = {"en"}, .language_count = 1, .keep_days = 30},
        .display = {.motion = true, .text_percent = 100},
        .devices = {.printer = "none",
                    .terminal = "demo:approve",
                    .scanner = "wedge",
                    .scale = "none",
                    .sticks = "/media",
                    .light = "none",
                    .reader_side = CONFIG_SIDE_RIGHT},
        .sale = {.no_receipt = true,
                 .idle_s = 45,
                 .idle_countdown_s = 20,
                 .receipt_s = 20,
                 .thanks_s = 8,
                 .price_change_percent = 20,
                 .quantity_max = 99,
                 .reopen_session = true}};
    config->server.pictures = true;
    config->server.pictures_mb = PICTURE_FILES_MB;
    config->server.refresh_minutes = 10;
    snprintf(config->path, sizeof config->path, "%s", path);
}

static bool check_whole(const Reading *reading, Error *error)
{
    Config *config = reading->config;
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if (rules[i].needed && !reading->seen[i])
            return error_set(error, ERROR_INVALID, "'%s': [%s] %s is missing", config->path,
                             rules[i].section, rules[i].name);
    char zone[128];
    snprintf(zone, sizeof zone, "/usr/share/zoneinfo/%s", config->lane.timezone);
    struct stat status;
    if (strstr(config->lane.timezone, "..") || stat(zone, &status) != 0 || !S_ISREG(status.st_mode))
        return error_set(
            error, ERROR_INVALID,
            "'%s': [lane] timezone '%s' is not known: write one such as Europe/Brussels",
            config->path, config->lane.timezone);
    return make_path(config, config->server.key_file, sizeof config->server.key_file, error) &&
           make_path(config, config->server.ca_file, sizeof config->server.ca_file, error) &&
           make_path(config, config->lane.machine_id, sizeof config->lane.machine_id, error);
}

static bool read_stream(FILE *file, const char *path, Config *out, Error *error)
{
    Config config;
    set_defaults(&config, path);
    Reading reading = {.config = &config, .path = path, .file = file, .error = error};
    int bad_line = ini_parse_stream(read_line, &reading, on_key, &reading);
    if (!take_value(&reading))
        return false;
    if (bad_line != 0)
        return error_set(error, ERROR_INVALID, "'%s' line %d: write [section] or key = value", path,
                         bad_line);
    if (!check_whole(&reading, error))
        return false;
    *out = config;
    return true;
}

static bool path_fits(const char *path, Error *error)
{
    return strlen(path) < CONFIG_PATH_MAX ||
           error_set(error, ERROR_INVALID, "the path of the configuration is too long");
}

bool config_load(const char *path, Config *out, Error *error)
{
    struct stat status;
    if (!path_fits(path, error))
        return false;
    FILE *file = fopen(path, "re");
    if (!file)
        return error_set_errno(error, errno, "cannot open configuration '%s'", path);
    bool ok = fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode);
    ok = ok ? read_stream(file, path, out, error)
            : error_set(error, ERROR_INVALID, "configuration '%s' is not a file", path);
    fclose(file);
    return ok;
}

bool config_load_bytes(Bytes ini, const char *path, Config *out, Error *error)
{
    if (!path_fits(path, error))
        return false;
    if (ini.size == 0) // no stream has nothing in it
        return error_set(error, ERROR_INVALID, "'%s' is empty", path);
    FILE *file = fmemopen((void *)(uintptr_t)ini.data, ini.size, "r");
    if (!file)
        return error_set_errno(error, errno, "cannot read '%s'", path);
    bool ok = read_stream(file, path, out, error);
    fclose(file);
    return ok;
}

bool config_read_key(const Config *config, char out_key[CONFIG_KEY_MAX], Error *error)
{
    const char *path = config->server.key_file;
    FILE *file = fopen(path, "re");
    if (!file)
        return error_set_errno(error, errno, "cannot open the key file '%s' ([server] key_file)",
                               path);
    struct stat status;
    char line[CONFIG_KEY_MAX + 2] = "";
    bool ok = fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode);
    if (!ok)
        error_set(error, ERROR_INVALID, "the key file '%s' is not a file", path);
    else if (status.st_mode & 077)
        ok = error_set(error, ERROR_INVALID,
                       "the key file '%s' can be read by others: chmod 600 it", path);
    else if (status.st_uid != geteuid() && geteuid() != 0)
        ok = error_set(error, ERROR_INVALID,
                       "the key file '%s' belongs to another user: chown it to the kiosk's", path);
    else {
        size_t size = fread(line, 1, sizeof line - 1, file);
        Text key = text_trim((Text){line, (int32_t)size});
        ok = key.size > 0 && key.size < CONFIG_KEY_MAX && !memchr(key.data, '\n', (size_t)key.size);
        if (!ok)
            error_set(error, ERROR_INVALID, "the key file '%s' must hold one line, the API key",
                      path);
        else
            text_copy_to_buffer(key, out_key, CONFIG_KEY_MAX);
    }
    explicit_bzero(line, sizeof line);
    fclose(file);
    return ok;
}

void config_origin(const Config *config, char out[200])
{
    snprintf(out, 200, "%.100s %.90s", config->server.url, config->server.database);
}
