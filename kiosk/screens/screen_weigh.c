#include "screens/parts.h"

void screen_weigh(Scene *scene)
{
    screen_browse(scene);
}
