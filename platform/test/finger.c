/* For tests in a virtual machine only, and in no shop's image: a touch screen and a scanner that
 * types, as the kernel makes them from /dev/uinput. Reads one command a line from standard input
 * and answers each with "ok": touch X Y     a finger down and up again, in thousandths of the
 * screen's width and height scan CODE     digits, as a keyboard scanner types them, then Enter */
#include <errno.h>
#include <fcntl.h>
#include <linux/uinput.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { RANGE = 1000 };

static void fail(const char *what)
{
    fprintf(stderr, "finger: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void pause_ms(long milliseconds)
{
    nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000}, NULL);
}

static void emit(int device, int type, int code, int value)
{
    struct input_event event = {
        .type = (unsigned short)type, .code = (unsigned short)code, .value = value};
    if (write(device, &event, sizeof event) != sizeof event)
        fail("an event is not taken");
}

static void emit_frame(int device)
{
    emit(device, EV_SYN, SYN_REPORT, 0);
}

static void allow(int device, unsigned long what, int value)
{
    if (ioctl(device, what, value) < 0)
        fail("a kind of event is not taken");
}

static int create(const char *name, void (*describe)(int))
{
    int device = open("/dev/uinput", O_WRONLY | O_CLOEXEC);
    struct uinput_setup setup = {
        .id = {.bustype = BUS_USB, .vendor = 1, .product = 1, .version = 1}};
    if (device < 0)
        fail("/dev/uinput");
    describe(device);
    snprintf(setup.name, sizeof setup.name, "%s", name);
    if (ioctl(device, UI_DEV_SETUP, &setup) < 0 || ioctl(device, UI_DEV_CREATE) < 0)
        fail(name);
    return device;
}

static void add_axis(int device, int axis, int maximum)
{
    struct uinput_abs_setup setup = {.code = (unsigned short)axis, .absinfo = {.maximum = maximum}};
    allow(device, UI_SET_ABSBIT, axis);
    if (ioctl(device, UI_ABS_SETUP, &setup) < 0)
        fail("an axis is not taken");
}

static void describe_touch(int device)
{
    allow(device, UI_SET_EVBIT, EV_KEY);
    allow(device, UI_SET_KEYBIT, BTN_TOUCH);
    allow(device, UI_SET_EVBIT, EV_ABS);
    allow(device, UI_SET_PROPBIT, INPUT_PROP_DIRECT);
    add_axis(device, ABS_X, RANGE);
    add_axis(device, ABS_Y, RANGE);
    add_axis(device, ABS_MT_SLOT, 1);
    add_axis(device, ABS_MT_TRACKING_ID, 65535);
    add_axis(device, ABS_MT_POSITION_X, RANGE);
    add_axis(device, ABS_MT_POSITION_Y, RANGE);
}

static void describe_scanner(int device)
{
    allow(device, UI_SET_EVBIT, EV_KEY);
    for (int key = KEY_ESC; key <= KEY_F12; key++)
        allow(device, UI_SET_KEYBIT, key);
}

static void touch(int device, int x, int y)
{
    static int finger;
    emit(device, EV_ABS, ABS_MT_SLOT, 0);
    emit(device, EV_ABS, ABS_MT_TRACKING_ID, ++finger);
    emit(device, EV_ABS, ABS_MT_POSITION_X, x);
    emit(device, EV_ABS, ABS_MT_POSITION_Y, y);
    emit(device, EV_KEY, BTN_TOUCH, 1);
    emit(device, EV_ABS, ABS_X, x);
    emit(device, EV_ABS, ABS_Y, y);
    emit_frame(device);
    pause_ms(120);
    emit(device, EV_ABS, ABS_MT_TRACKING_ID, -1);
    emit(device, EV_KEY, BTN_TOUCH, 0);
    emit_frame(device);
}

static void press(int device, int key)
{
    for (int down = 1; down >= 0; down--) {
        emit(device, EV_KEY, key, down);
        emit_frame(device);
    }
}

// An article's code goes without pauses: on a busy machine those would grow longer than a scanner's
// are, and the lane would take the keys for a person's. It fits into the kernel's queue of 64
// events; a setup code does not.
static void scan(int device, const char *code)
{
    bool is_long = strlen(code) > 14;
    for (; *code >= '0' && *code <= '9'; code++) {
        press(device, *code == '0' ? KEY_0 : KEY_1 + (*code - '1'));
        if (is_long)
            pause_ms(4);
    }
    press(device, KEY_ENTER);
}

int main(void)
{
    int screen = create("test touch screen", describe_touch);
    int scanner = create("test scanner", describe_scanner);
    char line[700], code[640]; // a setup code has 505 digits
    int x, y;
    setvbuf(stdout, NULL, _IOLBF, 0);
    puts("ready");
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "touch %d %d", &x, &y) == 2)
            touch(screen, x, y);
        else if (sscanf(line, "scan %639s", code) == 1)
            scan(scanner, code);
        puts("ok");
    }
    return 0;
}
