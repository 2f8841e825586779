#include "ui/icon.h"

#include "base/check.h"

static const char *const names[ICON_COUNT] = {
    [ICON_NONE] = "",
#define ICON(name, file) [ICON_##name] = file,
#include "ui/icon_list.h"
#undef ICON
};

const char *icon_name(UiIcon icon)
{
    CHECK((unsigned)icon < ICON_COUNT);
    return names[icon];
}

bool icon_flips(UiIcon icon)
{
    return icon == ICON_BACK || icon == ICON_FORWARD || icon == ICON_CHEVRON_LEFT ||
           icon == ICON_CHEVRON_RIGHT || icon == ICON_UNDO || icon == ICON_LIST ||
           icon == ICON_SPEECH || icon == ICON_RECEIPT || icon == ICON_BACKSPACE;
}
