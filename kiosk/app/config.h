/* kiosk.ini: every key is in kiosk.ini.example. An unknown section or key, a value that can't be, a
 * key given twice or a needed one that is missing is one sentence with file, line and key. Relative
 * file names are relative to the INI file. Secrets are in files of their own, mode 0600. */
#ifndef KIOSK_APP_CONFIG_H
#define KIOSK_APP_CONFIG_H

#include "base/error.h"
#include "domain/checkout.h"
#include "os/os.h"

enum {
    CONFIG_ATTENDANTS_MAX = 64,
    CONFIG_PATH_MAX = 1024,
    CONFIG_HASH_MAX = 160,
    CONFIG_KEY_MAX = 200
};

typedef enum ConfigTheme {
    CONFIG_THEME_LIGHT,
    CONFIG_THEME_DARK,
    CONFIG_THEME_CONTRAST
} ConfigTheme;
typedef enum ConfigSide {
    CONFIG_SIDE_BELOW,
    CONFIG_SIDE_LEFT,
    CONFIG_SIDE_RIGHT,
    CONFIG_SIDE_ABOVE
} ConfigSide;

typedef struct ConfigAttendant {
    char name[48];
    bool manager;
    char badge_hash[CONFIG_HASH_MAX]; // Argon2id strings (crypto_pwhash_str); empty: none
    char pin_hash[CONFIG_HASH_MAX];
} ConfigAttendant;

typedef struct Config {
    char path[CONFIG_PATH_MAX]; // of the INI, for messages
    struct {
        char url[256], database[128], login[128], pos_config[128];
        char key_file[CONFIG_PATH_MAX], ca_file[CONFIG_PATH_MAX];
        bool pictures;
        int32_t pictures_mb;     // of 1,000,000 bytes
        int32_t refresh_minutes; // 0: never
        int32_t load_spread_minutes;
    } server;
    struct {
        char name[48], timezone[64];
        char machine_id[CONFIG_PATH_MAX]; // empty: found by itself (os_machine_name)
        char languages[CATALOGUE_LANGUAGES_MAX][8];
        int32_t language_count;
        int32_t keep_days; // confirmed orders stay whole so long
    } lane;
    struct {
        ConfigTheme theme;
        bool motion;
        int32_t dpi, text_percent;
    } display;
    struct {
        bool cash_desk, no_receipt, print_at_end;
        int32_t idle_s, idle_countdown_s, receipt_s, thanks_s;
        int32_t opening_cash_minor; // as the till is counted at the start
        bool reopen_session;
        int32_t price_change_percent; // by an attendant; a manager may more
        int32_t quantity_max;         // pieces of one article, 0: no limit
        char bag[32];                 // barcode of the bag that the basket offers, empty: none
        char replacement[32];         // of the usual one for an article that is gone, empty: none
        int32_t age_rule_count;
        struct CheckoutAgeRule age_rules[8];
        int32_t tare_count;
        struct CheckoutTare tares[3];
    } sale;
    struct {
        char printer[32], terminal[32], scanner[32], scale[32], light[32];
        char sticks[512]; // where USB sticks are mounted, empty: none is offered
        int32_t terminal_method;
        ConfigSide scanner_side, reader_side, printer_side;
    } devices;
    ConfigAttendant attendants[CONFIG_ATTENDANTS_MAX];
    int32_t attendant_count;
} Config;

MUST_USE bool config_load(const char *path, Config *out, Error *error);
// The same, of a file that is not at `path` yet.
MUST_USE bool config_load_bytes(Bytes ini, const char *path, Config *out, Error *error);
// Reads the API key: the file must be ours alone (no rights for group and others), one line.
MUST_USE bool config_read_key(const Config *config, char out_key[CONFIG_KEY_MAX], Error *error);

// Where orders and the key belong: url and database.
void config_origin(const Config *config, char out[200]);

#endif
