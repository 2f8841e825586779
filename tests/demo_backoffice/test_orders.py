"""Storing orders: what is recognised, what is stored twice, and what a draft does."""
import json
import unittest
import urllib.error

from support import Case, Refused, at_once


class Orders(Case):
    def test_equal_sends_at_once_are_all_stored(self):
        order = self.bread()
        results = at_once(4, lambda: self.office.push(order))
        self.assertTrue(all(len(r) == 1 for r in results), results)
        self.assertEqual(self.office.states(order["name"]), ["paid"] * 4)

    def test_two_phases_store_one(self):
        order = self.bread()
        self.office.push(dict(order, statement_ids=[], amount_paid=0), draft=True)
        self.assertEqual(self.office.states(order["name"]), ["draft"])
        results = at_once(4, lambda: self.office.push(order))
        stored = [r for r in results if isinstance(r, list) and r]
        lost = [r for r in results if isinstance(r, Refused)]
        self.assertEqual(len(stored), 1, results)
        self.assertTrue(all(r.name == "psycopg2.errors.InFailedSqlTransaction" for r in lost), results)
        self.assertEqual(self.office.states(order["name"]), ["paid"])
        self.assertEqual(self.office.push(order), [])

    def test_the_same_again_is_an_empty_list(self):
        order = self.bread()
        self.assertEqual(len(self.office.push(order)), 1)
        self.assertEqual(self.office.push(order), [])
        other_quantity = json.loads(json.dumps(order))
        other_quantity["lines"][0][2]["qty"] = 5
        self.assertEqual(self.office.push(other_quantity), [], "a change of quantity is lost")
        other_price = json.loads(json.dumps(order))
        other_price["lines"][0][2]["price_unit"] = 2.36
        self.assertEqual(len(self.office.push(other_price)), 1, "another price is another order")
        self.assertEqual(len(self.office.states(order["name"])), 2)

    def delete(self, **what):
        try:
            return self.office.http("/demo/delete", json.dumps(what).encode())[0]
        except urllib.error.HTTPError as error:
            return error.code

    def test_what_was_deleted_is_refused_in_the_servers_words(self):
        order = self.bread()
        article = order["lines"][0][2]["product_id"]
        customer, late = [p["id"] for p in self.load()["res.partner"]][:2]
        self.assertEqual(self.delete(model="res.partner", id=customer), 200)
        self.assertEqual(len(self.office.push(dict(order, partner_id=customer))), 1, "an unknown customer is dropped without a word")
        self.assertEqual(self.delete(model="res.partner", id=late, late=True), 200)
        error = self.refused("odoo.exceptions.ValidationError", self.office.push, self.bread(partner_id=late))
        self.assertIn("pos_order_partner_id_fkey", error["data"]["message"])
        self.assertEqual(self.delete(model="product.product", id=article), 200)
        error = self.refused("odoo.exceptions.ValidationError", self.office.push, dict(order, name="Order 00001-001-0099"))
        self.assertIn("pos_order_line_product_id_fkey", error["data"]["message"])
        self.assertEqual(self.delete(model="pos.session", id=self.office.session), 400, "it has an order")
        self.assertEqual(self.delete(model="product.product", id=article), 400)

    def test_a_stray_draft_becomes_a_second_paid_order(self):
        order = self.bread()
        drafts = at_once(2, lambda: self.office.push(dict(order, statement_ids=[], amount_paid=0), draft=True))
        self.assertEqual(sum(len(d) for d in drafts), 2)
        self.office.push(order)
        self.office.push(order)
        self.assertEqual(self.office.states(order["name"]), ["paid", "paid"])

    def test_wrong_payments_leave_a_draft_without_a_word(self):
        order = self.bread()
        self.assertEqual(len(self.office.push(dict(order, statement_ids=[], amount_paid=0))), 1)
        self.assertEqual(self.office.states(order["name"]), ["draft"])
        self.assertEqual(self.office.call("pos.order", "search_read", [["pos_reference", "=", order["name"]]], ["name"])[0]["name"], "/")
        self.office.push(order)
        self.assertEqual(self.office.states(order["name"]), ["paid"])

    def test_drafts_can_be_dropped_and_paid_orders_not(self):
        draft, paid = self.bread(), self.bread()
        draft_id = self.office.push(dict(draft, statement_ids=[]), draft=True)[0]["id"]
        paid_id = self.office.push(paid)[0]["id"]
        self.assertEqual(self.office.call("pos.order", "remove_from_ui", [draft_id, paid_id]), [draft_id])
        self.assertEqual(self.office.states(draft["name"]), [])
        self.assertEqual(self.office.states(paid["name"]), ["paid"])

    def test_change_is_a_payment_of_its_own(self):
        order = self.bread(amount_paid=2.35, amount_return=7.65)
        order["statement_ids"] = [[0, 0, {"name": "2025-03-01 10:00:00", "payment_method_id": 1, "amount": 10.0}]]
        stored = self.office.push(order)[0]["id"]
        payments = self.office.call("pos.payment", "search_read", [["pos_order_id", "=", stored]], ["amount", "is_change"])
        self.assertEqual([(p["amount"], p["is_change"]) for p in payments], [(-7.65, True), (10.0, False)])
        self.assertEqual(self.office.states(order["name"]), ["paid"])

    def test_a_batch_is_kept_or_dropped_as_one(self):
        good, bad = self.bread(), self.bread()
        bad["lines"][0][2]["product_id"] = 999999
        self.refused("psycopg2.errors.InFailedSqlTransaction", self.office.call, "pos.order", "create_from_ui",
                     [{"id": "a", "data": good}, {"id": "b", "data": bad}], False)
        self.assertEqual(self.office.get("/demo/orders"), [])

    def test_refusals(self):
        cases = [("builtins.KeyError", lambda o: o.pop("amount_paid")), ("builtins.KeyError", lambda o: o["lines"][0][2].pop("qty")),
                 ("builtins.ValueError", lambda o: o["lines"][0][2].update(qty="three")), ("builtins.ValueError", lambda o: o.update(date_order="soon")),
                 ("psycopg2.errors.InvalidDatetimeFormat", lambda o: o["statement_ids"][0][2].update(name="soon")),
                 ("odoo.exceptions.ValidationError", lambda o: o["lines"][0][2].update(product_id=999999)),
                 ("odoo.exceptions.ValidationError", lambda o: o["statement_ids"][0][2].update(payment_method_id=99)),
                 ("odoo.exceptions.ValidationError", lambda o: o["lines"][0][2].pop("price_subtotal")),
                 ("odoo.exceptions.MissingError", lambda o: o.update(pos_session_id=999)),
                 ("psycopg2.errors.InFailedSqlTransaction", lambda o: o.update(fiscal_position_id=55)),
                 ("odoo.exceptions.UserError", lambda o: o.update(to_invoice=True)),
                 ("odoo.exceptions.AccessError", lambda o: o["lines"][0][2].update(custom_attribute_value_ids=[[0, 0, {}]]))]
        for name, spoil in cases:
            order = self.bread()
            spoil(order)
            error = self.refused(name, self.office.push, order)
            self.assertIn("Traceback", error["data"]["debug"])
            self.assertEqual(self.office.states(order["name"]), [])

    def test_an_order_that_fails_is_kept_beside_the_session(self):
        order = self.bread()
        order["lines"][0][2]["product_id"] = 999999
        self.refused("odoo.exceptions.ValidationError", self.office.push, order)
        kept = self.office.call("ir.attachment", "search_read", [["res_id", "=", self.office.session]], ["name"])
        self.assertEqual(len(kept), 1)
        self.assertTrue(kept[0]["name"].startswith("pos_order_save_Order "))

    def test_the_access_token_tells_whose_order_it_is(self):
        order = self.bread()
        self.office.push(order)
        self.assertEqual(self.office.push(dict(order, access_token="another device")), [])
        stored = self.office.call("pos.order", "search_read", [["pos_reference", "=", order["name"]]], ["access_token"])
        self.assertEqual([o["access_token"] for o in stored], [order["access_token"]])

    def test_a_refund_shows_on_the_line(self):
        order = self.bread(2)
        stored = self.office.push(order)[0]["id"]
        line = self.office.call("pos.order", "read", [stored], ["lines"])[0]["lines"][0]
        back = self.bread(amount_total=-2.35, amount_paid=-2.35, amount_tax=-0.13)
        back["lines"][0][2].update(qty=-1, price_subtotal=-2.22, price_subtotal_incl=-2.35, refunded_orderline_id=line)
        back["statement_ids"][0][2]["amount"] = -2.35
        self.office.push(back)
        exported = self.office.call("pos.order", "export_for_ui", [stored])
        self.assertEqual(exported[0]["lines"][0][2]["refunded_qty"], 1)
        self.assertEqual(self.office.close(), {"successful": True})


if __name__ == "__main__":
    unittest.main()
