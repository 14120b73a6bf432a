"""What simulated futures say: outcomes, how sure one may be, and comparisons under the same luck."""
