/* How much of the server's texts a catalogue keeps; what is longer is cut. */
#ifndef KIOSK_BACKOFFICE_WIRE_LIMITS_H
#define KIOSK_BACKOFFICE_WIRE_LIMITS_H

enum {
    WIRE_NAME_MAX_BYTES = 200, // articles, categories, units, taxes, methods ...
    WIRE_CODE_MAX_BYTES = 96,  // barcodes and internal references: no scanner reads more
    WIRE_DESCRIPTION_MAX_BYTES = 1000,
    WIRE_LINES_MAX_BYTES = 2000, // receipt header and footer
    WIRE_TEXT_MAX_BYTES = WIRE_LINES_MAX_BYTES,
};

#endif
