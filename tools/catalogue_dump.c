/* catalogue-dump FILE          what a catalogue image says about itself, and its tables
 * catalogue-dump FILE TABLE    the records of one table, a line each ('all': of every table)
 * catalogue-dump --layout      the records' fields with their offsets, as docs/catalogue_format.md
 * has them */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/catalogue_image.h"
#include "domain/catalogue_layout.h"

static const char *const kind_names[] = {
    [CAT_FIELD_INT32] = "int32",   [CAT_FIELD_UINT32] = "uint32", [CAT_FIELD_INT64] = "int64",
    [CAT_FIELD_DOUBLE] = "double", [CAT_FIELD_TEXT] = "text",     [CAT_FIELD_INDEX] = "index",
    [CAT_FIELD_NEEDED] = "needed", [CAT_FIELD_RANGE] = "range",   [CAT_FIELD_LIST] = "list",
    [CAT_FIELD_CHOICE] = "choice", [CAT_FIELD_BOOL] = "bool",     [CAT_FIELD_CHARS] = "chars",
};

static void print_layout(void)
{
    printf("layout %d, hash %08" PRIx32 ", header %zu bytes\n", CATALOGUE_LAYOUT_VERSION,
           catalogue_layout_hash(), sizeof(CatalogueHeader));
    for (int32_t table = 0; table < CAT_TABLE_COUNT; table++) {
        const CatTableLayout *layout = catalogue_table_layout((CatTable)table);
        printf("%d %s: %" PRIu32 " bytes\n", (int)table, layout->name, layout->item_bytes);
        for (int32_t i = 0; i < layout->field_count; i++) {
            const CatField *field = &layout->fields[i];
            printf("  %3" PRIu32 " %-24s %s", field->offset, field->name, kind_names[field->kind]);
            if (field->kind == CAT_FIELD_CHOICE)
                printf(" 0..%" PRIu32, field->limit);
            if (field->kind == CAT_FIELD_CHARS)
                printf(" %" PRIu32, field->size);
            if (field->kind >= CAT_FIELD_INDEX && field->kind <= CAT_FIELD_LIST)
                printf(" in %s", catalogue_table_layout((CatTable)field->limit)->name);
            printf("\n");
        }
    }
}

// Texts come from a server and go to a terminal: no control characters.
static void print_text(Text text)
{
    putchar('"');
    for (int32_t i = 0; i < text.size; i++) {
        uint8_t byte = (uint8_t)text.data[i];
        if (byte < ' ' || byte == 0x7f || byte == '"' || byte == '\\')
            printf("\\x%02x", byte);
        else
            putchar(byte);
    }
    putchar('"');
}

static void print_list(const Catalogue *catalogue, CatRange list)
{
    printf("[");
    for (uint32_t i = 0; i < list.count; i++)
        printf("%s%" PRIu32, i ? " " : "", catalogue->indexes[list.first + i]);
    printf("]");
}

static void print_field(const Catalogue *catalogue, const CatField *field, const void *value)
{
    CatRange range;
    CatText text;
    switch (field->kind) {
    case CAT_FIELD_INT32:
    case CAT_FIELD_CHOICE:
    case CAT_FIELD_INDEX:
    case CAT_FIELD_NEEDED:
        printf("%" PRId32, *(const int32_t *)value);
        break;
    case CAT_FIELD_UINT32:
        printf("%" PRIu32, *(const uint32_t *)value);
        break;
    case CAT_FIELD_INT64:
        printf("%" PRId64, *(const int64_t *)value);
        break;
    case CAT_FIELD_DOUBLE:
        printf("%.17g", *(const double *)value);
        break;
    case CAT_FIELD_TEXT:
        memcpy(&text, value, sizeof text);
        print_text(catalogue_text(catalogue, text));
        break;
    case CAT_FIELD_RANGE:
        memcpy(&range, value, sizeof range);
        printf("%" PRIu32 "+%" PRIu32, range.first, range.count);
        break;
    case CAT_FIELD_LIST:
        memcpy(&range, value, sizeof range);
        print_list(catalogue, range);
        break;
    case CAT_FIELD_BOOL:
        printf("%d", *(const uint8_t *)value);
        break;
    case CAT_FIELD_CHARS:
        print_text(text_from_string(value));
        break;
    }
}

static void print_records(const Catalogue *catalogue, CatTable table)
{
    const CatTableLayout *layout = catalogue_table_layout(table);
    CatTableEntry entry = catalogue->header->tables[table];
    const uint8_t *items = (const uint8_t *)catalogue->header + entry.offset;
    printf("%s\n", layout->name);
    if (layout->item_bytes == 1)
        print_text((Text){(const char *)items, (int32_t)entry.count});
    for (uint64_t i = 0; i < entry.count && layout->item_bytes > 1; i++) {
        const uint8_t *item = items + i * layout->item_bytes;
        printf("  %" PRIu64 ":", i);
        if (!layout->fields)
            printf(" %" PRIu32, *(const uint32_t *)(const void *)item);
        for (int32_t field = 0; field < layout->field_count; field++) {
            printf(" %s=", layout->fields[field].name);
            print_field(catalogue, &layout->fields[field], item + layout->fields[field].offset);
        }
        printf("\n");
    }
    if (layout->item_bytes == 1)
        printf("\n");
}

static void print_header(const Catalogue *catalogue)
{
    const CatalogueHeader *header = catalogue->header;
    printf("layout %" PRIu32 ", hash %08" PRIx32 ", %" PRIu64 " bytes, checksum %016" PRIx64 "\n",
           header->layout_version, header->layout_hash, header->size_bytes, header->checksum);
    printf("from ");
    print_text(text_from_string(header->origin));
    printf(", made %" PRId64 " ms, %" PRId32 " left out, languages", header->made_unix_ms,
           header->left_out_count);
    for (int32_t i = 0; i < header->language_count; i++) {
        printf(" ");
        print_text(text_from_string(header->languages[i]));
    }
    printf("\n%10s %10s %8s\n", "offset", "count", "of bytes");
    for (int32_t table = 0; table < CAT_TABLE_COUNT; table++) {
        const CatTableLayout *layout = catalogue_table_layout((CatTable)table);
        printf("%10" PRIu64 " %10" PRIu64 " %8" PRIu32 " %s\n", header->tables[table].offset,
               header->tables[table].count, layout->item_bytes, layout->name);
    }
}

static uint8_t *read_file(const char *path, size_t *out_size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    uint8_t *bytes = NULL;
    long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    rewind(file);
    if (size >= 0)
        bytes = malloc((size_t)size + 8);
    if (bytes && fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        free(bytes);
        bytes = NULL;
    }
    fclose(file);
    *out_size = (size_t)size;
    return bytes;
}

static bool print_tables(const Catalogue *catalogue, const char *wanted)
{
    bool found = false;
    for (int32_t table = 0; table < CAT_TABLE_COUNT; table++) {
        const char *name = catalogue_table_layout((CatTable)table)->name;
        if (strcmp(wanted, "all") != 0 && strcmp(wanted, name) != 0)
            continue;
        print_records(catalogue, (CatTable)table);
        found = true;
    }
    return found;
}

static int dump(const char *path, const char *wanted)
{
    size_t size = 0;
    Catalogue catalogue;
    Error error;
    int status = 0;
    uint8_t *bytes = read_file(path, &size);
    if (!bytes) {
        fprintf(stderr, "catalogue-dump: cannot read '%s'\n", path);
        return 1;
    }
    if (!catalogue_open((Bytes){bytes, size}, &catalogue, &error)) {
        fprintf(stderr, "catalogue-dump: '%s': %s\n", path, error.message);
        status = 1;
    } else if (!wanted) {
        print_header(&catalogue);
    } else if (!print_tables(&catalogue, wanted)) {
        fprintf(stderr, "catalogue-dump: there is no table '%s'\n", wanted);
        status = 2;
    }
    free(bytes);
    return status;
}

int main(int argument_count, char **arguments)
{
    if (argument_count == 2 && strcmp(arguments[1], "--layout") == 0) {
        print_layout();
        return 0;
    }
    if (argument_count < 2 || argument_count > 3 || arguments[1][0] == '-') {
        fprintf(stderr, "usage: catalogue-dump FILE [TABLE|all], or catalogue-dump --layout\n");
        return 2;
    }
    return dump(arguments[1], argument_count == 3 ? arguments[2] : NULL);
}
