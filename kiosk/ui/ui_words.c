/* Words and numbers in the language of the moment. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ui/ui_internal.h"

enum { FILL_PARTS_MAX = 8 };

bool ui_set_language(Ui *ui, Text language, Error *error)
{
    if (language.size >= (int32_t)sizeof ui->language)
        return error_set(error, ERROR_INVALID, "unknown language '%.*s'", TEXT_PRINTF(language));
    char directory[600];
    snprintf(directory, sizeof directory, "%s/translations", ui->assets_directory);
    // Words of the language before may still be in this frame's texts: the other arena is filled.
    int32_t next = ui->words_now ^ 1;
    arena_clear(&ui->words[next]);
    Translation translation;
    if (!translation_open(&translation, directory, language, &ui->words[next], error))
        return false;
    ui->words_now = next;
    ui->translation = translation;
    text_copy_to_buffer(language, ui->language, sizeof ui->language);
    ui->mirrored = translation.right_to_left;
    ui->arabic = text_equal_string(language, "ar") || text_equal_string(language, "fa") ||
                 text_equal_string(language, "ur");
    return true;
}

Text ui_language(const Ui *ui)
{
    return text_from_string(ui->language);
}

void ui_set_currency(Ui *ui, FormatCurrency currency)
{
    text_copy_to_buffer(currency.symbol, ui->currency_symbol, sizeof ui->currency_symbol);
    ui->currency = currency;
    ui->currency.symbol = text_from_string(ui->currency_symbol);
}

Text ui_tr(Ui *ui, const char *msgid)
{
    return translation_find(&ui->translation, NULL, msgid);
}

Text ui_tr_context(Ui *ui, const char *context, const char *msgid)
{
    return translation_find(&ui->translation, context, msgid);
}

Text ui_tr_plural(Ui *ui, const char *msgid, const char *msgid_plural, int64_t count)
{
    return translation_find_plural(&ui->translation, msgid, msgid_plural, count);
}

Text ui_fill(Ui *ui, Text pattern, const FormatPart *parts, int32_t part_count)
{
    FormatPart isolated[FILL_PARTS_MAX];
    CHECK(part_count <= FILL_PARTS_MAX);
    // A name in Latin letters must not take the signs around it along in a line that runs right to
    // left, nor leave its own behind.
    for (int32_t i = 0; i < part_count; i++)
        isolated[i] =
            (FormatPart){parts[i].name,
                         format_isolate_words(ui_frame_arena(ui), ui_language(ui), parts[i].text)};
    return format_fill(ui_frame_arena(ui), pattern, isolated, part_count);
}

Text ui_id(Ui *ui, const char *format, ...)
{
    char buffer[256];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    CHECK(size > 0 && size < (int)sizeof buffer);
    return text_copy(ui_frame_arena(ui), (Text){buffer, size});
}

Text ui_money(Ui *ui, int64_t minor)
{
    return format_money(ui_frame_arena(ui), ui_language(ui), ui->currency, minor);
}

Text ui_integer(Ui *ui, int64_t number)
{
    return format_integer(ui_frame_arena(ui), ui_language(ui), number);
}

Text ui_milli(Ui *ui, int64_t milli, int32_t decimals_min, int32_t decimals)
{
    return format_milli(ui_frame_arena(ui), ui_language(ui), milli, decimals_min, decimals);
}
