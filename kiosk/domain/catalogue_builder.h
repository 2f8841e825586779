/* Builds a catalogue block: the decoder adds records as they arrive, `finish` resolves ids to
 * indexes, sorts, makes the indexes (barcode, id, search) and lays out the block in one piece.
 *
 * Records may come in any order of models (the server sends articles before pricelists). A
 * reference to a record that never came is dropped when that is the server's habit (taxes of
 * another company) and is an article's fault otherwise (unknown unit): that article is left out and
 * reported. */
#ifndef KIOSK_DOMAIN_CATALOGUE_BUILDER_H
#define KIOSK_DOMAIN_CATALOGUE_BUILDER_H

#include "base/error.h"
#include "domain/catalogue.h"

typedef struct CatalogueBuilder CatalogueBuilder;

// What was left out and why, for the log and the attendant.
typedef void (*CatalogueReport)(void *context, const char *message);

CatalogueBuilder *catalogue_builder_create(CatalogueReport report, void *report_context);
void catalogue_builder_destroy(CatalogueBuilder *builder);

CatText catalogue_builder_text(CatalogueBuilder *builder,
                               Text text); // copies; equal texts may share
Text catalogue_builder_text_of(const CatalogueBuilder *builder, CatText text);

// For a record that the decoder itself can't take: reported and counted with the ones that finish
// leaves out.
void catalogue_builder_leave_out(CatalogueBuilder *builder, const char *model, int32_t id,
                                 const char *why);

// The add functions copy the record. References are given as server ids in the `*_ids` arguments
// and in the records' index fields (resolved by finish): see the comment of each. An article with a
// fault of its own is reported, left out, and the call is true; it is false only when the catalogue
// has become too big (ERROR_LIMIT). An id that comes again replaces the article that came before;
// in the other tables the first of an id stays.
// article.unit = uom id, accounting_category = product.category id; the other ids by argument.
MUST_USE bool catalogue_builder_add_article(CatalogueBuilder *builder, const CatArticle *article,
                                            const int32_t *tax_ids, int32_t tax_count,
                                            const int32_t *category_ids, int32_t category_count,
                                            const int32_t *attribute_line_ids,
                                            int32_t attribute_count, const int32_t *combo_ids,
                                            int32_t combo_count, Error *error);
// category.parent = parent id or 0
void catalogue_builder_add_category(CatalogueBuilder *builder, const CatCategory *category);
// parent = id or 0; the same id may come many times (each article repeats its chain)
void catalogue_builder_add_accounting_category(CatalogueBuilder *builder, int32_t id,
                                               int32_t parent_id);
void catalogue_builder_add_unit(CatalogueBuilder *builder, const CatUnit *unit);
int32_t catalogue_builder_base_unit_count(const CatalogueBuilder *builder);
void catalogue_builder_mark_base_unit(CatalogueBuilder *builder, int32_t id); // as kg or litre
// In the server's order; children of groups are added before or after, `child_ids` names them in
// order.
void catalogue_builder_add_tax(CatalogueBuilder *builder, const CatTax *tax,
                               const int32_t *child_ids, int32_t child_count);
// Rules added until the next pricelist belong to this one. rule.base_pricelist = pricelist id or 0.
void catalogue_builder_add_pricelist(CatalogueBuilder *builder, const CatPricelist *pricelist);
void catalogue_builder_add_price_rule(CatalogueBuilder *builder, const CatPriceRule *rule);
// Of a list that is here or comes: goes before the rules that it has, unless it has it already.
void catalogue_builder_add_rule_of_article(CatalogueBuilder *builder, int32_t pricelist_id,
                                           const CatPriceRule *rule);
bool catalogue_builder_has_pricelists(const CatalogueBuilder *builder);
void catalogue_builder_add_payment_method(CatalogueBuilder *builder,
                                          const CatPaymentMethod *method);
void catalogue_builder_keep_payment_methods(CatalogueBuilder *builder, const int32_t *ids,
                                            int32_t count);
void catalogue_builder_add_packaging(CatalogueBuilder *builder,
                                     const CatPackaging *packaging); // article = id
void catalogue_builder_add_barcode_rule(CatalogueBuilder *builder, const CatBarcodeRule *rule);
void catalogue_builder_add_attribute(CatalogueBuilder *builder, const CatAttribute *attribute);
void catalogue_builder_add_attribute_value(CatalogueBuilder *builder,
                                           const CatAttributeValue *value);
void catalogue_builder_add_combo(CatalogueBuilder *builder, const CatCombo *combo,
                                 const int32_t *line_ids, int32_t line_count);
void catalogue_builder_add_combo_line(CatalogueBuilder *builder,
                                      const CatComboLine *line); // article = id
void catalogue_builder_add_partner(CatalogueBuilder *builder, const CatPartner *partner);
void catalogue_builder_add_fiscal_position(CatalogueBuilder *builder,
                                           const CatFiscalPosition *position);
void catalogue_builder_add_tax_mapping(CatalogueBuilder *builder, int32_t fiscal_position_id,
                                       const CatTaxMapping *mapping);
void catalogue_builder_set_special_articles(CatalogueBuilder *builder, const int32_t *ids,
                                            int32_t count);
// shop.pricelist = pricelist id or 0, default_fiscal_position = id or 0
void catalogue_builder_set_shop(CatalogueBuilder *builder, const CatShop *shop);
// First language: that of the names given with the records. Others by the function below.
void catalogue_builder_set_languages(CatalogueBuilder *builder, const char (*languages)[8],
                                     int32_t count);
// `table`: one whose names are translated (catalogue_layout.h), `id` that of the record.
void catalogue_builder_translate(CatalogueBuilder *builder, CatTable table, int32_t language,
                                 int32_t id, Text name);

// Begins with all that is in `from`, which is not needed afterwards. Only in an empty builder. An
// article that is added then and was there before takes its place: positions stay as they are.
void catalogue_builder_seed(CatalogueBuilder *builder, const Catalogue *from);
int32_t catalogue_builder_article_count(const CatalogueBuilder *builder);
// Articles that were added since (all of them when it wasn't seeded).
int32_t catalogue_builder_added_count(const CatalogueBuilder *builder);
// Ids of the articles so far, from the `first` one on, in the order in which they came.
// `out_templates` may be NULL.
int32_t catalogue_builder_article_ids(const CatalogueBuilder *builder, int32_t first,
                                      int32_t *out_ids, int32_t *out_templates, int32_t room);
// The same of a small table whose records begin with their id.
int32_t catalogue_builder_record_ids(const CatalogueBuilder *builder, CatTable table, int32_t first,
                                     int32_t *out_ids, int32_t room);
// No longer sold: stays, because combos and packagings may name it, but can't be seen or scanned.
void catalogue_builder_hide_article(CatalogueBuilder *builder, int32_t article_id);
// Adds one article of another catalogue, with its names; the taxes are here already. False: it
// isn't sold there, has a tax that isn't here, or the names are in another language.
MUST_USE bool catalogue_builder_carry_article(CatalogueBuilder *builder, const Catalogue *from,
                                              int32_t article_id);

// False, ERROR_LIMIT: some limit was reached, finish will fail with these words.
MUST_USE bool catalogue_builder_has_room(const CatalogueBuilder *builder, Error *error);
// Lays out the block into `result` (one allocation; out_block covers it, header filled in, checksum
// set). The builder is empty afterwards. Errors name what makes selling impossible: no article, no
// currency, no payment method, too many articles.
MUST_USE bool catalogue_builder_finish(CatalogueBuilder *builder, const char *origin,
                                       int64_t made_unix_ms, Arena *result, Bytes *out_block,
                                       Error *error);

#endif
