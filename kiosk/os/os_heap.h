/* How the program's heap grows. glibc's malloc stays; this only tells it to begin in large steps,
 * one heap for all threads. */
#ifndef KIOSK_OS_OS_HEAP_H
#define KIOSK_OS_OS_HEAP_H

// Call first in main, before any thread. Asks for the heap's first megabytes in huge pages: a start
// fills them at once, and each small page of them is a fault. Where the system has no huge pages,
// or malloc is another one, nothing changes.
void os_heap_begin(void);

#endif
