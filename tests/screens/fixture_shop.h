#ifndef KIOSK_TESTS_SCREENS_FIXTURE_SHOP_H
#define KIOSK_TESTS_SCREENS_FIXTURE_SHOP_H

#include "domain/catalogue.h"
#include "ui/picture.h"

void fixture_build_catalogue(Arena *arena, Catalogue *out);
// Articles 1 to `articles`, all with a picture, no categories.
void fixture_build_long_catalogue(Arena *arena, int32_t articles, Catalogue *out);
int32_t fixture_article_id(const char *name); // aborts when there is none
bool fixture_picture_path(void *context, PictureKind kind, uint64_t id, char *out_path,
                          size_t room);

#endif
