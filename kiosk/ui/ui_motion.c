/* Values that go somewhere over time. The clock is the frame's. */
#include <math.h>
#include <string.h>

#include "ui/ui_internal.h"

float ui_ease_out(float t)
{
    // cubic-bezier(0.2, 0.8, 0.2, 1) to within a few percent, without solving for its parameter.
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    float rest = 1.0f - t;
    return 1.0f - rest * rest * rest * rest;
}

float ui_ease_in(float t)
{
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return t * t * t;
}

UiAnimation *ui_animation_for(Ui *ui, Text key, bool *out_new)
{
    uint64_t hash = touch_hash_id(key);
    UiAnimation *unused = NULL;
    for (int32_t i = 0; i < UI_ANIMATION_MAX; i++) {
        UiAnimation *animation = &ui->animations[i];
        if (animation->key == hash) {
            animation->frame = ui->frame;
            *out_new = false;
            return animation;
        }
        if (!animation->key)
            unused = animation;
    }
    CHECK(unused);
    *unused = (UiAnimation){
        .key = hash, .born_ms = ui->now_ms, .start_ms = ui->now_ms, .frame = ui->frame};
    *out_new = true;
    return unused;
}

static float progress_of(const Ui *ui, const UiAnimation *animation)
{
    if (animation->duration_ms <= 0)
        return 1;
    float t = (float)(ui->now_ms - animation->start_ms) / (float)animation->duration_ms;
    return t < 0 ? 0 : t > 1 ? 1 : t;
}

static float value_of(const Ui *ui, const UiAnimation *animation)
{
    float t = ui_ease_out(progress_of(ui, animation));
    return animation->from + (animation->target - animation->from) * t;
}

float ui_animate_from(Ui *ui, Text key, float start, float target, int32_t duration_ms)
{
    bool is_new = false;
    UiAnimation *animation = ui_animation_for(ui, key, &is_new);
    if (ui->settings.motion_off)
        duration_ms = 0;
    if (is_new) {
        animation->from = start;
        animation->target = target;
        animation->duration_ms = start == target ? 0 : duration_ms;
    } else if (target != animation->target) {
        animation->from = value_of(ui, animation);
        animation->target = target;
        animation->start_ms = ui->now_ms;
        animation->duration_ms = duration_ms;
    }
    return value_of(ui, animation);
}

float ui_animate(Ui *ui, Text key, float target, int32_t duration_ms)
{
    return ui_animate_from(ui, key, target, target, duration_ms);
}

int64_t ui_animate_minor(Ui *ui, Text key, int64_t minor)
{
    // Far amounts lose their last digits in a float; while counting nobody sees that, at the end it
    // counts.
    bool is_new = false;
    UiAnimation *animation = ui_animation_for(ui, key, &is_new);
    float value = ui_animate_from(ui, key, is_new ? (float)minor : animation->target, (float)minor,
                                  MOTION_COUNT_MS);
    if (is_new)
        animation->from = animation->target = (float)minor;
    return progress_of(ui, animation) >= 1 ? minor : (int64_t)lrintf(value);
}

int64_t ui_age_ms(Ui *ui, Text key)
{
    bool is_new = false;
    return ui->now_ms - ui_animation_for(ui, key, &is_new)->born_ms;
}

void ui_forget_animations(Ui *ui)
{
    for (int32_t i = 0; i < UI_ANIMATION_MAX; i++)
        if (ui->animations[i].key && ui->animations[i].frame != ui->frame)
            memset(&ui->animations[i], 0, sizeof ui->animations[i]);
}

bool ui_animations_run(const Ui *ui)
{
    for (int32_t i = 0; i < UI_ANIMATION_MAX; i++)
        if (ui->animations[i].key && progress_of(ui, &ui->animations[i]) < 1)
            return true;
    return false;
}
