/* The cards of the USB stick: which sticks are there, what can be saved on the chosen one, which
 * exports are on it, what one would do, what is being done and how it ended. */
#include <string.h>

#include "screens/staff_parts.h"

static const StickStatus *status_of(const Scene *scene)
{
    return &scene->lane->stick;
}

static const CheckoutStick *chosen_of(const Scene *scene)
{
    return &scene->checkout->stick;
}

bool staff_stick_gone(const Scene *scene)
{
    const StickStatus *status = status_of(scene);
    const char *name = chosen_of(scene)->name;
    bool needed = status->task == STICK_IDLE || status->task == STICK_READ;
    if (!name[0] || !status->looked || !needed)
        return false;
    for (int32_t i = 0; i < status->stick_count; i++)
        if (strcmp(status->sticks[i].name, name) == 0)
            return false;
    return true;
}

static Text size_words(Scene *scene, uint64_t bytes)
{
    Ui *ui = scene->ui;
    const uint64_t kilo = 1000, mega = kilo * kilo, giga = mega * kilo;
    if (bytes >= 10 * giga)
        return UI_FILL(ui, ui_tr(ui, "{count} GB"),
                       {"count", ui_integer(ui, (int64_t)(bytes / giga))});
    if (bytes >= mega)
        return UI_FILL(ui, ui_tr(ui, "{count} MB"),
                       {"count", ui_integer(ui, (int64_t)(bytes / mega))});
    return UI_FILL(ui, ui_tr(ui, "{count} kB"),
                   {"count", ui_integer(ui, (int64_t)((bytes + kilo - 1) / kilo))});
}

// With large text a file's name takes several lines: they end behind its hyphens.
static Text file_words(Scene *scene, const char *name)
{
    static const char gap[] = "\xe2\x80\x8b"; // a space without width
    char words[2 * STICK_FILE_SIZE];
    size_t used = 0;
    if (!ui_is_text_big(scene->ui))
        return text_from_string(name);
    for (const char *c = name; *c && used + sizeof gap < sizeof words; c++) {
        if (*c == '.')
            used = (size_t)(stpcpy(words + used, gap) - words);
        words[used++] = *c;
        if (*c == '-' || *c == '_')
            used = (size_t)(stpcpy(words + used, gap) - words);
    }
    words[used] = 0;
    return ui_id(scene->ui, "%s", words);
}

static float add_row(Scene *scene, Rect inner, float y, StaffRow *row, bool draw)
{
    return staff_row(scene, RECT(inner.x, y, inner.w, 0), row, draw);
}

// ---- Which sticks are there

static float stick_row(Scene *scene, Rect inner, float y, int32_t index, bool draw)
{
    Ui *ui = scene->ui;
    const Stick *stick = &status_of(scene)->sticks[index];
    Text name = text_from_string(stick->name);
    StaffRow row = {.icon = ICON_STICK,
                    .tone = TONE_NEUTRAL,
                    .title = name,
                    .detail = stick->read_only
                                  ? ui_tr(ui, "Read-only: nothing can be saved on it")
                                  : UI_FILL(ui, ui_tr(ui, "{size} free"),
                                            {"size", size_words(scene, stick->free_bytes)}),
                    .button = {.id = ui_id(ui, "stick-%d", index + 1),
                               .label = UI_FILL(ui, TEXT("{choose} {name}"),
                                                {"choose", ui_tr(ui, "Choose")}, {"name", name}),
                               .text = ui_tr(ui, "Choose")}};
    float height = add_row(scene, inner, y, &row, draw);
    if (row.touched_button)
        scene_emit_text(scene, EVENT_STICK_CHOOSE, name);
    return height;
}

float staff_stick_sticks(Scene *scene, Rect inner, bool draw)
{
    Ui *ui = scene->ui;
    const StickStatus *status = status_of(scene);
    Text title = status->looked && status->stick_count == 0 ? ui_tr(ui, "Plug a USB stick in")
                                                            : ui_tr(ui, "Choose a stick");
    float y = inner.y + staff_head(scene, inner, title,
                                   ui_tr(ui, "A stick that is plugged in appears here by itself."),
                                   0, draw);
    if (staff_stick_gone(scene)) {
        StaffRow row = {.icon = ICON_WARNING,
                        .tone = TONE_BAD,
                        .title = UI_FILL(ui, ui_tr(ui, "{name} was pulled out"),
                                         {"name", text_from_string(chosen_of(scene)->name)})};
        y += add_row(scene, inner, y, &row, draw);
    }
    for (int32_t i = 0; i < status->stick_count; i++)
        y += stick_row(scene, inner, y, i, draw);
    return y - inner.y;
}

// ---- What can be done with the chosen one

static const Stick *chosen_stick(const Scene *scene)
{
    const StickStatus *status = status_of(scene);
    for (int32_t i = 0; i < status->stick_count; i++)
        if (strcmp(status->sticks[i].name, chosen_of(scene)->name) == 0)
            return &status->sticks[i];
    return NULL;
}

static float save_row(Scene *scene, Rect inner, float y, StickContent content, bool draw)
{
    Ui *ui = scene->ui;
    const Stick *stick = chosen_stick(scene);
    const struct {
        UiIcon icon;
        Text title, detail;
        const char *id;
    } rows[STICK_CONTENT_COUNT] = {
        [STICK_UNCONFIRMED] = {ICON_SYNC, ui_tr(ui, "What is not confirmed"),
                               ui_tr(ui, "Orders that the shop server doesn't have yet, and what "
                                         "is not paid"),
                               "stick-save-open"},
        [STICK_TODAY] = {ICON_CLOCK, ui_tr(ui, "Today"),
                         ui_tr(ui, "Orders that were paid today, and what is not paid"),
                         "stick-save-today"},
        [STICK_ALL] = {ICON_LIST, ui_tr(ui, "Everything"),
                       ui_tr(ui, "All orders that this lane keeps"), "stick-save-all"},
    };
    StaffRow row = {
        .icon = rows[content].icon,
        .tone = TONE_NEUTRAL,
        .title = rows[content].title,
        .detail = rows[content].detail,
        .button = {.id = text_from_string(rows[content].id),
                   .label = UI_FILL(ui, TEXT("{save} {what}"), {"save", ui_tr(ui, "Save")},
                                    {"what", rows[content].title}),
                   .text = ui_tr(ui, "Save"),
                   .disabled = !stick || stick->read_only}};
    float height = add_row(scene, inner, y, &row, draw);
    if (row.touched_button)
        event_out_push(scene->out,
                       (CheckoutEvent){.kind = EVENT_STICK_SAVE, .value_id = (int32_t)content});
    return height;
}

float staff_stick_save(Scene *scene, Rect inner, bool draw)
{
    Ui *ui = scene->ui;
    const Stick *stick = chosen_stick(scene);
    Text detail = stick && stick->read_only
                      ? ui_tr(ui, "Read-only: nothing can be saved on it")
                      : ui_tr(ui, "They hold what customers bought. Nothing on the stick is "
                                  "written over.");
    float y =
        inner.y + staff_head(scene, inner, ui_tr(ui, "Save orders on the stick"), detail, 0, draw);
    for (int32_t i = 0; i < STICK_CONTENT_COUNT; i++)
        y += save_row(scene, inner, y, (StickContent)i, draw);
    return y - inner.y;
}

float staff_stick_import(Scene *scene, Rect inner, bool draw)
{
    Ui *ui = scene->ui;
    int32_t count = status_of(scene)->file_count;
    StaffRow row = {
        .icon = ICON_RECEIPT,
        .tone = TONE_NEUTRAL,
        .title = count > 0 ? UI_FILL(ui,
                                     ui_tr_plural(ui, "{count} file with orders",
                                                  "{count} files with orders", count),
                                     {"count", ui_integer(ui, count)})
                           : ui_tr(ui, "No file with orders is on the stick"),
        .button = {.id = TEXT("stick-files"), .label = ui_tr(ui, "Show"), .disabled = count == 0}};
    float y = inner.y +
              staff_head(scene, inner, ui_tr(ui, "Take orders of another lane up"),
                         ui_tr(ui, "Each is taken once. First it is shown what a file would do."),
                         0, draw);
    y += add_row(scene, inner, y, &row, draw);
    if (row.touched_button)
        scene_emit(scene, EVENT_STICK_FILES);
    return y - inner.y;
}

// ---- Exports on it

float staff_stick_files(Scene *scene, Rect inner, bool draw)
{
    Ui *ui = scene->ui;
    const StickStatus *status = status_of(scene);
    Text title = status->looked && status->file_count == 0
                     ? ui_tr(ui, "No file with orders is on the stick")
                     : ui_tr(ui, "Choose a file");
    float y = inner.y + staff_head(scene, inner, title, ui_tr(ui, "The newest comes first"),
                                   status->file_count, draw);
    int32_t shown = status->file_count < STICK_FILES_MAX ? status->file_count : STICK_FILES_MAX;
    for (int32_t i = 0; i < shown; i++) {
        const StickFile *file = &status->files[i];
        Text name = text_from_string(file->name);
        StaffRow row = {.icon = ICON_RECEIPT,
                        .tone = TONE_NEUTRAL,
                        .title = file_words(scene, file->name),
                        .detail = size_words(scene, file->size_bytes),
                        .button = {.id = ui_id(ui, "stick-file-%d", i + 1),
                                   .label = UI_FILL(ui, TEXT("{look} {name}"),
                                                    {"look", ui_tr(ui, "Look")}, {"name", name}),
                                   .text = ui_tr(ui, "Look")}};
        y += add_row(scene, inner, y, &row, draw);
        if (row.touched_button)
            scene_emit_text(scene, EVENT_STICK_FILE, name);
    }
    y += staff_more(scene, RECT(inner.x, y, inner.w, 0), status->file_count - shown, draw);
    return y - inner.y;
}

// ---- What an export would do, or did

static Text counted(Scene *scene, Text words, int32_t count)
{
    return UI_FILL(scene->ui, words, {"count", ui_integer(scene->ui, count)});
}

static int32_t sum_rows(Scene *scene, const StickSum *sum, bool done, StaffRow *rows)
{
    Ui *ui = scene->ui;
    int32_t count = 0;
    rows[count++] = (StaffRow){
        .icon = done ? ICON_CHECK : ICON_RECEIPT,
        .tone = TONE_NEUTRAL,
        .title = done ? counted(scene,
                                ui_tr_plural(ui, "{count} order was taken up",
                                             "{count} orders were taken up", sum->taken),
                                sum->taken)
                      : counted(scene,
                                ui_tr_plural(ui, "{count} order would be taken up",
                                             "{count} orders would be taken up", sum->taken),
                                sum->taken),
        .detail = sum->taken > 0
                      ? ui_tr(ui, "The lane sends them, after a look whether the server has them.")
                      : (Text){0}};
    if (sum->kept > 0)
        rows[count++] = (StaffRow){
            .icon = ICON_LIST,
            .tone = TONE_NEUTRAL,
            .title = counted(scene,
                             ui_tr_plural(ui, "{count} had ended already",
                                          "{count} had ended already", sum->kept),
                             sum->kept),
            .detail = ui_tr(ui, "The server has them, or an attendant settled them: only noted.")};
    if (sum->known > 0)
        rows[count++] =
            (StaffRow){.icon = ICON_INFO,
                       .tone = TONE_NEUTRAL,
                       .title = counted(scene,
                                        ui_tr_plural(ui, "{count} is known here",
                                                     "{count} are known here", sum->known),
                                        sum->known)};
    if (sum->unpaid > 0)
        rows[count++] = (StaffRow){
            .icon = ICON_BASKET,
            .tone = TONE_NEUTRAL,
            .title = counted(
                scene, ui_tr_plural(ui, "{count} is not paid", "{count} are not paid", sum->unpaid),
                sum->unpaid),
            .detail = ui_tr(ui, "Never taken up: the customer would be charged again.")};
    if (sum->refused > 0)
        rows[count++] =
            (StaffRow){.icon = ICON_WARNING,
                       .tone = TONE_BAD,
                       .title = counted(scene,
                                        ui_tr_plural(ui, "{count} can't be taken up",
                                                     "{count} can't be taken up", sum->refused),
                                        sum->refused)};
    return count;
}

float staff_stick_sum(Scene *scene, Rect inner, bool draw)
{
    Ui *ui = scene->ui;
    const StickStatus *status = status_of(scene);
    const StickSum *sum = &status->sum;
    bool done = status->task == STICK_TAKEN;
    StaffRow rows[5];
    int32_t count = sum_rows(scene, sum, done, rows);
    Text title = done ? ui_tr(ui, "Done. You can take the stick out.")
                      : ui_tr(ui, "What this file would do");
    float y = inner.y +
              staff_head(scene, inner, title, file_words(scene, chosen_of(scene)->file), 0, draw);
    for (int32_t i = 0; i < count; i++)
        y += add_row(scene, inner, y, &rows[i], draw);
    int32_t told = sum->refused < STICK_REFUSALS_MAX ? sum->refused : STICK_REFUSALS_MAX;
    for (int32_t i = 0; i < told; i++)
        y += 8 + scene_paragraph(scene, RECT(inner.x + 92, y + 8, inner.w - 92, 0),
                                 text_from_string(sum->refusals[i]),
                                 (UiText){.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2}, draw);
    y += staff_more(scene, RECT(inner.x + 92, y, inner.w - 92, 0), sum->refused - told, draw);
    return y - inner.y;
}

// ---- What is being done, and how it ended

static StaffRow trouble_row(Scene *scene, const StickStatus *status)
{
    Ui *ui = scene->ui;
    StaffRow row = {.icon = ICON_WARNING, .tone = TONE_BAD};
    Text words = text_from_string(status->words);
    switch (status->trouble) {
    case STICK_WELL:
        break;
    case STICK_GONE:
        row.title = ui_tr(ui, "The stick was pulled out");
        row.detail = ui_tr(ui, "Plug it in again and begin anew.");
        break;
    case STICK_FULL:
        row.title = ui_tr(ui, "The stick is full");
        row.detail = ui_tr(ui, "Nothing was saved. Make room on it, or take another one.");
        break;
    case STICK_READ_ONLY:
        row.title = ui_tr(ui, "The stick is read-only");
        row.detail = ui_tr(ui, "Nothing was saved. Unlock it, or take another one.");
        break;
    case STICK_BROKEN:
        row.title = ui_tr(ui, "The stick can't be used");
        row.detail = words;
        break;
    case STICK_NO_EXPORT:
        row.title = ui_tr(ui, "This file can't be read");
        row.detail = words;
        break;
    case STICK_LANE:
        row.title = ui_tr(ui, "It failed on this lane's own disk");
        row.detail = words;
        break;
    }
    return row;
}

static StaffRow saved_row(Scene *scene, const StickStatus *status)
{
    Ui *ui = scene->ui;
    Text orders =
        counted(scene, ui_tr_plural(ui, "{count} paid order", "{count} paid orders", status->paid),
                status->paid);
    Text unpaid = counted(
        scene, ui_tr_plural(ui, "{count} is not paid", "{count} are not paid", status->unpaid),
        status->unpaid);
    return (StaffRow){.icon = ICON_CHECK,
                      .tone = TONE_NEUTRAL,
                      .title = file_words(scene, status->saved),
                      .detail = status->unpaid > 0 ? UI_FILL(ui, TEXT("{paid} · {unpaid}"),
                                                             {"paid", orders}, {"unpaid", unpaid})
                                                   : orders};
}

static Text task_title(Scene *scene, const StickStatus *status)
{
    Ui *ui = scene->ui;
    switch (status->task) {
    case STICK_SAVING:
        return ui_tr(ui, "Orders are being saved");
    case STICK_SAVED:
        return ui_tr(ui, "Saved. You can take the stick out.");
    case STICK_READING:
        return ui_tr(ui, "The file is being read");
    case STICK_TAKING:
        return ui_tr(ui, "Orders are being taken up");
    case STICK_FAILED:
        return ui_tr(ui, "It did not work");
    case STICK_IDLE:
    case STICK_READ:
    case STICK_TAKEN:
        break;
    }
    return (Text){0};
}

static StaffRow busy_row(Scene *scene, const StickStatus *status)
{
    Ui *ui = scene->ui;
    StaffRow row = {
        .icon = ICON_SYNC, .tone = TONE_WARNING, .title = ui_tr(ui, "Leave the stick plugged in")};
    if (status->task == STICK_TAKING && status->total > 0)
        row.detail = UI_FILL(ui, ui_tr(ui, "{done} of {total} orders"),
                             {"done", ui_integer(ui, status->done)},
                             {"total", ui_integer(ui, status->total)});
    return row;
}

float staff_stick_task(Scene *scene, Rect inner, bool draw)
{
    const StickStatus *status = status_of(scene);
    StaffRow row = status->task == STICK_FAILED  ? trouble_row(scene, status)
                   : status->task == STICK_SAVED ? saved_row(scene, status)
                                                 : busy_row(scene, status);
    float y = inner.y + staff_head(scene, inner, task_title(scene, status),
                                   text_from_string(chosen_of(scene)->name), 0, draw);
    y += add_row(scene, inner, y, &row, draw);
    return y - inner.y;
}
