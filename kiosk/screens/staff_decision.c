/* What an attendant decides: an age, what help was called for, a payment nobody knows the end of.
 */
#include <math.h>

#include "screens/staff_parts.h"

// A date in words can't be read the wrong way round.
static Text birth_date(Scene *scene, int32_t age)
{
    static const char *const months[12] = {
        TR_LATER("{day} January {year}"),   TR_LATER("{day} February {year}"),
        TR_LATER("{day} March {year}"),     TR_LATER("{day} April {year}"),
        TR_LATER("{day} May {year}"),       TR_LATER("{day} June {year}"),
        TR_LATER("{day} July {year}"),      TR_LATER("{day} August {year}"),
        TR_LATER("{day} September {year}"), TR_LATER("{day} October {year}"),
        TR_LATER("{day} November {year}"),  TR_LATER("{day} December {year}"),
    };
    Ui *ui = scene->ui;
    LaneTime now = scene->lane->now;
    int32_t day = now.month == 2 && now.day == 29 ? 28 : now.day;
    int32_t month = now.month >= 1 && now.month <= 12 ? now.month : 1;
    return UI_FILL(ui, ui_tr(ui, months[month - 1]), {"day", ui_id(ui, "%d", day)},
                   {"year", ui_id(ui, "%d", now.year - age)});
}

static StaffDecision age_decision(Scene *scene, const OrderLine *line)
{
    Ui *ui = scene->ui;
    bool selected = line->id == scene->checkout->selected_line_id; // and named by that
    return (StaffDecision){
        .icon = ICON_AGE18,
        .title = UI_FILL(ui, ui_tr(ui, "Born on or before {date}?"),
                         {"date", birth_date(scene, line->minimum_age)}),
        .detail = selected ? ui_tr(ui, "Look at the ID in person.")
                           : UI_FILL(ui, ui_tr(ui, "{name}. Look at the ID in person."),
                                     {"name", line_name(scene, line)}),
        .no = {.id = TEXT("age-refuse"), .label = ui_tr(ui, "Refuse"), .icon = ICON_CLOSE},
        .yes = {.id = TEXT("age-approve"), .label = ui_tr(ui, "Approve age"), .icon = ICON_CHECK}};
}

Text staff_help_title(Scene *scene)
{
    Ui *ui = scene->ui;
    Text name = help_subject(scene);
    const char *pattern = "";
    switch (scene->checkout->help_reason) {
    case HELP_ASKED:
        return ui_tr(ui, "The customer asked for help");
    case HELP_NO_METHOD:
        return ui_tr(ui, "Paying here is not possible now");
    case HELP_TOO_MUCH:
        return ui_tr(ui, "This basket is too large for this lane");
    case HELP_PAYMENT_UNKNOWN:
        return ui_tr(ui, "The card reader did not answer");
    case HELP_UNKNOWN_CODE:
        pattern = TR_LATER("Unknown code: {name}");
        break;
    case HELP_NEEDS_SCALE:
        pattern = TR_LATER("Needs weighing: {name}");
        break;
    case HELP_NEEDS_CHOICE:
        pattern = TR_LATER("Needs a choice: {name}");
        break;
    case HELP_NEEDS_LOT:
        pattern = TR_LATER("Needs its number: {name}");
        break;
    case HELP_AGE:
        pattern = TR_LATER("Age check: {name}");
        break;
    case HELP_TOO_MANY:
        pattern = TR_LATER("More than allowed: {name}");
        break;
    case HELP_WEIGHT:
        pattern = TR_LATER("Weight differs: {name}");
        break;
    case HELP_EXPIRED:
        pattern = TR_LATER("Past its date: {name}");
        break;
    case HELP_LABEL:
        pattern = TR_LATER("Label needs a look: {name}");
        break;
    }
    return UI_FILL(ui, ui_tr(ui, pattern), {"name", name});
}

Text staff_waiting_words(Scene *scene)
{
    Ui *ui = scene->ui;
    if (!scene->checkout->help_open)
        return (Text){0};
    int64_t waited_ms = scene->view->now_ms - scene->checkout->help_since_ms;
    ui_wake_at(ui, scene->view->now_ms + 1000 - waited_ms % 1000);
    return UI_FILL(ui, ui_tr(ui, "waiting {time}"), {"time", duration_words(scene, waited_ms)});
}

static StaffDecision help_decision(Scene *scene)
{
    Ui *ui = scene->ui;
    return (StaffDecision){
        .icon = ICON_HELP,
        .title = staff_help_title(scene),
        .detail = staff_waiting_words(scene),
        .yes = {.id = TEXT("help-solved"), .label = ui_tr(ui, "Solved"), .icon = ICON_CHECK}};
}

// An age check is decided as one; its call is no second case.
static bool help_is_open(const Scene *scene)
{
    const Checkout *checkout = scene->checkout;
    return checkout->help_open &&
           !(checkout->help_reason == HELP_AGE && checkout_age_case(checkout));
}

int32_t staff_sale_cases(const Scene *scene)
{
    bool age = scene->checkout->sale_open && checkout_age_case(scene->checkout);
    return help_is_open(scene) + age;
}

bool staff_sale_case(Scene *scene, StaffSaleCase *out)
{
    const OrderLine *age = scene->checkout->sale_open ? checkout_age_case(scene->checkout) : NULL;
    bool is_help = help_is_open(scene);
    if (!is_help && !age)
        return false;
    *out = (StaffSaleCase){.is_help = is_help,
                           .decision = is_help ? help_decision(scene) : age_decision(scene, age)};
    return true;
}

StaffDecision staff_payment_decision(Scene *scene)
{
    Ui *ui = scene->ui;
    bool by_badge = scene->checkout->attendant.by_badge;
    Text amount = ui_money(ui, checkout_amount_due(scene->checkout).minor);
    return (StaffDecision){
        .icon = ICON_CARD,
        .title = UI_FILL(ui, ui_tr(ui, "Was the card charged {amount}?"), {"amount", amount}),
        .detail =
            by_badge
                ? ui_tr(ui, "Look at the card reader. To decide, sign in with your PIN.")
                : ui_tr(ui, "The reader did not answer. Look at its last payment, then decide."),
        .no = {.id = TEXT("payment-not-charged"),
               .label = ui_tr(ui, "Not charged"),
               .disabled = by_badge},
        .yes = {.id = TEXT("payment-charged"),
                .label = ui_tr(ui, "It was charged"),
                .icon = ICON_CHECK,
                .disabled = by_badge}};
}

// The two buttons side by side, or the main one over the other where they don't fit.
static void buttons(Scene *scene, Rect room, float height, bool stacked, StaffDecision *decision)
{
    Ui *ui = scene->ui;
    Rect yes = RECT(room.x, room.y, room.w, height), no = yes;
    if (stacked) {
        no.y += height + 16;
    } else if (decision->no.label.size > 0) {
        float no_width = staff_button_least(scene, &decision->no);
        float yes_width = staff_button_least(scene, &decision->yes);
        float most = room.w - 16;
        if (no_width + yes_width > most) { // their words become a little smaller
            no_width *= most / (no_width + yes_width);
            yes_width = most - no_width;
        }
        float share = fmaxf(no_width, (room.w - 16) / 2.6f);
        if (room.w - 16 - share < yes_width)
            share = room.w - 16 - yes_width;
        no.w = share;
        yes.x += share + 16;
        yes.w -= share + 16;
    }
    if (decision->no.label.size > 0)
        decision->touched_no = ui_button(ui, no, &decision->no);
    decision->touched_yes = ui_button(ui, yes, &decision->yes);
}

float staff_decision(Scene *scene, Rect where, StaffDecision *decision, bool draw)
{
    Ui *ui = scene->ui;
    const float pad = 24, icon = where.w < (ui_is_text_big(ui) ? 640 : 400) ? 0 : 72,
                aside = icon > 0 ? icon + 24 : 0;
    float width = where.w - 2 * pad - aside, button = frame_button_height(scene, 96);
    decision->yes.kind = BUTTON_PRIMARY;
    UiText title = {
        .style = TYPE_AMOUNT, .weight = TYPE_SEMIBOLD, .colour = COLOUR_ON_WARNING_SOFT};
    title.max_lines = 5;
    UiText detail = {.style = TYPE_CAPTION, .colour = COLOUR_ON_WARNING_SOFT, .max_lines = 6};
    float title_height = scene_text_height(scene, width, decision->title, title);
    float words = title_height;
    if (decision->detail.size > 0)
        words += 4 + scene_text_height(scene, width, decision->detail, detail);
    float room = where.w - 2 * pad;
    bool two = decision->no.label.size > 0;
    float needed =
        staff_button_least(scene, &decision->no) + staff_button_least(scene, &decision->yes) + 16;
    if (two && needed > room) {
        decision->no.icon = ICON_NONE;
        needed = staff_button_least(scene, &decision->no) +
                 staff_button_least(scene, &decision->yes) + 16;
    }
    // Letters a little smaller rather than a second row in a dock without room for it.
    if (two && needed > room && ui_layout(ui)->kind == LAYOUT_LANDSCAPE)
        decision->yes.icon = ICON_NONE;
    needed =
        staff_button_least(scene, &decision->no) + staff_button_least(scene, &decision->yes) + 16;
    if (ui_layout(ui)->kind == LAYOUT_LANDSCAPE)
        needed *= 0.9f;
    bool stacked = two && needed > room;
    float body = fmaxf(icon, words);
    float height = 20 + body + 20 + button + (stacked ? 16 + button : 0) + 20;
    if (!draw)
        return height;
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
    ui_box(ui, RECT(where.x, where.y, where.w, height),
           (UiBox){.fill = COLOUR_WARNING_SOFT,
                   .radius = RADIUS_L,
                   .border = contrast ? COLOUR_WARNING : COLOUR_NONE});
    float x = where.x + pad, y = where.y + 20;
    if (icon > 0)
        ui_icon(ui, RECT(x, y + (body - icon) / 2, icon, icon), decision->icon,
                COLOUR_ON_WARNING_SOFT);
    float text_y = y + (body - words) / 2;
    scene_paragraph(scene, RECT(x + aside, text_y, width, 0), decision->title, title, true);
    if (decision->detail.size > 0)
        scene_paragraph(scene, RECT(x + aside, text_y + title_height + 4, width, 0),
                        decision->detail, detail, true);
    buttons(scene, RECT(x, y + body + 20, room, 0), button, stacked, decision);
    return height;
}
