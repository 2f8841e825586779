#include "screens/parts.h"

void screen_article(Scene *scene)
{
    screen_browse(scene);
}
