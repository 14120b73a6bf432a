"""``python -m sim.cli`` is ``sobremesa``."""

from sim.cli import main

if __name__ == "__main__":
    main()
