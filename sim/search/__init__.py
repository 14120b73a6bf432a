"""Looking for better plans: many goals at once, on some futures; judged on others, and against chance."""
