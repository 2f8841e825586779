"""The parts of the demo back office; each module has one job."""
