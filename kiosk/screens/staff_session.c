/* What is amiss with the lane's session, among what needs the attendant: a rescue session that has
 * to be closed too, another device in the session, a data folder of another machine, a key that
 * others may have seen. */
#include "screens/staff_parts.h"

static int32_t rescues_shown(const LaneView *lane)
{
    return lane->rescue_count < LANE_RESCUES_MAX ? lane->rescue_count : LANE_RESCUES_MAX;
}

int32_t staff_session_count(const Scene *scene)
{
    const LaneView *lane = scene->lane;
    return rescues_shown(lane) + lane->other_device + lane->is_moved + lane->key_came_openly;
}

static float moved_row(Scene *scene, Rect where, bool draw)
{
    Ui *ui = scene->ui;
    StaffRow row = {.icon = ICON_LANE,
                    .tone = TONE_BAD,
                    .title = ui_tr(ui, "This lane was on another machine"),
                    .detail = ui_tr(ui, "It opens when the shop server has answered once."),
                    .button = {.id = TEXT("lane-adopt"),
                               .label = ui_tr(ui, "Adopt"),
                               .disabled = scene->checkout->attendant.by_badge}};
    float height = staff_row(scene, where, &row, draw);
    if (row.touched_button)
        scene_open_sheet(scene, SHEET_ADOPT);
    return height;
}

static float rescue_row(Scene *scene, Rect where, int32_t index, bool draw)
{
    Ui *ui = scene->ui;
    const LaneView *lane = scene->lane;
    const LaneRescue *rescue = &lane->rescues[index];
    bool closing = lane->rescue_closing == rescue->session_id;
    Text why = closing ? ui_tr(ui, "It is being closed.")
                       : ui_tr(ui, "Orders that came after the closing are in it.");
    if (!closing && lane->rescue_words[0])
        why = text_from_string(lane->rescue_words);
    StaffRow row = {.icon = ICON_CLOCK,
                    .tone = TONE_WARNING,
                    .title = ui_tr(ui, "A rescue session has to be closed, too"),
                    .detail = UI_FILL(ui, TEXT("{session}. {why}"),
                                      {"session", text_from_string(rescue->name)}, {"why", why}),
                    .button = {.id = ui_id(ui, "rescue-close-%d", index + 1),
                               .label = ui_tr(ui, "Close it"),
                               .disabled = scene->checkout->attendant.by_badge || !lane->online ||
                                           lane->rescue_closing != 0}};
    float height = staff_row(scene, where, &row, draw);
    if (row.touched_button)
        event_out_push(scene->out,
                       (CheckoutEvent){.kind = EVENT_RESCUE_CLOSE, .value_id = rescue->session_id});
    return height;
}

static float device_row(Scene *scene, Rect where, bool draw)
{
    Ui *ui = scene->ui;
    StaffRow row = {.icon = ICON_WARNING,
                    .tone = TONE_WARNING,
                    .title = ui_tr(ui, "Another device works in this lane's session"),
                    .detail = ui_tr(ui, "No sale is lost, but the day counts both. Each lane needs "
                                        "a point of sale of its own.")};
    return staff_row(scene, where, &row, draw);
}

static float key_row(Scene *scene, Rect where, bool draw)
{
    Ui *ui = scene->ui;
    const CheckoutAttendant *attendant = &scene->checkout->attendant;
    StaffRow row = {.icon = ICON_LOCK,
                    .tone = TONE_WARNING,
                    .title = ui_tr(ui, "This lane's key came on a card or on paper"),
                    .detail = ui_tr(ui, "Whoever saw it can use it. Make a new key for this lane's "
                                        "user in Odoo, bring it as its settings, and delete the "
                                        "old one there."),
                    .button = {.id = TEXT("key-keep"),
                               .label = ui_tr(ui, "Keep it"),
                               .disabled = attendant->by_badge || !attendant->manager}};
    float height = staff_row(scene, where, &row, draw);
    if (row.touched_button)
        scene_open_sheet(scene, SHEET_KEY);
    return height;
}

float staff_session_rows(Scene *scene, Rect where, bool draw)
{
    const LaneView *lane = scene->lane;
    float y = where.y;
    if (lane->is_moved)
        y += moved_row(scene, RECT(where.x, y, where.w, 0), draw);
    for (int32_t i = 0; i < rescues_shown(lane); i++)
        y += rescue_row(scene, RECT(where.x, y, where.w, 0), i, draw);
    if (lane->other_device)
        y += device_row(scene, RECT(where.x, y, where.w, 0), draw);
    if (lane->key_came_openly)
        y += key_row(scene, RECT(where.x, y, where.w, 0), draw);
    return y - where.y;
}
