/* replay FOLDER: gives every file of a corpus folder to the fuzz target it is linked with, each
 * whole, then cut in half. Fails when the folder has no file, so that a moved corpus is noticed. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz_target.h"

static int replay_file(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 1;
    }
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(size > 0 ? (size_t)size : 1);
    size_t read = bytes && size > 0 ? fread(bytes, 1, (size_t)size, file) : 0;
    fclose(file);
    if (bytes && size >= 0 && read == (size_t)size) {
        LLVMFuzzerTestOneInput(bytes, read);
        uint8_t *half = malloc(read / 2 + 1);
        if (half) {
            memcpy(half, bytes, read / 2);
            LLVMFuzzerTestOneInput(half, read / 2);
        }
        free(half);
    }
    free(bytes);
    return bytes && size >= 0 && read == (size_t)size ? 0 : 1;
}

int main(int argument_count, char **arguments)
{
    int files = 0;
    int failures = 0;
    DIR *folder = argument_count == 2 ? opendir(arguments[1]) : NULL;
    if (!folder) {
        fprintf(stderr, "usage: replay FOLDER (which must be there)\n");
        return 2;
    }
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (entry->d_name[0] == '.')
            continue;
        failures += replay_file(arguments[1], entry->d_name);
        files++;
    }
    closedir(folder);
    printf("%d files, %d not read\n", files, failures);
    return files > 0 && failures == 0 ? 0 : 1;
}
