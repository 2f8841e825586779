#include "ui/kms_output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xf86drm.h>
#include <xf86drmMode.h>

#include "base/check.h"

enum { CARDS_MAX = 8, DIRTY_MAX = 64 };

struct KmsOutput {
    int card;
    drmModeModeInfo mode;
    uint32_t connector, controller; // a CRTC is what reads a buffer for a connector
    uint32_t buffer, frame;
    uint32_t stride; // bytes
    uint64_t size;
    uint8_t *pixels; // the buffer, mapped
};

// The controller that drives the connector now, else the first that can.
static uint32_t find_controller(int card, const drmModeRes *resources,
                                const drmModeConnector *connector)
{
    uint32_t found = 0;
    for (int i = 0; i < connector->count_encoders && !found; i++) {
        drmModeEncoder *encoder = drmModeGetEncoder(card, connector->encoders[i]);
        if (!encoder)
            continue;
        if (encoder->encoder_id == connector->encoder_id)
            found = encoder->crtc_id;
        for (int j = 0; j < resources->count_crtcs && !found; j++)
            if (encoder->possible_crtcs & 1u << j)
                found = resources->crtcs[j];
        drmModeFreeEncoder(encoder);
    }
    return found;
}

static bool take_connector(KmsOutput *kms, const drmModeRes *resources, uint32_t id)
{
    drmModeConnector *connector = drmModeGetConnector(kms->card, id);
    bool usable =
        connector && connector->connection == DRM_MODE_CONNECTED && connector->count_modes > 0;
    if (usable) {
        kms->connector = id;
        kms->controller = find_controller(kms->card, resources, connector);
        kms->mode = connector->modes[0];
        for (int i = connector->count_modes - 1; i >= 0; i--)
            if (connector->modes[i].type & DRM_MODE_TYPE_PREFERRED)
                kms->mode = connector->modes[i];
    }
    drmModeFreeConnector(connector);
    return usable && kms->controller;
}

static bool find_screen(KmsOutput *kms)
{
    drmModeRes *resources = drmModeGetResources(kms->card);
    bool found = false;
    for (int i = 0; resources && i < resources->count_connectors && !found; i++)
        found = take_connector(kms, resources, resources->connectors[i]);
    drmModeFreeResources(resources);
    return found;
}

// A Pi has a card that only computes beside the one that shows.
static bool open_card(KmsOutput *kms, Error *error)
{
    int last = ENOENT;
    for (int i = 0; i < CARDS_MAX; i++) {
        char path[32];
        snprintf(path, sizeof path, "/dev/dri/card%d", i);
        kms->card = open(path, O_RDWR | O_CLOEXEC);
        if (kms->card < 0) {
            last = errno == ENOENT ? last : errno;
            continue;
        }
        if (find_screen(kms))
            return true;
        close(kms->card);
        kms->card = -1;
        last = ENODEV;
    }
    return error_set_errno(error, last,
                           "no screen is connected to a card below /dev/dri that this user may use "
                           "(group video)");
}

// Until the first picture: without it the screen would be black between the console and that.
static void fill(KmsOutput *kms, uint32_t colour)
{
    for (uint32_t y = 0; y < kms->mode.vdisplay; y++)
        for (uint32_t x = 0; x < kms->mode.hdisplay; x++)
            memcpy(kms->pixels + (size_t)y * kms->stride + (size_t)x * 4, &colour, 4);
}

static bool make_buffer(KmsOutput *kms, uint32_t colour, Error *error)
{
    uint64_t offset = 0;
    if (drmModeCreateDumbBuffer(kms->card, kms->mode.hdisplay, kms->mode.vdisplay, 32, 0,
                                &kms->buffer, &kms->stride, &kms->size) != 0)
        return error_set_errno(error, errno, "cannot make a buffer for the screen");
    if (drmModeAddFB(kms->card, kms->mode.hdisplay, kms->mode.vdisplay, 24, 32, kms->stride,
                     kms->buffer, &kms->frame) != 0 ||
        drmModeMapDumbBuffer(kms->card, kms->buffer, &offset) != 0)
        return error_set_errno(error, errno, "cannot use the screen's buffer");
    void *pixels =
        mmap(NULL, kms->size, PROT_READ | PROT_WRITE, MAP_SHARED, kms->card, (off_t)offset);
    if (pixels == MAP_FAILED)
        return error_set_errno(error, errno, "cannot map the screen's buffer");
    kms->pixels = pixels;
    fill(kms, colour);
    return true;
}

static bool show_buffer(KmsOutput *kms, Error *error)
{
    if (drmModeSetCrtc(kms->card, kms->controller, kms->frame, 0, 0, &kms->connector, 1,
                       &kms->mode) != 0)
        return error_set_errno(error, errno,
                               "cannot show anything on the screen: does another program draw?");
    return true;
}

bool kms_output_open(KmsOutput **out_kms, uint32_t colour, Error *error)
{
    KmsOutput *kms = calloc(1, sizeof *kms);
    CHECK(kms);
    kms->card = -1;
    if (open_card(kms, error) && make_buffer(kms, colour, error) && show_buffer(kms, error)) {
        *out_kms = kms;
        return true;
    }
    kms_output_close(kms);
    return false;
}

void kms_output_close(KmsOutput *kms)
{
    if (!kms)
        return;
    if (kms->pixels)
        munmap(kms->pixels, kms->size);
    if (kms->frame)
        drmModeRmFB(kms->card, kms->frame);
    if (kms->buffer)
        drmModeDestroyDumbBuffer(kms->card, kms->buffer);
    if (kms->card >= 0)
        close(kms->card);
    free(kms);
}

void kms_output_size(const KmsOutput *kms, int32_t *out_width, int32_t *out_height)
{
    *out_width = kms->mode.hdisplay;
    *out_height = kms->mode.vdisplay;
}

static void copy(KmsOutput *kms, const PaintSurface *surface, PixelRect rect)
{
    for (int32_t y = rect.y; y < rect.y + rect.h; y++)
        memcpy(kms->pixels + (size_t)y * kms->stride + (size_t)rect.x * 4,
               surface->pixels + (size_t)y * (size_t)surface->stride + rect.x, (size_t)rect.w * 4);
}

void kms_output_show(KmsOutput *kms, const PaintSurface *surface, const PixelRect *rects,
                     int32_t rect_count)
{
    drmModeClip dirty[DIRTY_MAX];
    int32_t count = 0;
    for (int32_t i = 0; i < rect_count; i++) {
        PixelRect rect = rects[i];
        copy(kms, surface, rect);
        dirty[count++] = (drmModeClip){.x1 = (uint16_t)rect.x,
                                       .y1 = (uint16_t)rect.y,
                                       .x2 = (uint16_t)(rect.x + rect.w),
                                       .y2 = (uint16_t)(rect.y + rect.h)};
        if (count == DIRTY_MAX || i == rect_count - 1) {
            // A card whose screen reads the buffer by itself does not know the call; nothing is
            // missing then.
            (void)drmModeDirtyFB(kms->card, kms->frame, dirty, (uint32_t)count);
            count = 0;
        }
    }
}
