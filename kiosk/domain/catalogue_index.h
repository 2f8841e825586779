/* From a barcode or an id to an article: how the two indexes of a catalogue block are laid out and
 * read. Written by the builder, read by catalogue_article_by_barcode and catalogue_article_by_id.
 */
#ifndef KIOSK_DOMAIN_CATALOGUE_INDEX_H
#define KIOSK_DOMAIN_CATALOGUE_INDEX_H

#include "domain/catalogue.h"

// Never 0, which marks a free slot.
uint32_t catalogue_barcode_hash(Text barcode);
// A power of two that leaves half of the slots free, so that probes stay short and always end.
uint32_t catalogue_barcode_slots_for(uint32_t barcode_count);
// The slot that holds `barcode`, else the free one where it belongs. `text` is the block's text
// table. `slot_count` when it isn't there and no slot is free.
uint32_t catalogue_barcode_slot(const CatBarcodeSlot *slots, uint32_t slot_count, const char *text,
                                Text barcode);

// One article id and where it is: sorting these as numbers sorts by id, then by position.
uint64_t catalogue_id_key(int32_t id, uint32_t index);
void catalogue_sort_id_keys(uint64_t *keys, size_t count);

#endif
