"""One self-contained HTML page about a comparison, and the pictures and sentences that the dashboard shares with it."""

from sim.report.page import report_html, write_report

__all__ = ["report_html", "write_report"]
