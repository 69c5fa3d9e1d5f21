#!/usr/bin/env python3
"""Trains the networks of the paper's experiments, small, and puts their logs beside this script, into experiments/.

    make_runs.py PROGRAM IMAGENETTE WORK [--jobs N] [--only TEXT] [--epochs N] [--dry-run]

PROGRAM is build/release/bin/inceptoscope, IMAGENETTE the folder with train/ and val/ of Imagenette
(224 pixels), WORK a folder for checkpoints and weights. Each run has one thread; as many run at once as
there are processors. What was stopped or killed goes on where its last checkpoint is when the same
command is given again, and what is finished is left alone.
"""

import argparse
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys

LOGS = pathlib.Path(__file__).resolve().parent / "experiments"

# Pairs at matched multiply-adds at 128 × 128: 71.7 and 69.5 million, 48.7 and 48.1 million.
PAIRS = {
    "a": [("inception_v4", "0.25", "2,4,2"), ("inception_resnet_v2", "0.25", "4,8,4")],
    "b": [("inception_v3", "0.25", "3,4,2"), ("inception_resnet_v1", "0.25", "4,8,4")],
}
SEEDS = (1, 2, 3)


def runs():
    """In the order in which they are worth most: every network once, then again."""
    for seed in SEEDS:
        for pair, networks in PAIRS.items():
            for network, width, repeats in networks:
                yield f"{pair}_{network}_seed{seed}", network, width, repeats, seed


def train(program, data, work, epochs, run):
    name, network, width, repeats, seed = run
    out = work / name
    if (out / "model.safetensors").exists():
        return name, 0
    command = [program, "train", "--network", network, "--width", width, "--repeats", repeats, "--input-size", "128",
               "--data", data, "--epochs", str(epochs), "--recipe", "small-data", "--precision", "bf16",
               "--seed", str(seed), "--threads", "1", "--id", name, "--out", out]
    if out.exists():
        command.append("--resume")
    work.mkdir(parents=True, exist_ok=True)
    with open(work / f"{name}.log", "a") as log:
        status = subprocess.run([str(word) for word in command], stdout=log, stderr=log).returncode
    if status == 0:
        (LOGS / name).mkdir(parents=True, exist_ok=True)
        shutil.copy(out / "run.jsonl", LOGS / name / "run.jsonl")
    return name, status


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("imagenette", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="runs at once")
    parser.add_argument("--only", default="", help="runs whose name has this")
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--dry-run", action="store_true", help="list the runs and their state")
    arguments = parser.parse_args()
    chosen = [run for run in runs() if arguments.only in run[0]]
    if arguments.dry_run:
        for run in chosen:
            done = (arguments.work / run[0] / "model.safetensors").exists()
            print(run[0], "finished" if done else "to do")
        return 0
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for name, status in pool.map(
                lambda run: train(arguments.program, arguments.imagenette, arguments.work, arguments.epochs, run), chosen):
            print(name, "finished" if status == 0 else f"failed: see {arguments.work / name}.log", flush=True)
            failed += status != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
