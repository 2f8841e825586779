/* The files of pictures in a data folder's images/: which there are, and how many there may be.
 *
 * A file's name tells the article or category, and the write date that the server gave it: a
 * picture that was changed has another name, and the older one goes when it is written. Together
 * they take at most so many bytes and files; what was used least recently makes room. Other files
 * of the folder are nobody's here.
 *
 * A file is whole or not there, whenever the power fails: it is synced before it gets its name.
 * That a name or a use is lost costs fetching a picture again. When a file was used is its time of
 * change, which picture_files_used sets from the thread that reads it; so the order outlives a
 * start, and threads share nothing but the folder. */
#ifndef KIOSK_BACKOFFICE_PICTURE_FILES_H
#define KIOSK_BACKOFFICE_PICTURE_FILES_H

#include "os/os.h"

enum {
    PICTURE_FILES_PATH_SIZE = 560,
    PICTURE_FILES_MAX = 50000,
    PICTURE_FILES_MB = 256, // of 1,000,000 bytes: a small part of an SD card
    // A file takes whole blocks of the disk: that is what is counted.
    PICTURE_FILES_BLOCK_BYTES = 4096,
    // Uses that are nearer to each other are one: an SD card is written a few times a day for it.
    PICTURE_FILES_USE_MS = 6 * 3600 * 1000,
};

typedef struct PictureName {
    bool is_category;
    int32_t id; // the server's
    int64_t write_unix_s;
} PictureName;

typedef struct PictureFilesLimits {
    int64_t bytes; // 0: PICTURE_FILES_MB
    int32_t count; // 0: PICTURE_FILES_MAX
} PictureFilesLimits;

typedef struct PictureFiles PictureFiles;

// Where the picture is, if it is there.
void picture_files_path(const char *data_directory, PictureName name,
                        char out[PICTURE_FILES_PATH_SIZE]);

// One thread. Looks at nothing yet. `os` is copied.
PictureFiles *picture_files_create(const Os *os, const char *data_directory,
                                   PictureFilesLimits limits);
void picture_files_destroy(PictureFiles *files); // accepts NULL

// Reads the folder, once: removes what a power cut left unfinished, older ones of a picture, and
// what is over the limits. Nothing at later calls.
MUST_USE bool picture_files_read(PictureFiles *files, Error *error);
// Makes room, writes the file, removes the older ones of that picture. On an Error nothing is there
// under its name but what was, and the limits hold.
MUST_USE bool picture_files_keep(PictureFiles *files, PictureName name, Bytes content,
                                 Error *error);
int64_t picture_files_bytes(const PictureFiles *files); // in whole blocks
int32_t picture_files_count(const PictureFiles *files);

// The file was read to be shown. Any thread; that it can't be noted is nothing to report.
void picture_files_used(const Os *os, const char *path);

#endif
