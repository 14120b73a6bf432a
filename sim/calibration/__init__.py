"""Which parameters agree with what was observed? Screening, waves of history matching, and the shipped sets."""
