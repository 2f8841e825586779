/* kiosk-many-lanes: as many lanes as a chain has, in one program, without screens: each with its
 * journal, sync thread, demo terminal and customers, all of it the kiosk's own code. It asks one
 * server and prints what that costs (docs/many_lanes.md).
 *
 *     main.c      the command line and what is done, one after the other
 *     lanes.c     a lane: its folder, its start, its turns, its end
 *     customer.c  who buys on it
 *     wire.c      what goes over the network
 *     server.c    the server as a process: away and back, its processor time
 *     figures.c   what is printed
 *     samples.c   percentiles */
#ifndef KIOSK_TOOLS_MANY_LANES_H
#define KIOSK_TOOLS_MANY_LANES_H

#include <stdatomic.h>
#include <sys/types.h>

#include "app/config.h"
#include "lane/lane.h"
#include "wire.h"

enum { MANY_LANES_MAX = 1000, MANY_WATCHED_MAX = 8, MANY_PATH_MAX = 600 };

typedef struct Waiting { // paid and not confirmed
    char uuid[ORDER_UUID_SIZE];
    int64_t paid_us;
} Waiting;

typedef struct ManyLane {
    int32_t number; // from 1
    Lane lane;
    Config config;
    char data[MANY_PATH_MAX], origin[200];
    Os os;
    WireLane wire;
    HttpTransport transport;
    atomic_bool rung;          // a thread has an answer
    bool runs, closed;         // closed: its day was, since it was asked for
    int64_t due_ms, online_us; // online: first time since the start, 0: not yet
    Waiting *waiting;          // owned
    int32_t waiting_count, waiting_room;
    // the customer
    uint64_t random;
    int64_t next_customer_ms, next_act_ms;
    int32_t lines_left;
    bool is_buying;
} ManyLane;

typedef struct Watched { // a process whose processor time is told, with its children
    const char *name;
    pid_t pid;
    double cpu_s; // at the begin of what is measured
} Watched;

typedef struct Many {
    const char *config, *data; // their %d: the lane's number
    const char *server;        // a command, NULL: somebody else started it
    pid_t server_pid;
    Watched watched[MANY_WATCHED_MAX];
    int32_t watched_count;
    int32_t lane_count, orders_per_hour;
    uint64_t seed;
    Wire wire;
    ManyLane *lanes; // lane_count
    bool sells;      // customers come
    // since figures_begin
    int64_t began_us;
    int64_t sold, confirmed, lookups;
    Samples confirmed_us; // from paid to confirmed
    int64_t oldest_us;    // the longest that an order waited
    double own_cpu_s, memory_before_mb;
} Many;

// lanes.c
// From its disk; all lanes before the first one begins, because the time zone is the program's.
MUST_USE bool many_lane_open(Many *many, ManyLane *lane, Error *error);
MUST_USE bool many_lane_begin(Many *many, ManyLane *lane, Error *error);
void many_lane_stop(ManyLane *lane);
void many_turn(Many *many);             // of all lanes that are due; sleeps a moment
int32_t many_online(const Many *many);  // lanes
int32_t many_waiting(const Many *many); // orders

// customer.c
void customer_turn(Many *many, ManyLane *lane, int64_t now_ms);
bool customer_is_gone(const ManyLane *lane);
int64_t customer_due_ms(const Many *many, const ManyLane *lane);

// server.c
MUST_USE bool server_start(Many *many, Error *error);
void server_kill(Many *many);
double server_cpu_s(pid_t pid); // with all its descendants

// figures.c
void figures_begin(Many *many);
void figures_print(Many *many, const char *title);
void figures_print_back(const Many *many);
double figures_memory_mb(void); // of this program, as the kernel counts it (PSS)

#endif
