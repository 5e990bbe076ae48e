"""Reads Parquet with pyarrow, DuckDB and datasets, and prints what each of them found as JSON."""

import hashlib
import json
import os
import sys

folder = f"{sys.argv[1]}/parquet"
os.environ["HF_HOME"] = f"{sys.argv[1]}/hf"
os.environ["HF_HUB_OFFLINE"] = "1"

import duckdb  # noqa: E402
import pyarrow.parquet  # noqa: E402
from datasets import Audio, load_dataset  # noqa: E402


def rows_of(path):
    for row in pyarrow.parquet.read_table(path).to_pylist():
        sound = row.pop("audio")
        yield {**row, "sha256": hashlib.sha256(sound["bytes"]).hexdigest(), "path": sound["path"]}


files = sorted(os.listdir(f"{folder}/data"))
counted = duckdb.sql(f"select split, count(*), sum(len(utterances)) from '{folder}/data/*.parquet' group by split order by split").fetchall()
dataset = load_dataset(folder)
first = {split: part.cast_column("audio", Audio(decode=False))[0] for split, part in dataset.items()}
print(
    json.dumps(
        {
            "files": files,
            "rows": [row for name in files for row in rows_of(f"{folder}/data/{name}")],
            "duckdb": counted,
            "datasets": {
                split: {
                    "rows": len(dataset[split]),
                    "rate": dataset[split].features["audio"].sampling_rate,
                    "words": row["utterances"][0]["words"],
                    "sha256": hashlib.sha256(row["audio"]["bytes"]).hexdigest(),
                }
                for split, row in first.items()
            },
        }
    )
)
