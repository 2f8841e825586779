#include "test_support_ui.h"
#include "ui/text_cache.h"

static FontStore fonts;

static int open_fonts(void **state)
{
    (void)state;
    Error error = {0};
    if (!font_store_init(&fonts, &error))
        fail_msg("%s", error.message);
    return 0;
}

static int close_fonts(void **state)
{
    (void)state;
    font_store_release(&fonts);
    return 0;
}

static TextFace face_of(bool right_to_left)
{
    return (TextFace){
        .fonts = &fonts, .weight = TYPE_MEDIUM, .half_px = 56, .right_to_left = right_to_left};
}

static void assert_run(Text line, TextRun run, const char *text, bool right_to_left)
{
    Text part = text_slice(line, run.from, run.to);
    if (!text_equal_string(part, text))
        fail_msg("run '%.*s' is not '%s'", TEXT_PRINTF(part), text);
    assert_int_equal(run.right_to_left, right_to_left);
}

static void price_in_an_arabic_line_reads_from_the_left(void **state)
{
    (void)state;
    Text line = TEXT("السعر 12.50 €");
    TextRun runs[TEXT_RUNS_MAX];
    int32_t count = text_bidi_split(line, true, runs);
    // As seen from the left: the sign, the price with its digits in order, the word at the right.
    assert_int_equal(count, 3);
    assert_run(line, runs[0], " €", true);
    assert_run(line, runs[1], "12.50", false);
    assert_run(line, runs[2], "السعر ", true);
}

static void isolated_amount_stays_in_one_piece(void **state)
{
    (void)state;
    Text line = TEXT("السعر \u206612.50 €\u2069 للقطعة");
    TextRun runs[TEXT_RUNS_MAX];
    int32_t count = text_bidi_split(line, true, runs);
    assert_int_equal(count, 3);
    assert_run(line, runs[0], " للقطعة", true);
    assert_run(line, runs[1], "12.50 €", false);
    assert_run(line, runs[2], "السعر ", true);
}

static void latin_in_latin_is_one_run(void **state)
{
    (void)state;
    TextRun runs[TEXT_RUNS_MAX];
    Text line = TEXT("Whole milk, 1 L (3.5 %)");
    assert_int_equal(text_bidi_split(line, false, runs), 1);
    assert_int_equal(runs[0].to, line.size);
    assert_int_equal(text_bidi_split((Text){0}, false, runs), 0);
}

static void words_fold_at_spaces(void **state)
{
    (void)state;
    TextFace face = face_of(false);
    Text text = TEXT("Wholemeal bread 750\u00a0g");
    TextLine lines[TEXT_LINES_MAX];
    bool cut = true;
    int32_t width = text_shape_width(&face, TEXT("Wholemeal bread")) + 2;
    assert_int_equal(text_wrap(&face, text, width, 3, lines, &cut), 2);
    assert_false(cut);
    assert_true(text_equal_string(text_slice(text, lines[0].from, lines[0].to), "Wholemeal bread"));
    // A no-break space keeps the number at its unit.
    assert_true(text_equal_string(text_slice(text, lines[1].from, lines[1].to), "750\u00a0g"));
}

static void a_number_stays_with_its_unit(void **state)
{
    (void)state;
    TextFace face = face_of(false);
    TextLine lines[TEXT_LINES_MAX];
    bool cut = true;
    Text text = TEXT("Red wine 0.75 L");
    int32_t width = text_shape_width(&face, TEXT("Red wine 0.75")) + 2;
    assert_int_equal(text_wrap(&face, text, width, 3, lines, &cut), 2);
    assert_true(text_equal_string(text_slice(text, lines[1].from, lines[1].to), "0.75 L"));
    text = TEXT("helping on Lane 3");
    width = text_shape_width(&face, TEXT("helping on Lane")) + 2;
    assert_int_equal(text_wrap(&face, text, width, 3, lines, &cut), 2);
    assert_true(text_equal_string(text_slice(text, lines[1].from, lines[1].to), "Lane 3"));
    text = TEXT("Red wine 6 bottles"); // a word of its own
    width = text_shape_width(&face, TEXT("Red wine 6")) + 2;
    assert_int_equal(text_wrap(&face, text, width, 3, lines, &cut), 2);
    assert_true(text_equal_string(text_slice(text, lines[1].from, lines[1].to), "bottles"));
}

static void what_does_not_fit_ends_in_an_ellipsis(void **state)
{
    (void)state;
    TextFace face = face_of(false);
    Text text = TEXT("Mountain cheese, aged twelve months in a cave");
    TextLine lines[TEXT_LINES_MAX];
    bool cut = false;
    int32_t count = text_wrap(&face, text, 220, 2, lines, &cut);
    assert_int_equal(count, 2);
    assert_true(cut);
    assert_true(lines[1].ellipsis);
    for (int32_t i = 0; i < count; i++)
        assert_in_range(lines[i].width, 1, 220);
    char buffer[TEXT_LINE_BYTES_MAX];
    Text last = text_wrap_line_text(text, &lines[1], buffer);
    assert_true(text_equal_string(text_slice(last, last.size - 3, last.size), "…"));
}

static void assert_cut_to(const TextFace *face, const char *whole, const char *shown)
{
    // As narrow as it may be for what is shown, and a little wider: nothing more comes until a
    // number is whole.
    Text text = text_from_string(whole);
    int32_t least = text_shape_width(face, text_from_string(shown));
    for (int32_t more = 0; more < 24; more += 8) {
        TextLine lines[TEXT_LINES_MAX];
        char buffer[TEXT_LINE_BYTES_MAX];
        bool cut = false;
        assert_int_equal(text_wrap(face, text, least + more, 1, lines, &cut), 1);
        Text line = text_wrap_line_text(text, &lines[0], buffer);
        if (!text_equal_string(line, shown))
            fail_msg("'%.*s' is not '%s'", TEXT_PRINTF(line), shown);
    }
}

static void a_number_is_shown_whole_or_not_at_all(void **state)
{
    (void)state;
    TextFace face = face_of(false);
    assert_cut_to(&face, "Red wine 0.75 L, Valley Estate", "Red wine…");
    assert_cut_to(&face, "Mountain cheese, 12 months", "Mountain cheese…");
}

static void a_dot_between_two_things_goes_at_the_end_of_a_line(void **state)
{
    (void)state;
    TextFace face = face_of(false);
    Text text = TEXT("Paper bag · €0.20");
    TextLine lines[TEXT_LINES_MAX];
    char buffer[TEXT_LINE_BYTES_MAX];
    bool cut = true;
    int32_t width = text_shape_width(&face, TEXT("Paper bag ·")) + 2;
    assert_int_equal(text_wrap(&face, text, width, 2, lines, &cut), 2);
    assert_false(cut);
    assert_true(text_equal_string(text_wrap_line_text(text, &lines[0], buffer), "Paper bag"));
    assert_true(text_equal_string(text_wrap_line_text(text, &lines[1], buffer), "€0.20"));
}

static void long_words_break_between_letters(void **state)
{
    (void)state;
    TextFace face = face_of(false);
    Text text = TEXT("Rindfleischetikettierungsgesetz");
    TextLine lines[TEXT_LINES_MAX];
    bool cut = false;
    int32_t count = text_wrap(&face, text, 150, 9, lines, &cut);
    assert_true(count > 2);
    assert_false(cut);
    assert_int_equal(lines[count - 1].to, text.size);
    for (int32_t i = 0; i < count; i++) {
        assert_true(lines[i].width <= 150);
        assert_int_equal(lines[i].broken, i < count - 1);
    }
    char buffer[TEXT_LINE_BYTES_MAX];
    Text first = text_wrap_line_text(text, &lines[0], buffer);
    assert_int_equal(first.data[first.size - 1], '-');
}

static void no_letter_stands_alone_on_a_line(void **state)
{
    (void)state;
    TextFace face = face_of(false);
    Text text = TEXT("Strauchtomaten");
    TextLine lines[TEXT_LINES_MAX];
    bool cut = true;
    int32_t width = text_shape_width(&face, TEXT("Strauchtomate-")) + 1;
    assert_int_equal(text_wrap(&face, text, width, 2, lines, &cut), 2);
    assert_false(cut);
    assert_true(text_equal_string(text_slice(text, lines[1].from, lines[1].to), "ten"));
}

static void a_sign_stays_with_the_word_before_it(void **state)
{
    (void)state;
    TextFace face = face_of(false);
    TextLine lines[TEXT_LINES_MAX];
    bool cut = true;
    Text text = TEXT("Comment payer ?");
    int32_t width = text_shape_width(&face, TEXT("Comment payer")) + 2;
    assert_int_equal(text_wrap(&face, text, width, 3, lines, &cut), 2);
    assert_true(text_equal_string(text_slice(text, lines[1].from, lines[1].to), "payer ?"));
    text = TEXT("Rien pour « qxq »");
    width = text_shape_width(&face, TEXT("Rien pour « qxq")) + 2;
    assert_int_equal(text_wrap(&face, text, width, 3, lines, &cut), 2);
    assert_true(text_equal_string(text_slice(text, lines[1].from, lines[1].to), "« qxq »"));
}

static void even_lines_leave_no_word_alone(void **state)
{
    (void)state;
    TextFace face = face_of(false);
    TextLine lines[TEXT_LINES_MAX];
    bool cut = true;
    Text text = TEXT("Sorry, this checkout needs a rest");
    int32_t width = text_shape_width(&face, TEXT("Sorry, this checkout needs a")) + 2;
    assert_int_equal(text_wrap(&face, text, width, 3, lines, &cut), 2);
    assert_true(text_equal_string(text_slice(text, lines[1].from, lines[1].to), "rest"));
    assert_int_equal(text_wrap_evenly(&face, text, width, 3, lines, &cut), 2);
    assert_true(text_equal_string(text_slice(text, lines[1].from, lines[1].to), "needs a rest"));
    assert_false(cut);
}

// A joined letter is narrower than one that stands alone.
static void marked_letters_still_join(void **state)
{
    (void)state;
    TextFace face = face_of(true);
    TextPiece pieces[TEXT_PIECES_MAX];
    Text text = TEXT("بصل");
    int32_t joined = 0,
            alone = text_shape_width(&face, TEXT("ب")) + text_shape_width(&face, TEXT("صل"));
    assert_int_equal(text_shape_line(&face, text, (TextMark){0, 2}, pieces, &joined), 2);
    assert_true(pieces[1].joins_after && pieces[0].joins_before);
    assert_true(joined < alone);
    assert_int_equal(text_shape_line(&face, TEXT("ab"), (TextMark){0, 1}, pieces, &joined), 2);
    assert_false(pieces[0].joins_after || pieces[1].joins_before);
}

static void a_mark_is_found_whatever_its_case(void **state)
{
    (void)state;
    static const struct {
        const char *text, *mark;
        bool marked;
    } cases[] = {{"Bananas", "b", true},
                 {"Zwiebeln", "B", true},
                 {"Äpfel", "ä", true},
                 {"Carrots", "b", false},
                 {"Ba", "banana", false}};
    TextCache *cache = text_cache_create(&fonts);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        TextSpec spec = {.text = text_from_string(cases[i].text),
                         .mark = text_from_string(cases[i].mark),
                         .weight = TYPE_MEDIUM,
                         .half_px = 56,
                         .line_px = 38,
                         .max_lines = 1};
        assert_int_equal(text_cache_get(cache, &spec).marked, cases[i].marked);
    }
    text_cache_destroy(cache);
}

static void nothing_fits_into_no_width_but_ends(void **state)
{
    (void)state;
    TextFace face = face_of(true);
    TextLine lines[TEXT_LINES_MAX];
    bool cut = false;
    (void)text_wrap(&face, TEXT("السعر 12.50 €"), 1, 3, lines, &cut);
    assert_int_equal(text_wrap(&face, (Text){0}, 100, 3, lines, &cut), 0);
    assert_int_equal(text_wrap(&face, TEXT("a\n\nb"), 100, 5, lines, &cut), 3);
}

static void digits_have_one_width_in_numbers(void **state)
{
    (void)state;
    TextFace face = face_of(false);
    face.number = true;
    assert_int_equal(text_shape_width(&face, TEXT("1111.11")),
                     text_shape_width(&face, TEXT("8888.88")));
}

static void equal_texts_are_one_picture(void **state)
{
    (void)state;
    TextCache *cache = text_cache_create(&fonts);
    text_cache_begin_frame(cache);
    TextSpec spec = {
        .text = TEXT("Pay"), .weight = TYPE_BOLD, .half_px = 72, .line_px = 44, .max_lines = 1};
    TextBlock first = text_cache_get(cache, &spec);
    char copy[] = "Pay";
    spec.text = text_from_string(copy);
    TextBlock second = text_cache_get(cache, &spec);
    assert_int_equal(first.slot, second.slot);
    spec.half_px = 60;
    assert_int_not_equal(text_cache_get(cache, &spec).slot, first.slot);
    MaskView mask = text_cache_mask(cache, first.slot, first.generation, false);
    int64_t ink = 0;
    for (int32_t i = 0; i < mask.width * mask.height; i++)
        ink += mask.alpha[i];
    assert_true(ink > 10000);
    text_cache_destroy(cache);
}

static void cache_stays_within_its_bytes(void **state)
{
    (void)state;
    TextCache *cache = text_cache_create(&fonts);
    for (int32_t frame = 0; frame < 60; frame++) {
        text_cache_begin_frame(cache);
        for (int32_t i = 0; i < 30; i++) {
            char text[64];
            snprintf(text, sizeof text, "Article %d of frame %d", i, frame);
            TextSpec spec = {.text = text_from_string(text),
                             .weight = TYPE_BOLD,
                             .half_px = 96,
                             .line_px = 60,
                             .max_lines = 1};
            TextBlock block = text_cache_get(cache, &spec);
            assert_non_null(text_cache_mask(cache, block.slot, block.generation, false).alpha);
        }
    }
    assert_true(text_cache_bytes(cache) <= TEXT_CACHE_BYTES + 4 * 1024 * 1024);
    text_cache_destroy(cache);
}

static void broken_text_is_drawn_and_does_no_harm(void **state)
{
    (void)state;
    TestUi test;
    test_ui_open(&test, 400, 400);
    static char many[4000];
    memset(many, 'x', sizeof many - 1);
    ui_begin(test.ui, 0, TEXT("test"));
    ui_text(test.ui, RECT(0, 0, 200, 50), (Text){"caf\xe9 \xff\xc3", 7}, (UiText){0});
    ui_text(test.ui, RECT(0, 50, 200, 50), text_from_string(many), (UiText){.max_lines = 3});
    ui_text(test.ui, RECT(0, 50, 200, 50), TEXT("\u200f\u2066\u2069"), (UiText){0});
    ui_end(test.ui);
    test_ui_close(&test);
}

static void half_a_name_keeps_its_direction(void **state)
{
    (void)state;
    TextFace face = face_of(true);
    Text text = TEXT("رفض الخادم: \u2068The price: 'Summer' is archived\u2069");
    TextLine lines[TEXT_LINES_MAX];
    bool cut = true;
    int32_t width = text_shape_width(&face, TEXT("رفض الخادم: The price: ")) + 2;
    assert_int_equal(text_wrap(&face, text, width, 3, lines, &cut), 2);
    char buffer[TEXT_LINE_BYTES_MAX];
    Text last = text_wrap_line_text(text, &lines[1], buffer);
    TextRun runs[TEXT_RUNS_MAX];
    // In one piece from the left, quotation marks included.
    assert_int_equal(text_bidi_split(last, true, runs), 1);
    assert_run(last, runs[0], "'Summer' is archived", false);
    int32_t origin = text_wrap_line_origin(&lines[1]);
    assert_int_equal(last.data[lines[1].from + origin], '\'');
    assert_int_equal(text_wrap_line_origin(&lines[0]), 0);
}

static TextSpec plain_spec(const char *words, int32_t width_px)
{
    return (TextSpec){.text = text_from_string(words),
                      .weight = TYPE_MEDIUM,
                      .half_px = 56,
                      .line_px = 38,
                      .width_px = width_px,
                      .max_lines = 4};
}

static void a_broken_word_is_told(void **state)
{
    (void)state;
    TextCache *cache = text_cache_create(&fonts);
    TextSpec spec = plain_spec("Rindfleischetikettierungsgesetz", 150);
    assert_true(text_cache_get(cache, &spec).broken);
    spec = plain_spec("red and white", 150);
    assert_false(text_cache_get(cache, &spec).broken);
    spec = plain_spec("Rindfleischetikettierungsgesetz", 150);
    spec.max_lines = 1; // it ends in an ellipsis
    assert_false(text_cache_get(cache, &spec).broken);
    text_cache_destroy(cache);
}

static void a_set_break_yields_where_a_line_is_broken_anyway(void **state)
{
    (void)state;
    TestUi test;
    test_ui_open(&test, 1080, 1920);
    ui_begin(test.ui, 0, TEXT("test"));
    UiText style = {.style = TYPE_BODY, .max_lines = 5};
    Text words = TEXT("Tap, insert or swipe\nit now");
    assert_int_equal(ui_text_measure(test.ui, 900, words, style).lines, 2); // as it is written
    float narrow = ui_text_measure(test.ui, 0, TEXT("Tap, insert or swipe"), style).width - 20;
    assert_int_equal(ui_text_measure(test.ui, narrow, words, style).lines, 2);
    ui_end(test.ui);
    test_ui_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(price_in_an_arabic_line_reads_from_the_left),
        cmocka_unit_test(isolated_amount_stays_in_one_piece),
        cmocka_unit_test(latin_in_latin_is_one_run),
        cmocka_unit_test(words_fold_at_spaces),
        cmocka_unit_test(a_number_stays_with_its_unit),
        cmocka_unit_test(what_does_not_fit_ends_in_an_ellipsis),
        cmocka_unit_test(a_number_is_shown_whole_or_not_at_all),
        cmocka_unit_test(a_dot_between_two_things_goes_at_the_end_of_a_line),
        cmocka_unit_test(long_words_break_between_letters),
        cmocka_unit_test(no_letter_stands_alone_on_a_line),
        cmocka_unit_test(a_sign_stays_with_the_word_before_it),
        cmocka_unit_test(even_lines_leave_no_word_alone),
        cmocka_unit_test(marked_letters_still_join),
        cmocka_unit_test(a_mark_is_found_whatever_its_case),
        cmocka_unit_test(nothing_fits_into_no_width_but_ends),
        cmocka_unit_test(digits_have_one_width_in_numbers),
        cmocka_unit_test(equal_texts_are_one_picture),
        cmocka_unit_test(cache_stays_within_its_bytes),
        cmocka_unit_test(broken_text_is_drawn_and_does_no_harm),
        cmocka_unit_test(half_a_name_keeps_its_direction),
        cmocka_unit_test(a_broken_word_is_told),
        cmocka_unit_test(a_set_break_yields_where_a_line_is_broken_anyway),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
