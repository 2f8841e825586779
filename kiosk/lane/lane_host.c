/* A host that is nobody's: for a lane without a screen. */
#include "lane/lane.h"

static void no_customer(void *context)
{
    (void)context;
}

static void no_catalogue(void *context, const Catalogue *catalogue)
{
    (void)context;
    (void)catalogue;
}

static void no_picture(void *context, bool is_category, int32_t id)
{
    (void)context;
    (void)is_category;
    (void)id;
}

static void no_key(void *context, const char *manager)
{
    (void)context;
    (void)manager;
}

LaneHost lane_host_alone(void *context,
                         bool (*verify)(void *context, const char *secret, bool is_badge))
{
    return (LaneHost){context, verify, no_customer, no_catalogue, no_picture, no_key};
}
