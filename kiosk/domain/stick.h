/* The attendant's USB stick, as checkout, lane and screens speak of it: what is plugged in, what
 * may be saved on it, what an export on it would do. The lane does it (lane_stick.c). */
#ifndef KIOSK_DOMAIN_STICK_H
#define KIOSK_DOMAIN_STICK_H

#include <stdbool.h>
#include <stdint.h>

enum {
    STICK_NAME_SIZE = 64,  // of a stick, with its zero; longer ones are not offered
    STICK_FILE_SIZE = 128, // of a file on it
    STICK_WORDS_SIZE = 240,
    STICKS_MAX = 6,
    STICK_FILES_MAX = 20,
    STICK_REFUSALS_MAX = 3,
};

typedef enum StickContent {
    STICK_UNCONFIRMED, // what the server has not confirmed, and what is not paid
    STICK_TODAY,       // paid since the shop's midnight, and what is not paid
    STICK_ALL,         // everything that is kept
    STICK_CONTENT_COUNT,
} StickContent;

typedef enum StickTask {
    STICK_IDLE,
    STICK_SAVING,
    STICK_SAVED,
    STICK_READING, // an export, to say what it would do
    STICK_READ,
    STICK_TAKING, // its orders, one by one
    STICK_TAKEN,
    STICK_FAILED,
} StickTask;

typedef enum StickTrouble {
    STICK_WELL,
    STICK_GONE, // pulled out
    STICK_FULL,
    STICK_READ_ONLY,
    STICK_BROKEN,    // words: what the machine says
    STICK_NO_EXPORT, // words: why the file can't be read
    STICK_LANE,      // words: it is the lane's own data that can't be read or written
} StickTrouble;

typedef struct Stick {
    char name[STICK_NAME_SIZE]; // as it is mounted: its label, mostly
    bool read_only;
    uint64_t free_bytes;
} Stick;

typedef struct StickFile {
    char name[STICK_FILE_SIZE];
    int64_t changed_unix_ms;
    uint64_t size_bytes;
} StickFile;

// What an export would do, or did.
typedef struct StickSum {
    int32_t taken; // they wait here now
    int32_t kept;  // they had ended where they come from: known from now on
    int32_t known, refused, unpaid;
    char refusals[STICK_REFUSALS_MAX][STICK_WORDS_SIZE]; // the first of them, each a sentence
} StickSum;

typedef struct StickStatus {
    bool offered; // there is a folder of sticks
    bool looked;  // the lists are those of the machine
    int32_t stick_count;
    Stick sticks[STICKS_MAX];         // by name
    int32_t file_count;               // on the chosen one; the first STICK_FILES_MAX are in `files`
    StickFile files[STICK_FILES_MAX]; // newest first
    StickTask task;
    StickTrouble trouble; // of FAILED
    char words[STICK_WORDS_SIZE];
    char saved[STICK_FILE_SIZE]; // of SAVED: the name of both files, without what ends it
    int32_t paid, unpaid;        // of SAVED: how many orders
    StickSum sum;                // of READ, TAKING and TAKEN
    int32_t done, total;         // of TAKING: orders
} StickStatus;

#endif
