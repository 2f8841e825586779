#include "app/sentence.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static bool is_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0);
}

// Into a buffer with room for a bad byte's three.
static Text clean(Text line, char *out, size_t room)
{
    int32_t size = 0;
    for (int32_t i = 0; i < line.size;) {
        char bytes[4];
        uint32_t code_point = text_next_code_point(line, &i);
        int32_t count = text_encode_code_point(is_control(code_point) ? ' ' : code_point, bytes);
        CHECK((size_t)(size + count) <= room);
        memcpy(out + size, bytes, (size_t)count);
        size += count;
    }
    return text_trim((Text){out, size});
}

bool sentence_read(const char *path, char out[SENTENCE_SIZE], Error *error)
{
    char line[2 * SENTENCE_SIZE], cleaned[3 * sizeof line]; // cut at the end, between code points
    FILE *file = fopen(path, "re");
    if (!file)
        return error_set_errno(error, errno, "cannot open '%s'", path);
    bool has = fgets(line, sizeof line, file) != NULL;
    int failed = ferror(file) ? errno : 0;
    fclose(file);
    if (failed)
        return error_set_errno(error, failed, "cannot read '%s'", path);
    Text words = {0};
    if (has)
        words = clean(text_trim(text_from_string(line)), cleaned, sizeof cleaned);
    while (words.size > 0 && words.data[words.size - 1] == '.')
        words.size--;
    if (words.size == 0)
        return error_set(error, ERROR_INVALID, "'%s' has no words in its first line", path);
    text_copy_to_buffer(words, out, SENTENCE_SIZE);
    return true;
}
