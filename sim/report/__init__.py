"""One self-contained HTML page about a comparison, and the pictures and sentences that the dashboard shares with it."""
