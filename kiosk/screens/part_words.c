/* Small pieces of wording that several screens share. */
#include "screens/parts.h"
#include "ui/text_bidi.h"

Text side_words(Scene *scene, DeviceSide side, const char *below, const char *left,
                const char *right, const char *above)
{
    switch (side) {
    case SIDE_BELOW:
        return ui_tr(scene->ui, below);
    case SIDE_LEFT:
        return ui_tr(scene->ui, left);
    case SIDE_RIGHT:
        return ui_tr(scene->ui, right);
    case SIDE_ABOVE:
        return ui_tr(scene->ui, above);
    }
    return ui_tr(scene->ui, below);
}

Text duration_words(Scene *scene, int64_t ms)
{
    int64_t seconds = ms > 0 ? ms / 1000 : 0;
    return ui_id(scene->ui, "%lld:%02lld", (long long)(seconds / 60), (long long)(seconds % 60));
}

int32_t seconds_left(Scene *scene, int64_t until_ms)
{
    int64_t left_ms = until_ms - scene->view->now_ms;
    if (left_ms <= 0)
        return 0;
    int64_t seconds = (left_ms + 999) / 1000;
    ui_wake_at(scene->ui, until_ms - (seconds - 1) * 1000);
    return (int32_t)seconds;
}

Text unit_word(Scene *scene, Text unit)
{
    static const struct {
        const char *sent, *msgid;
    } words[] = {{"kg", TR_LATER_CONTEXT("unit", "kg")},
                 {"g", TR_LATER_CONTEXT("unit", "g")},
                 {"L", TR_LATER_CONTEXT("unit", "L")},
                 {"l", TR_LATER_CONTEXT("unit", "L")},
                 {"m", TR_LATER_CONTEXT("unit", "m")}};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (text_equal_string(unit, words[i].sent))
            return ui_tr_context(scene->ui, "unit", words[i].msgid);
    return unit;
}

static bool is_measure(Text unit)
{
    static const char *const measures[] = {"kg", "g", "L", "l", "m"};
    for (size_t i = 0; i < COUNT_OF(measures); i++)
        if (text_equal_string(unit, measures[i]))
            return true;
    return false;
}

ArticlePrice article_price(Scene *scene, int32_t article)
{
    const Catalogue *catalogue = scene->view->catalogue;
    const CatArticle *record = &catalogue->articles[article];
    ArticlePrice price = {0};
    double units = 1;
    Text name = catalogue_text(catalogue, catalogue->units[record->unit].name), base;
    if (catalogue_unit_base(catalogue, record->unit, &base, &units))
        price.unit = unit_word(scene, base);
    else if ((record->flags & CAT_ARTICLE_WEIGHED) || is_measure(name))
        price.unit = unit_word(scene, name);
    price.known =
        scene->view->pricing &&
        order_display_price_of(catalogue, scene->view->pricing, article,
                               price.unit.size > 0 ? units : 1, &price.now, &price.before);
    return price;
}

Text article_name(Scene *scene, int32_t article)
{
    return catalogue_article_name(scene->view->catalogue, article, scene->view->catalogue_language);
}

// The case knows the article by the name that the shop gave it.
Text help_subject(Scene *scene)
{
    const Catalogue *catalogue = scene->view->catalogue;
    const OrderLine *line = scene->checkout->help_line_id
                                ? order_line(scene->order, scene->checkout->help_line_id)
                                : NULL;
    if (line)
        return line_name(scene, line);
    Text code = text_from_string(scene->checkout->help_code);
    for (int32_t i = 0; catalogue && i < catalogue->article_count; i++)
        if (text_equal(catalogue_article_name(catalogue, i, 0), code))
            return article_name(scene, i);
    return code;
}

// The middle of a line's box and the face's ascent less descent.
float text_baseline(Ui *ui, TypeStyle style)
{
    TypeMetrics metrics = type_metrics(style, ui_settings(ui).text_percent, false);
    return ui_line_height(ui, style) / 2 + 0.365f * metrics.size;
}

// Without letters nothing says that a product is read from the right: a mark does.
Text count_words(Scene *scene, Text count)
{
    return UI_FILL(scene->ui,
                   ui_is_mirrored(scene->ui) ? TEXT("\u200f{count} ×") : TEXT("{count} ×"),
                   {"count", count});
}

Text product_words(Scene *scene, Text count, Text price)
{
    return UI_FILL(scene->ui,
                   ui_is_mirrored(scene->ui) ? TEXT("\u200f{count} × {price}")
                                             : TEXT("{count} × {price}"),
                   {"count", count}, {"price", price});
}

Text article_initials(Scene *scene, Text name)
{
    int32_t position = 0, letters = 0, size = 0;
    char initials[9] = {0};
    bool begins = true;
    while (position < name.size && letters < 2) {
        int32_t at = position;
        uint32_t c = text_next_code_point(name, &position);
        if (c == ' ') {
            begins = true;
        } else if (c >= '0' && c <= '9') {
            begins = false;                                        // "1.5L" has none
        } else if (begins && text_script_of(c) != SCRIPT_COMMON) { // a letter: "mobile 128 GB"
            begins = false;
            letters++;
            for (; at < position && size < (int32_t)sizeof(initials) - 1; at++)
                initials[size++] = name.data[at];
        }
    }
    return ui_id(scene->ui, "%s", initials);
}
