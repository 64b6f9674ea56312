"""Reading on a cluster: Apache Spark hands out shards (``mapInArrow``), and groups claims with the same SQL.

A task is a shard. It is read as on one machine, by a fenced process of the executor's that writes the shard's files
and its row of the manifest, so the files are the same byte for byte. A task that runs again, because its worker was
lost, finds the row and does nothing, or reads the shard anew. Inputs and corpus lie where every worker sees them under
the same path.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterclaim.corpus.engines import FULL, DiskFullError, read_all, set_aside
from counterclaim.corpus.folder import Folder, Row, row_from
from counterclaim.corpus.reading import Options, options_from
from counterclaim.corpus.shards import Shard, shard_from
from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    import pyarrow

SLICES = 10_000  # tasks of a job; above that, several shards go into one
TRIES = 4  # of a task whose worker was lost


@contextmanager
def session(master: str, parts: int) -> Iterator[Any]:
    """A Spark session that groups in so many parts; ``CounterclaimError`` where there is no Spark or no cluster."""
    try:
        import pandas  # noqa: F401  Spark asks for it where batches are handed over
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise CounterclaimError("Spark needs PySpark: python -m pip install 'counterclaim[spark]'") from error
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise CounterclaimError("Spark needs Java 17 or later: install it, or name its folder in JAVA_HOME")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    local = re.fullmatch(r"local(?:\[([\d*]+)\])?", master)
    master = f"local[{local[1] or 1},{TRIES}]" if local else master
    ours = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH"))))
    builder = SparkSession.builder.master(master).appName("counterclaim corpus")
    settings = {
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
        "spark.task.maxFailures": str(TRIES),
        "spark.executorEnv.PYTHONPATH": ours,
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": str(parts),
        "spark.sql.execution.arrow.maxRecordsPerBatch": "1",
        "spark.ui.showConsoleProgress": "false",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except Exception as error:
        said = str(error).strip().splitlines()[0][:300] if str(error).strip() else type(error).__name__
        raise CounterclaimError(f"Spark at {master} could not be had: {said}") from None
    try:
        yield spark
    finally:
        spark.stop()


def read_on_spark(spark: Any, shards: Sequence[Shard], options: Options, out: Path) -> Iterator[Row]:
    """Reads shards into the corpus at ``out`` on a cluster; yields each one's row of the manifest when all are read."""
    given = json.dumps({"options": options.fields(), "out": os.path.abspath(out)})

    def work(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        return read_batches(batches, given)

    lines = [(json.dumps(shard.fields()),) for shard in shards]
    slices = spark.sparkContext.parallelize(lines, min(len(lines), SLICES))
    try:
        rows = spark.createDataFrame(slices, "shard string").mapInArrow(work, "row string").collect()
    except Exception as error:
        said = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)[:300]
        raise CounterclaimError(
            f"Spark gave the job up ({said}); what was finished is kept, and the same command goes on from there"
        ) from None
    for line in rows:
        row = row_from(json.loads(line[0]))
        if row.state != "whole" and row.reason.startswith(FULL):
            raise DiskFullError(row.reason)
        yield row


def read_batches(batches: Iterator[pyarrow.RecordBatch], given: str) -> Iterator[pyarrow.RecordBatch]:
    """What a task does: rows that are shards become rows of the manifest."""
    import pyarrow as pa

    told = json.loads(given)
    options, out = options_from(told["options"]), Path(told["out"])
    for batch in batches:
        shards = [shard_from(json.loads(line)) for line in batch.column(0).to_pylist()]
        rows = [json.dumps(row.fields()) for shard in shards for row in _read(shard, options, out)]
        yield pa.RecordBatch.from_arrays([pa.array(rows, pa.string())], ["row"])


def _read(shard: Shard, options: Options, out: Path) -> Iterator[Row]:
    done = Folder(out).row(shard.id)
    if done is not None and Folder(out).is_whole(done, shard):
        yield done
        return
    try:
        yield from read_all([shard], options, out, 1)
    except DiskFullError as error:
        yield set_aside(shard, str(error), out)
