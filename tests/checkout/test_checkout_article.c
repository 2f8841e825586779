/* The article screen: choosing, how many, adding; the bag of the basket; the limit of pieces. */
#include <string.h>

#include "checkout/checkout_fixture.h"

static int32_t article_with(const Lane *lane, const char *code)
{
    int32_t article = catalogue_article_by_barcode(&lane->catalogue, text_from_string(code), NULL);
    assert_int_not_equal(article, CATALOGUE_NONE);
    return article;
}

static void touch(Lane *lane, const char *code)
{
    lane_event(lane,
               (CheckoutEvent){.kind = EVENT_ADD_ARTICLE, .article = article_with(lane, code)});
}

static void hold(Lane *lane, const char *code)
{
    lane_event(lane,
               (CheckoutEvent){.kind = EVENT_OPEN_ARTICLE, .article = article_with(lane, code)});
}

static void choose(Lane *lane, int32_t value_id)
{
    lane_event(lane, (CheckoutEvent){.kind = EVENT_CHOOSE_VALUE, .value_id = value_id});
}

static void set_pieces(Lane *lane, int32_t pieces)
{
    lane_event(lane, (CheckoutEvent){.kind = EVENT_PIECES, .pieces = pieces});
}

static const OrderLine *line_at(const Lane *lane, int32_t position)
{
    assert_true(position < lane->checkout.order.line_count);
    return &lane->checkout.order.lines[position];
}

static const CatAttribute *missing_value(const Lane *lane)
{
    const CheckoutSubject *subject = &lane->checkout.subject;
    return checkout_choice_missing(&lane->catalogue, subject->article, &subject->chosen);
}

static void an_article_with_choices_asks_for_them(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, COFFEE_CODE);
    assert_int_equal(lane->checkout.screen, SCREEN_ARTICLE);
    assert_int_equal(lane->checkout.order.line_count, 0);
    assert_int_equal(lane->checkout.subject.chosen.count, 0); // nothing is chosen for the customer
    assert_non_null(missing_value(lane));
    lane_do(lane, EVENT_ADD_CHOSEN);
    assert_int_equal(lane->checkout.screen, SCREEN_ARTICLE);
    assert_int_equal(lane->checkout.order.line_count, 0);
    choose(lane, SIZE_LARGE);
    assert_null(missing_value(lane));
    lane_do(lane, EVENT_ADD_CHOSEN);
    assert_int_equal(lane->checkout.screen, SCREEN_BASKET);
    assert_string_equal(line_at(lane, 0)->name, "Coffee (500 g)");
    assert_int_equal(lane->checkout.order.total.minor, 1250);
    assert_non_null(lane_effect(lane, EFFECT_SAVE_BASKET));
}

static void one_value_replaces_another_and_extras_add_up(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, COFFEE_CODE);
    choose(lane, WRAP_BOW);
    choose(lane, SIZE_LARGE);
    choose(lane, SIZE_SMALL);
    choose(lane, WRAP_PAPER);
    const CheckoutSubject *subject = &lane->checkout.subject;
    assert_int_equal(subject->chosen.count, 3);
    assert_int_equal(subject->chosen.values[0], SIZE_SMALL); // in the order of the attributes
    assert_int_equal(subject->chosen.values[1], WRAP_PAPER);
    assert_int_equal(subject->chosen.values[2], WRAP_BOW);
    choose(lane, WRAP_BOW); // touched again: taken back
    choose(lane, SIZE_SMALL);
    assert_int_equal(subject->chosen.count, 2);
    lane_do(lane, EVENT_ADD_CHOSEN);
    assert_string_equal(line_at(lane, 0)->name, "Coffee (250 g, Paper)");
    assert_int_equal(lane->checkout.order.total.minor, 740);
}

static void a_value_that_is_typed_or_of_another_article_is_not_taken(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, COFFEE_CODE);
    choose(lane, SIZE_TYPED);
    choose(lane, MUG_BLUE);
    choose(lane, 99999);
    assert_int_equal(lane->checkout.subject.chosen.count, 0);
}

static void equal_choices_are_one_line_and_others_another(void **state)
{
    Lane *lane = *state;
    static const int32_t sizes[] = {SIZE_SMALL, SIZE_LARGE, SIZE_SMALL};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        lane_scan(lane, COFFEE_CODE);
        choose(lane, sizes[i]);
        lane_do(lane, EVENT_ADD_CHOSEN);
    }
    assert_int_equal(lane->checkout.order.line_count, 2);
    assert_int_equal(line_at(lane, 0)->quantity.milli, 2000);
    assert_int_equal(line_at(lane, 0)->choices[0], SIZE_SMALL);
    assert_int_equal(lane->checkout.just_added_line_id, line_at(lane, 0)->id);
}

static void a_single_value_needs_no_question(void **state)
{
    Lane *lane = *state;
    lane_do(lane, EVENT_START);
    touch(lane, MUG_CODE);
    assert_int_equal(lane->checkout.screen, SCREEN_BROWSE);
    assert_string_equal(line_at(lane, 0)->name, "Mug (Blue)");
    assert_int_equal(line_at(lane, 0)->choices[0], MUG_BLUE);
    assert_int_equal(lane->checkout.order.total.minor, 700);
}

static void a_text_that_must_be_typed_needs_a_colleague(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, CARD_CODE);
    assert_int_equal(lane->checkout.screen, SCREEN_HELP);
    assert_int_equal(lane->checkout.help_reason, HELP_NEEDS_CHOICE);
    assert_int_equal(lane->checkout.order.line_count, 0);
}

static void a_touched_tile_with_an_age_rule_is_looked_at_first(void **state)
{
    Lane *lane = *state;
    lane_do(lane, EVENT_START);
    touch(lane, WINE_CODE);
    assert_int_equal(lane->checkout.screen, SCREEN_ARTICLE);
    assert_int_equal(lane->checkout.subject.article, article_with(lane, WINE_CODE));
    assert_int_equal(lane->checkout.order.line_count, 0);
    set_pieces(lane, 2);
    lane_do(lane, EVENT_ADD_CHOSEN);
    assert_int_equal(lane->checkout.screen, SCREEN_BROWSE);
    assert_int_equal(line_at(lane, 0)->quantity.milli, 2000);
    assert_int_equal(line_at(lane, 0)->minimum_age, 18);
    lane_scan(lane, WINE_CODE); // a scan is quicker than any screen
    assert_int_equal(lane->checkout.screen, SCREEN_BROWSE);
    assert_int_equal(line_at(lane, 0)->quantity.milli, 3000);
}

static void a_held_tile_shows_any_article(void **state)
{
    Lane *lane = *state;
    lane_do(lane, EVENT_START);
    hold(lane, MILK_CODE);
    assert_int_equal(lane->checkout.screen, SCREEN_ARTICLE);
    assert_false(lane->checkout.sale_open); // looking is not buying
    set_pieces(lane, 3);
    lane_do(lane, EVENT_ADD_CHOSEN);
    assert_int_equal(lane->checkout.screen, SCREEN_BROWSE);
    assert_int_equal(line_at(lane, 0)->quantity.milli, 3000);
    hold(lane, CARD_CODE); // can be looked at, not added
    assert_int_equal(lane->checkout.screen, SCREEN_ARTICLE);
    lane_do(lane, EVENT_ADD_CHOSEN);
    assert_int_equal(lane->checkout.help_reason, HELP_NEEDS_CHOICE);
    assert_int_equal(lane->checkout.screen, SCREEN_HELP);
}

static void a_weighed_article_goes_on_to_the_scale(void **state)
{
    Lane *lane = *state;
    lane_do(lane, EVENT_START);
    hold(lane, SCALE_CODE);
    lane_do(lane, EVENT_ADD_CHOSEN); // this lane has none
    assert_int_equal(lane->checkout.help_reason, HELP_NEEDS_SCALE);
    lane_do(lane, EVENT_KEEP_ADDING);
    assert_int_equal(lane->checkout.screen, SCREEN_ARTICLE);
    lane_event(lane, (CheckoutEvent){.kind = EVENT_SCALE, .scale = SCALE_EMPTY});
    lane_do(lane, EVENT_ADD_CHOSEN);
    assert_int_equal(lane->checkout.screen, SCREEN_WEIGH);
    lane_do(lane, EVENT_BACK);
    assert_int_equal(lane->checkout.screen, SCREEN_BROWSE);
}

static void back_leads_to_where_one_came_from(void **state)
{
    static const CheckoutEventKind places[] = {EVENT_SHOW_SEARCH, EVENT_SHOW_BASKET,
                                               EVENT_SHOW_BROWSE};
    static const CheckoutScreen screens[] = {SCREEN_SEARCH, SCREEN_BASKET, SCREEN_BROWSE};
    Lane *lane = *state;
    lane_do(lane, EVENT_START);
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        lane_do(lane, places[i]);
        hold(lane, MILK_CODE);
        lane_do(lane, EVENT_BACK);
        assert_int_equal(lane->checkout.screen, screens[i]);
    }
    assert_int_equal(lane->checkout.order.line_count, 0);
}

static void help_and_the_idle_warning_lead_back_to_the_choice(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, MILK_CODE);
    touch(lane, COFFEE_CODE);
    choose(lane, SIZE_LARGE);
    lane_do(lane, EVENT_HELP);
    lane_do(lane, EVENT_KEEP_ADDING);
    assert_int_equal(lane->checkout.screen, SCREEN_ARTICLE);
    lane_pass(lane, 45000);
    assert_int_equal(lane->checkout.screen, SCREEN_IDLE);
    lane_do(lane, EVENT_STILL_HERE);
    assert_int_equal(lane->checkout.screen, SCREEN_ARTICLE);
    assert_true(checkout_value_chosen(&lane->checkout.subject.chosen, SIZE_LARGE));
}

static void a_scan_adds_what_is_scanned(void **state)
{
    Lane *lane = *state;
    lane_do(lane, EVENT_START);
    hold(lane, WINE_CODE);
    lane_scan(lane, MILK_CODE);
    assert_int_equal(lane->checkout.screen, SCREEN_BROWSE);
    assert_string_equal(line_at(lane, 0)->name, "Milk");
    assert_int_equal(lane->checkout.order.line_count, 1);
    hold(lane, WINE_CODE);
    lane_scan(lane, COFFEE_CODE); // its own choice instead
    assert_int_equal(lane->checkout.screen, SCREEN_ARTICLE);
    assert_int_equal(lane->checkout.subject.article, article_with(lane, COFFEE_CODE));
}

static void pieces_stay_within_the_limit(void **state)
{
    Lane *lane = *state;
    lane->settings.quantity_max = 5;
    lane_do(lane, EVENT_START);
    hold(lane, MILK_CODE);
    set_pieces(lane, 0);
    assert_int_equal(lane->checkout.subject.pieces, 1);
    set_pieces(lane, 1000);
    assert_int_equal(lane->checkout.subject.pieces, 5);
    lane->settings.quantity_max = 0;
    set_pieces(lane, 1000);
    assert_int_equal(lane->checkout.subject.pieces, checkout_pieces_max(&lane->settings));
}

static void more_pieces_than_the_limit_need_a_colleague(void **state)
{
    Lane *lane = *state;
    lane->settings.quantity_max = 2;
    lane_scan(lane, MILK_CODE);
    lane_scan(lane, MILK_CODE);
    assert_int_equal(lane->checkout.screen, SCREEN_BASKET);
    lane_scan(lane, MILK_CODE);
    assert_int_equal(lane->checkout.screen, SCREEN_HELP);
    assert_int_equal(lane->checkout.help_reason, HELP_TOO_MANY);
    assert_string_equal(lane->checkout.help_code, "Milk");
    lane_do(lane, EVENT_KEEP_ADDING);
    assert_int_equal(lane->checkout.screen, SCREEN_BASKET);
    lane_event(lane, (CheckoutEvent){.kind = EVENT_LINE_PLUS, .line_id = line_at(lane, 0)->id});
    assert_int_equal(lane->checkout.help_reason, HELP_TOO_MANY);
    assert_int_equal(line_at(lane, 0)->quantity.milli, 2000);
    lane_do(lane, EVENT_KEEP_ADDING);
    lane_event(lane, (CheckoutEvent){.kind = EVENT_LINE_MINUS, .line_id = line_at(lane, 0)->id});
    assert_int_equal(line_at(lane, 0)->quantity.milli, 1000); // less is always possible
}

static void the_limit_counts_every_choice_of_an_article(void **state)
{
    Lane *lane = *state;
    lane->settings.quantity_max = 2;
    static const int32_t sizes[] = {SIZE_SMALL, SIZE_LARGE, SIZE_SMALL};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        lane_scan(lane, COFFEE_CODE);
        choose(lane, sizes[i]);
        lane_do(lane, EVENT_ADD_CHOSEN);
    }
    assert_int_equal(lane->checkout.help_reason, HELP_TOO_MANY);
    assert_int_equal(lane->checkout.order.line_count, 2);
    lane_do(lane, EVENT_KEEP_ADDING); // the choice is still there, to be made smaller
    assert_int_equal(lane->checkout.screen, SCREEN_ARTICLE);
}

static void a_bag_is_offered_until_there_is_one(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, MILK_CODE);
    lane_do(lane, EVENT_ADD_BAG); // none is configured
    assert_int_equal(lane->checkout.order.line_count, 1);
    strcpy(lane->settings.bag_barcode, BAG_CODE);
    assert_int_equal(checkout_bag_offer(&lane->checkout, &lane->settings, &lane->catalogue),
                     article_with(lane, BAG_CODE));
    lane_do(lane, EVENT_ADD_BAG);
    lane_do(lane, EVENT_ADD_BAG); // a second touch of the same picture
    assert_int_equal(lane->checkout.screen, SCREEN_BASKET);
    assert_int_equal(lane->checkout.order.line_count, 2);
    assert_int_equal(line_at(lane, 1)->quantity.milli, 1000);
    assert_int_equal(checkout_bag_offer(&lane->checkout, &lane->settings, &lane->catalogue),
                     CATALOGUE_NONE);
    strcpy(lane->settings.bag_barcode, "404");
    assert_int_equal(checkout_bag_offer(&lane->checkout, &lane->settings, &lane->catalogue),
                     CATALOGUE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LANE_TEST(an_article_with_choices_asks_for_them),
        LANE_TEST(one_value_replaces_another_and_extras_add_up),
        LANE_TEST(a_value_that_is_typed_or_of_another_article_is_not_taken),
        LANE_TEST(equal_choices_are_one_line_and_others_another),
        LANE_TEST(a_single_value_needs_no_question),
        LANE_TEST(a_text_that_must_be_typed_needs_a_colleague),
        LANE_TEST(a_touched_tile_with_an_age_rule_is_looked_at_first),
        LANE_TEST(a_held_tile_shows_any_article),
        LANE_TEST(a_weighed_article_goes_on_to_the_scale),
        LANE_TEST(back_leads_to_where_one_came_from),
        LANE_TEST(help_and_the_idle_warning_lead_back_to_the_choice),
        LANE_TEST(a_scan_adds_what_is_scanned),
        LANE_TEST(pieces_stay_within_the_limit),
        LANE_TEST(more_pieces_than_the_limit_need_a_colleague),
        LANE_TEST(the_limit_counts_every_choice_of_an_article),
        LANE_TEST(a_bag_is_offered_until_there_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
