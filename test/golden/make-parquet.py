"""Parquet files in the forms of rStar-Coder and verl, as pyarrow writes them; the rows are made up.

    python test/golden/make-parquet.py

Made with pyarrow 26.0.1. The last row of rstar.parquet is larger than a test allows a row to be.
"""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

folder = Path(__file__).parent / "data" / "parquet"


def rstar_row(number, inputs, outputs, name=None):
    return {
        "question_id": f"seed_{number}",
        "question": f"Question {number}.",
        "starter_code": "",
        "inputs": inputs,
        "outputs": outputs,
        "is_synthesized": "[0]",
        "test_case_type": "[0]",
        "func_name": name,
        "class_name": None,
    }


rows = [
    rstar_row(1, json.dumps(["1 2\n", "3 4\n"]), json.dumps(["3\n", "7\n"])),
    rstar_row(2, json.dumps([json.dumps([[1, 2], 3])]), json.dumps([json.dumps(6)]), "total"),
    rstar_row(3, json.dumps(["1\n"]), json.dumps([])),
    rstar_row(4, "[1", json.dumps(["1\n"])),
    rstar_row(5, json.dumps(["7" * 3_000_000]), json.dumps(["7\n"])),
]
table = pa.Table.from_pylist(rows)
pq.write_table(table, folder / "rstar.parquet", compression="zstd", row_group_size=2, data_page_size=256, write_page_index=True)
for codec in ("none", "snappy", "gzip", "brotli"):
    pq.write_table(table.slice(0, 2), folder / f"rstar-{codec}.parquet", compression=codec)

# Texts of one digit pack to nothing. A page takes at most half a gigabyte; pyarrow puts many rows into one, however long.
group = [rstar_row(number, json.dumps(["7" * (2**29 if number == 500 else 9)]), json.dumps(["7\n"])) for number in range(1100)]
with pq.ParquetWriter(folder / "rstar-too-large.parquet", table.schema, compression="zstd") as writer:
    for some in (rows[:2], group, rows[2:3]):
        writer.write_table(pa.Table.from_pylist(some, schema=table.schema))

verl_rows = [
    {
        "data_source": "codecontests",
        "prompt": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Print twice the number."}],
        "ability": "code",
        "reward_model": {"style": "rule", "ground_truth": json.dumps({"inputs": ["2\n"], "outputs": ["4\n"]})},
        "extra_info": {"split": "train", "index": 7},
    },
    {
        "data_source": "taco",
        "prompt": [{"role": "user", "content": "Return twice the number."}],
        "ability": "code",
        "reward_model": {
            "style": "rule",
            "ground_truth": json.dumps({"inputs": [[2], [5]], "outputs": [4, 10], "fn_name": "double"}),
        },
        "extra_info": {"split": "train", "index": 8},
    },
    {
        "data_source": "openai/gsm8k",
        "prompt": [{"role": "user", "content": "What is six times seven?"}],
        "ability": "math",
        "reward_model": {"style": "rule", "ground_truth": "42, forty-two"},
        "extra_info": {"split": "train", "index": 9},
    },
]
pq.write_table(pa.Table.from_pylist(verl_rows), folder / "verl.parquet", compression="snappy")
