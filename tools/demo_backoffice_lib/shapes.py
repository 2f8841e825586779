"""Records in the shapes of load_pos_data, for catalogues that are made here and not recorded."""
from .config_defaults import FIELDS

WRITTEN = "2025-01-06 06:00:00"  # in the past of every clock, so that made articles are never newer than a change
COMPANY_ID, CONFIG_ID, USER_ID = 1, 1, 5


def unit(unit_id, name, rounding, groupable, category):
    return {"id": unit_id, "name": name, "category_id": category, "factor": 1.0, "factor_inv": 1.0, "rounding": rounding, "active": True,
            "uom_type": "reference", "ratio": 1.0, "color": 0, "display_name": name, "create_uid": [1, "System"], "create_date": WRITTEN,
            "write_uid": [1, "System"], "write_date": WRITTEN, "fiscal_country_codes": "BE", "is_pos_groupable": groupable}


def tax(tax_id, name, kind, amount, included, company):
    return {"id": tax_id, "name": name, "price_include": included, "include_base_amount": False, "is_base_affected": True, "amount_type": kind,
            "children_tax_ids": [], "amount": amount, "company_id": company, "sum_repartition_factor": 1.0}


def payment_method(method_id, name, kind, sequence):
    return {"id": method_id, "name": name, "is_cash_count": kind == "cash", "use_payment_terminal": False, "split_transactions": kind == "pay_later",
            "type": kind, "image": False, "sequence": sequence, "is_online_payment": False}


def category(category_id, name, parent, has_image):
    return {"id": category_id, "name": name, "parent_id": parent, "child_id": [], "write_date": WRITTEN, "has_image": has_image}


def accounting_category(category_id, name):
    """What pricelist rules for a category go by; below the root that every shop has."""
    root = {"id": 1, "name": "All", "parent_id": False, "parent": None}
    return root if category_id == 1 else {"id": category_id, "name": name, "parent_id": [1, "All"], "parent": root}


def article(article_id, name, price, accounting, categories, taxes, barcode, unit_pair, weighed, has_picture):
    shown = "All" if accounting["id"] == 1 else f"All / {accounting['name']}"
    return {"id": article_id, "display_name": name, "lst_price": price, "standard_price": 0.0, "categ_id": [accounting["id"], shown],
            "pos_categ_ids": categories, "taxes_id": taxes, "barcode": barcode or False, "default_code": False, "to_weight": weighed,
            "uom_id": unit_pair, "description_sale": False, "description": False, "product_tmpl_id": [article_id + 1000000, name],
            "tracking": "none", "write_date": WRITTEN, "available_in_pos": True, "attribute_line_ids": [], "active": True,
            "image_128": has_picture, "combo_ids": [], "categ": accounting}


def rule(rule_id, pricelist, company, currency, **own):
    values = {"id": rule_id, "product_tmpl_id": False, "product_id": False, "pricelist_id": pricelist, "price_surcharge": 0.0, "price_discount": 0.0,
              "price_round": 0.0, "price_min_margin": 0.0, "price_max_margin": 0.0, "company_id": company, "currency_id": currency, "date_start": False,
              "date_end": False, "compute_price": "fixed", "fixed_price": 0.0, "percent_price": 0.0, "base_pricelist_id": False,
              "base": "list_price", "categ_id": False, "min_quantity": 0.0}
    values.update(own)
    return values


def rule_order(item):
    """Rules for one article come first, then those for a category, then those for all; bigger quantities before smaller ones."""
    group = 0 if item["product_id"] else 1 if item["product_tmpl_id"] else 2 if item["categ_id"] else 3
    return group, -item["min_quantity"], -(item["categ_id"][0] if item["categ_id"] else 0), -item["id"]


def customer(customer_id, name, barcode=False, pricelist=False):
    return {"id": customer_id, "name": name, "street": False, "city": False, "state_id": False, "country_id": False, "vat": False, "lang": "en_US",
            "phone": False, "zip": False, "mobile": False, "email": f"{name.split()[0].lower()}@example.com", "barcode": barcode, "write_date": WRITTEN,
            "property_account_position_id": False, "property_product_pricelist": pricelist, "parent_name": False}


COUNTRIES = [(20, "Belgium", "VAT", "BE"), (57, "Germany", "VAT", "DE"), (75, "France", "VAT", "FR"), (133, "Luxembourg", "VAT", "LU"),
             (165, "Netherlands", "VAT", "NL")]
COINS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0]


def company_record(values, currency):
    code, country, vat_label = values["country"]
    country_id = next(c[0] for c in COUNTRIES if c[3] == code)
    return {"id": COMPANY_ID, "currency_id": currency, "email": values["email"], "website": values["website"], "company_registry": False,
            "vat": values["vat"], "name": values["name"], "phone": values["phone"], "partner_id": [1, values["name"]],
            "country_id": [country_id, country], "state_id": False, "tax_calculation_rounding_method": "round_per_line",
            "nomenclature_id": [1, "Default Nomenclature"], "point_of_sale_use_ticket_qr_code": True, "point_of_sale_ticket_unique_code": False,
            "account_fiscal_country_id": {"id": country_id, "code": code},
            "country": {"id": country_id, "name": country, "vat_label": vat_label, "code": code}}


def complete(parts):
    """A load_pos_data reply from the parts that differ between shops, keys in the server's order."""
    currency = parts["currency"]
    pair, company = [currency["id"], currency["name"]], [COMPANY_ID, parts["company"]["name"]]
    pricelists = parts["pricelists"]
    default = pricelists[0]
    config = dict(FIELDS, id=CONFIG_ID, currency_id=pair, company_id=company, create_date=WRITTEN, write_date=WRITTEN,
                  pricelist_id=[default["id"], default["display_name"]], available_pricelist_ids=[p["id"] for p in pricelists],
                  payment_method_ids=[m["id"] for m in parts["methods"]], **parts["config"])
    config["display_name"] = config["name"]
    if parts["roundings"]:
        config.update(rounding_method=[parts["roundings"][0]["id"], parts["roundings"][0]["name"]], cash_rounding=True, only_round_cash_method=True)
    return {
        "res.company": company_record(parts["company"], pair),
        "decimal.precision": {"Percentage Analytic": 2, "Product Price": 2, "Discount": 2, "Stock Weight": 2, "Volume": 2,
                              "Product Unit of Measure": 3, "Payment Terms": 6},
        "uom.uom": parts["units"], "res.country.state": [],
        "res.country": [{"id": i, "name": name, "vat_label": label, "code": code} for i, name, label, code in COUNTRIES],
        "res.lang": parts["languages"], "account.tax": parts["taxes"], "pos.session": {}, "pos.config": config, "pos.printer": [],
        "pos.bill": [{"id": i, "name": f"{value:.2f}", "value": value} for i, value in enumerate(COINS, 1)],
        "res.partner": parts["customers"], "stock.picking.type": {"id": 1, "use_create_lots": True, "use_existing_lots": True},
        "res.users": {"id": USER_ID, "name": parts["user"], "partner_id": [7, parts["user"]], "role": "cashier"},
        "product.product": [], "product.pricelist": pricelists, "res.currency": currency, "pos.category": parts["categories"],
        "pos.combo": parts["combos"], "pos.combo.line": parts["combo_lines"], "product.packaging": parts["packagings"],
        "account.cash.rounding": parts["roundings"], "pos.payment.method": parts["methods"], "account.fiscal.position": [],
        "version": {"server_version": "17.0", "server_version_info": [17, 0, 0, "final", 0, ""], "server_serie": "17.0", "protocol_version": 1},
        "units_by_id": {str(u["id"]): u for u in parts["units"]}, "taxes_by_id": {str(t["id"]): t for t in parts["taxes"]},
        "default_pricelist": default, "attributes_by_ptal_id": parts["attributes"], "base_url": "", "pos_has_valid_product": True,
        "pos_special_products_ids": parts["special"], "open_orders": [],
        "partner_commercial_fields": ["vat", "company_registry", "industry_id"], "show_product_images": "yes", "show_category_images": "yes",
    }
