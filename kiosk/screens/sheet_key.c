/* "Keep this key?": it came on a card or on paper. */
#include "screens/parts.h"

void sheet_key(Scene *scene)
{
    Ui *ui = scene->ui;
    SheetQuestion question = {
        .id = TEXT("key-dialog"),
        .title = ui_tr(ui, "Keep this key?"),
        .detail =
            ui_tr(ui, "Only when nobody else can have it: the card never left your hands, and "
                      "the paper and its photos are destroyed."),
        .no = {.id = TEXT("key-no"), .label = ui_tr(ui, "Change it later")},
        .yes = {.id = TEXT("key-yes"),
                .label = ui_tr(ui, "Keep this key"),
                .kind = BUTTON_DANGER,
                .icon = ICON_CHECK}};
    if (sheet_question(scene, &question))
        scene_emit(scene, EVENT_KEY_KEEP);
}
