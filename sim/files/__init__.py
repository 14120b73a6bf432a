"""The three file formats: scenarios, plans and contexts; finding, reading, checking and writing them."""
