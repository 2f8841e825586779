#include "screens/parts.h"

void screen_staff_sale(Scene *scene)
{
    screen_browse(scene);
}
