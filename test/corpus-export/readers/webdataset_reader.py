"""Reads WebDataset archives with webdataset itself, and prints what it found as JSON."""

import glob
import hashlib
import json
import sys

import webdataset

found = []
for path in sorted(glob.glob(f"{sys.argv[1]}/webdataset/*.tar")):
    for sample in webdataset.WebDataset(path, shardshuffle=False):
        record = json.loads(sample["json"])
        sha256 = hashlib.sha256(sample["flac"]).hexdigest()
        found.append({"key": sample["__key__"], "id": record["id"], "sha256": sha256})
print(json.dumps(found))
