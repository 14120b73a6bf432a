"""What lies in the folder of an experiment.

    DIR/
      design.toml                the design run last; its files are those in inputs/, so that DIR stands alone
      manifest.json              seed, hash of every input, fingerprint of the machine, rules and package versions
      inputs/<hash>/<name>.toml  scenarios, plans, contexts as they were; parameter sets and tables of points likewise
      points.parquet             the points of the design run last, a row each
      samples.parquet            the sampled rows in the order of the sampling method, with the point that each one is
      work/<number>-<hash>.parquet   which part holds which futures of which points; only ever added to
      parts/<key>-<hash>.parquet     outcomes, a row for each point and future
      series/<key>-<hash>.parquet    the series that the design keeps, a row for each point, future and month
      failures/<key>-<hash>.parquet  points that could not be lived through, with the reason
      lock                       held by the process that runs the experiment

**points**: ``point`` (16 hexadecimal digits: the hash of what the point is, so that another design that holds the
same point finds it here), ``number`` (its place in the design, from 0), ``scenario``, ``plan``, ``context``, and a
column for each varied value under its name (``stance``, ``donors_exit_share``).

**samples**: ``sample`` (row of the sampling method, from 0), ``scenario``, ``plan``, ``context``, ``point``. Sampling
may hit a point twice (Morris often does); it then stands once in *points* and twice here. Sensitivity indices read
their outcomes in this order.

**outcomes**: ``point``, ``future``, and the columns of :func:`sim.results.outcomes.outcome_table`. Columns that only
scenarios with a blow have are null elsewhere.

**failures**: ``point``, ``first_future``, ``last_future``, ``reason``, ``command``.

**Why nothing is lost.** A part is written to a temporary name, flushed to the disk, and renamed to a name that holds
the hash of its bytes: it is there whole or not at all, and a damaged one is known by its name. Which futures of which
points a part holds was written to *work* before anybody computed it, and never changes. So a future belongs to
exactly one part, a part that is computed twice (by a process that was killed, or two at once) has the same name and
the same bytes, and what is missing is the list of work without the list of files.
"""

from __future__ import annotations
