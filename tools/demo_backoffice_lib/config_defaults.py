"""The fields of pos.config that a plain lane has, with the values of a lane that nobody has changed."""

FIELDS = {
    "id": 1, "name": "", "printer_ids": [], "is_order_printer": False, "is_installed_account_accountant": False, "picking_type_id": [1, "PoS Orders"],
    "journal_id": [1, "Point of Sale"], "invoice_journal_id": [2, "Customer Invoices"], "currency_id": False, "iface_cashdrawer": False,
    "iface_electronic_scale": False, "iface_customer_facing_display": False, "iface_customer_facing_display_via_proxy": False,
    "iface_customer_facing_display_local": False, "iface_customer_facing_display_background_image_1920": False, "iface_print_via_proxy": False,
    "iface_scan_via_proxy": False, "iface_big_scrollbars": False, "iface_print_auto": False, "iface_print_skip_screen": True,
    "iface_tax_included": "total", "iface_start_categ_id": False, "iface_available_categ_ids": [], "restrict_price_control": False,
    "is_margins_costs_accessible_to_every_user": False, "cash_control": True, "set_maximum_difference": False, "receipt_header": False,
    "receipt_footer": False, "proxy_ip": False, "active": True, "uuid": "6a0c8c1e-5d0b-4b7b-9a5e-1f0d3c2b4a59", "sequence_id": [1, "POS Order"],
    "sequence_line_id": [2, "POS order line"], "session_ids": [], "current_session_id": False, "current_session_state": False,
    "number_of_rescue_session": 0, "last_session_closing_cash": 0.0, "last_session_closing_date": False, "pos_session_username": False,
    "pos_session_state": False, "pos_session_duration": "0", "pricelist_id": False, "available_pricelist_ids": [], "company_id": False,
    "group_pos_manager_id": [2, "Point of Sale / Administrator"], "group_pos_user_id": [1, "Point of Sale / User"], "iface_tipproduct": False,
    "tip_product_id": False, "fiscal_position_ids": [], "default_fiscal_position_id": False, "default_bill_ids": [], "use_pricelist": True,
    "tax_regime_selection": False, "start_category": False, "limit_categories": False, "module_pos_restaurant": False, "module_pos_discount": False,
    "module_pos_mercury": False, "is_posbox": False, "is_header_or_footer": True, "module_pos_hr": False, "amount_authorized_diff": 0.0,
    "payment_method_ids": [], "company_has_template": True, "current_user_id": False, "other_devices": False, "rounding_method": False,
    "cash_rounding": False, "only_round_cash_method": False, "has_active_session": False, "manual_discount": True, "ship_later": False,
    "warehouse_id": [1, "Shop"], "route_id": False, "picking_policy": "direct", "auto_validate_terminal_payment": True, "trusted_config_ids": [],
    "display_name": "", "create_uid": [1, "System"], "create_date": "", "write_uid": [1, "System"], "write_date": "", "epson_printer_ip": False,
    "use_proxy": False, "has_cash_move_permission": False,
}
