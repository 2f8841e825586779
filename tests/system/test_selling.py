"""Selling with, without and again with a back office: every thanked order is on the server, once."""
import os
import signal
import time

from lane import AVOCADO, BREAD, MILK, SELL, WINE, LaneTest

FIRST_START = "wait screen=welcome 60s\nwait idle 5s\nquit\n"


class Selling(LaneTest):
    def test_a_sale_reaches_the_server_with_the_total_that_was_shown(self):
        self.office.start()
        self.sell("wait screen=welcome 60s\nscan " + MILK + "\nwait idle 5s\nscan " + MILK + "\nwait idle 5s\n"
                  "wait screen=basket 5s\nexpect total 2.38\nscan " + BREAD + "\nwait idle 5s\nexpect total 4.73\n"
                  "tap id=pay\nwait screen=thanks 60s\nwait sent 60s\nquit\n")
        self.wait_paid(1)
        self.assertEqual(self.office.orders()[0]["amount_total"], 4.73)

    def test_a_lane_that_never_had_a_catalogue_says_so_and_recovers_by_itself(self):
        self.office.start()
        self.office.stop()
        lane = self.start_kiosk("wait screen=closed 10s\nwait \"shop server\" 20s\nwait screen=welcome 90s\n" +
                                SELL.format(code=MILK) + "wait sent 60s\nquit\n")
        time.sleep(4)
        self.office.start()
        out, errors = lane.communicate(timeout=200)
        self.assertEqual(lane.returncode, 0, errors)
        self.wait_paid(1)

    def test_without_a_back_office_it_sells_prints_and_keeps(self):
        self.office.start()
        self.sell(FIRST_START)
        self.office.stop()
        for code in (MILK, BREAD, AVOCADO):
            self.sell("wait screen=welcome 20s\nscan " + code + "\nwait idle 5s\ntap id=pay\nwait screen=receipt 30s\n"
                      "tap id=receipt-print\nwait screen=thanks 20s\nquit\n")
        self.assertEqual(len(os.listdir(os.path.join(self.data, "receipts"))), 3)
        self.office.start()
        self.sell("wait screen=welcome 60s\nwait sent 90s\nquit\n")
        self.wait_paid(3)

    def test_the_network_is_cut_in_the_middle_of_a_sale(self):
        self.office.start()
        lane = self.start_kiosk("wait screen=welcome 60s\nscan " + MILK + "\nwait idle 5s\nsleep 4s\n" +
                                SELL.format(code=BREAD) + "wait sent 120s\nquit\n")
        time.sleep(3)
        self.office.stop(signal.SIGKILL)
        time.sleep(14)
        self.office.start()
        out, errors = lane.communicate(timeout=240)
        self.assertEqual(lane.returncode, 0, errors)
        self.wait_paid(1)

    def test_a_refused_order_is_set_aside_and_the_next_goes_past(self):
        self.office.start()
        self.office.fault("error:odoo.exceptions.ValidationError@create_from_ui*1")
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nwait screen=welcome 20s\n" +
                  SELL.format(code=BREAD) + "wait sent 60s\nquit\n")
        self.wait_paid(1)
        self.assertIn("was refused by the server", self.log())
        self.assertNotIn("Traceback", self.log())

    def test_an_answer_that_is_lost_after_the_server_stored_doubles_nothing(self):
        self.office.start()
        self.office.fault("drop-after@create_from_ui*2")
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 120s\nquit\n")
        self.wait_paid(1)

    def test_a_second_kiosk_on_the_same_data_folder_is_refused(self):
        self.office.start()
        lane = self.start_kiosk("wait screen=welcome 60s\nsleep 8s\nquit\n")
        time.sleep(3)
        self.says(self.kiosk("quit\n"), self.data)
        lane.kill()
        lane.communicate()
