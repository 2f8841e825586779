/* Finding by name. */
#include "screens/parts.h"

void screen_search(Scene *scene)
{
    screen_browse(scene);
}
