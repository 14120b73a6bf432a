"""What the world shows, the same measured in simulated futures, and how far the two lie apart."""
