#!/usr/bin/env python3
"""Times this program and pandas' read_csv on the same CSV table of 100 columns, in turns.

    tests/bench/peers/tables.py BIN FOLDER [--rows N] [--rounds N]

BIN is where the programs of a build lie; the table is written into FOLDER and kept there. Prints
medians. The sums of all columns must agree. peers.py says how the peers talk.
"""

import argparse
import math
import pathlib
import subprocess
import sys

from peers import HERE, Peer


def check(reference, other):
    for name, value in other.said["sums"].items():
        if not math.isclose(value, reference.said["sums"][name], rel_tol=1e-9):
            sys.exit(f"tables.py: {other.name} read something else in {name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binaries", type=pathlib.Path, metavar="BIN")
    parser.add_argument("folder", type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--rows", type=int, default=400_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    program = arguments.binaries / "table_peer"
    table = arguments.folder / f"table_{arguments.rows}.csv"
    if not table.exists():
        subprocess.run([program, table, str(arguments.rows)], check=True)
    peers = [Peer("pandas", ["/usr/bin/python3", HERE / "pandaspeer.py", table]),
             Peer("inceptoscope", [program, table])]
    check(*peers)
    for _ in range(arguments.rounds):
        for peer in peers:
            peer.run(1)
    points = 100 * arguments.rows
    print(f"\na table with {points:,} values, {table.stat().st_size / 1e6:.0f} MB")
    for peer in peers:
        row = f"  {peer.name:32} {peer.median:8.0f} ms   {peer.median / peers[0].median:5.2f} of {peers[0].name}'s"
        print(f"{row}   (least {min(peer.times):.0f}, n {len(peer.times)})")
        peer.end()


if __name__ == "__main__":
    main()
