# make demo      the main comparison for one country, and its report
# make dashboard the same and much more in a browser
# make test      every test, the linter and the type checker
# make quick     the tests that take seconds
#
# Each makes what it needs in .venv first, asks nothing and may be run again. PYTHON=/path/to/python3 chooses the Python.
.PHONY: help demo dashboard test quick check environment clean
.DEFAULT_GOAL := help

# What a user set for other work must not leak in here.
unexport PYTHONPATH PYTHONHOME PYTHONWARNINGS PYTHONOPTIMIZE
export PYTHON

CONTEXT := uruguay
PLANS := baseline,quick-wins,institution-builder,grassroots,watchdog,insider,fund-first,adaptive
REPORT := sobremesa-demo.html

help:
	@echo "make demo         compare all plans in all scenarios for $(CONTEXT), and write $(REPORT)"
	@echo "make dashboard    open the dashboard in a browser"
	@echo "make test         run every test, the linter and the type checker"
	@echo "make quick        run the tests that take seconds"
	@echo "make environment  make .venv, with the command .venv/bin/sobremesa"
	@echo "make clean        remove .venv and what tools left behind"

environment:
	@sh .ci/environment .venv

demo: environment
	.venv/bin/sobremesa compare --context $(CONTEXT) --plans $(PLANS) --split --report $(REPORT)

dashboard: environment
	.venv/bin/sobremesa dashboard

check: environment
	.venv/bin/ruff check .
	.venv/bin/mypy

test: check
	.venv/bin/python -m pytest -n auto --dist loadgroup

quick: environment
	.venv/bin/python -m pytest -n auto -m "not slow"

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis $(REPORT)
