"""Sessions: login numbers, late orders, and closings that one wrong cent stops."""
import signal
import unittest

from support import Case


class Sessions(Case):
    def test_opening_is_the_same_thing_twice(self):
        self.office.call("pos.config", "open_ui", [self.office.config])
        self.assertEqual(len(self.office.get("/demo/sessions")), 1)
        self.assertEqual(self.office.call("pos.session", "login", [self.office.session]), self.office.login + 1)
        self.refused("odoo.exceptions.ValidationError", self.office.call, "pos.session", "create", {"config_id": self.office.config})

    def test_nothing_is_a_reply_without_a_result(self):
        answer = self.office.answer("object", "execute_kw", "demo", self.office.uid, self.office.key, "pos.session", "set_cashbox_pos", [[self.office.session], 1.0, ""])
        self.assertEqual(answer, {"jsonrpc": "2.0", "id": 7})

    def test_a_right_day_closes(self):
        for pieces in (1, 2, 3):
            self.office.push(self.bread(pieces))
        data = self.office.call("pos.session", "get_closing_control_data", [self.office.session])
        self.assertEqual(data["orders_details"]["quantity"], 3)
        self.assertEqual(data["default_cash_details"]["amount"], 100.0)
        self.assertEqual(self.office.call("pos.session", "post_closing_cash_details", [self.office.session], counted_cash=100.0), {"successful": True})
        self.assertEqual(self.office.close(), {"successful": True})
        self.assertEqual({o["state"] for o in self.office.get("/demo/orders")}, {"done"})
        self.assertEqual(self.office.call("pos.session", "close_session_from_ui", self.office.session, [])["title"], "Session already closed")
        self.refused("odoo.exceptions.UserError", self.office.call, "pos.session", "update_closing_control_state_session", self.office.session, "")
        self.office.open()
        self.assertEqual(self.office.call("pos.session", "read", [self.office.session], ["cash_register_balance_start"])[0]["cash_register_balance_start"], 100.0)

    def is_stuck(self, order):
        """The server takes the order as paid, and its session can't be closed any more."""
        self.office.push(order)
        self.assertEqual(self.office.states(order["name"]), ["paid"])
        self.assertEqual(self.office.close(), {"successful": False, "message": "Force Close Session", "redirect": True})
        action = self.office.call("pos.session", "action_pos_session_closing_control", [self.office.session])
        self.assertEqual(action["res_model"], "pos.close.session.wizard")
        self.refused("odoo.exceptions.AccessError", self.office.call, "pos.close.session.wizard", "close_session", [action["res_id"]])
        self.office.call("pos.config", "open_ui", [self.office.config])
        state = self.office.call("pos.config", "read", [self.office.config], ["current_session_state"])
        self.assertEqual(state[0]["current_session_state"], "closing_control")

    def test_one_cent_in_the_total_stops_the_closing(self):
        order = self.bread(amount_total=2.36, amount_paid=2.36)
        order["statement_ids"][0][2]["amount"] = 2.36
        self.is_stuck(order)

    def test_one_cent_in_a_line_stops_the_closing(self):
        order = self.bread()
        order["lines"][0][2]["price_subtotal"] = 2.23
        self.is_stuck(order)

    def test_a_wrong_line_total_is_not_used(self):
        order = self.bread()
        order["lines"][0][2]["price_subtotal_incl"] = 2.36
        self.office.push(order)
        self.assertEqual(self.office.close(), {"successful": True})

    def test_drafts_block_the_closing(self):
        self.office.push(dict(self.bread(), statement_ids=[]), draft=True)
        self.assertFalse(self.office.close()["successful"])
        self.assertFalse(self.office.call("pos.session", "post_closing_cash_details", [self.office.session], counted_cash=1)["successful"])

    def test_late_orders_go_to_a_rescue_session(self):
        late, second = self.bread(), self.bread()
        self.assertEqual(self.office.close(), {"successful": True})
        closed = self.office.session
        self.office.open()
        self.office.push(late)
        self.office.push(second)
        rescue = [s for s in self.office.get("/demo/sessions") if s["rescue"]]
        self.assertEqual(len(rescue), 1)
        self.assertEqual(rescue[0]["name"], f"POS/{rescue[0]['id']:05d} (RESCUE FOR POS/{closed:05d})")
        self.assertEqual(self.office.push(late), [])
        self.assertEqual(self.office.call("pos.session", "close_session_from_ui", rescue[0]["id"], []), {"successful": True})

    def test_counting_the_drawer_opens_a_closed_session_again(self):
        self.office.close()
        self.office.call("pos.session", "set_cashbox_pos", [self.office.session], 50.0, "")
        self.assertEqual(self.office.call("pos.session", "read", [self.office.session], ["state"])[0]["state"], "opened")

    def test_a_customer_account_without_customer_stops_the_closing(self):
        order = self.bread()
        order["statement_ids"][0][2]["payment_method_id"] = 3
        self.office.push(order)
        self.assertEqual(self.office.states(order["name"]), ["paid"])
        self.refused("odoo.exceptions.UserError", self.office.close)

    def test_a_draft_with_an_odd_name_breaks_loading(self):
        self.office.push(dict(self.bread(), name="hello", statement_ids=[]), draft=True)
        self.refused("builtins.AttributeError", self.office.call, "pos.session", "load_pos_data", [self.office.session])

    def test_everything_is_there_after_a_kill(self):
        order = self.bread()
        for _ in range(3):
            self.office.push(order)
            key, session, login = self.office.key, self.office.session, self.office.login
            self.office.end(signal.SIGKILL)
            self.office.start()
            self.assertEqual(self.office.key, key)
            self.office.open()
            self.assertEqual((self.office.session, self.office.login), (session, login + 1))
            self.assertEqual(self.office.states(order["name"]), ["paid"])
            self.assertEqual(self.office.push(order), [])


if __name__ == "__main__":
    unittest.main()
