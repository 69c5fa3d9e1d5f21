#!/usr/bin/env python3
"""pandaspeer.py FILE: pandas' read_csv as a peer that reads a table (peers.py says how they talk)."""

import json
import sys
import time

import pandas


def main():
    path = sys.argv[1]
    table = pandas.read_csv(path)
    sums = {name: float(table[name].sum()) for name in table.columns}
    print(json.dumps({"sums": sums}), flush=True)
    del table
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            start = time.perf_counter()
            pandas.read_csv(path)
            times.append(1000 * (time.perf_counter() - start))
        print(json.dumps(times), flush=True)


if __name__ == "__main__":
    main()
