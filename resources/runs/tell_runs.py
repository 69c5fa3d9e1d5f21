#!/usr/bin/env python3
"""Prints what the runs of the paper's experiments came to, from their logs: the tables of docs/experiments.md.

    tell_runs.py [FOLDER]

Without FOLDER, of the logs beside this script: those of make_runs.py and make_scale_runs.py in experiments/, and those
of the networks that come with the program in networks/.
"""

import json
import pathlib
import statistics
import sys

ERRORS = (0.30, 0.20, 0.16)  # top-1, how soon they are reached
# The runs whose weights come with the program.
BUNDLED = {"inception_v4_imagenette": "a_inception_v4_seed2",
           "inception_resnet_v2_imagenette": "a_inception_resnet_v2_seed1"}


def epochs_of(path):
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    epochs = {line["epoch"]: line for line in lines if line["event"] == "epoch"}  # one that was repeated: its last
    return [epochs[number] for number in sorted(epochs)]


def runs_of(folder):
    runs = {}
    for path in sorted(folder.rglob("run.jsonl")):
        name = BUNDLED.get(path.parent.name, path.parent.name)
        experiment, _, seed = name.rpartition("_seed")
        if experiment:
            runs.setdefault(experiment, {})[int(seed)] = epochs_of(path)
    return runs


def percent(value):
    return f"{100 * value:.1f}"


def first_epoch(epochs, error):
    return next((str(epoch["epoch"]) for epoch in epochs if epoch["val_top1_error"] <= error), "not")


def table(heads, rows):
    print("| " + " | ".join(heads) + " |")
    print("|" + "---|" * len(heads))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def tell_pair(pair, runs):
    rows = []
    for experiment, seeds in runs.items():
        if not experiment.startswith(f"{pair}_"):
            continue
        for seed, epochs in sorted(seeds.items()):
            last = epochs[-1]
            rows.append([experiment[2:], str(seed), *(first_epoch(epochs, error) for error in ERRORS),
                         percent(last["val_top1_error"]), percent(min(e["val_top1_error"] for e in epochs)),
                         percent(last["val_top5_error"])])
        if len(seeds) > 1:
            finals = [epochs[-1]["val_top1_error"] for epochs in seeds.values()]
            print(f"{experiment[2:]}: final top-1 error {percent(statistics.mean(finals))} % as a mean of {len(finals)} "
                  f"seeds, {percent(min(finals))} to {percent(max(finals))} %\n")
    heads = ["network", "seed", *(f"epochs to {100 * error:.0f} %" for error in ERRORS), "final top-1 error, %",
             "best, %", "final top-5 error, %"]
    table(heads, rows)


def tell_scales(runs):
    rows = []
    for experiment, seeds in sorted(runs.items(), reverse=True):
        if not experiment.startswith("c_scale"):
            continue
        for seed, epochs in sorted(seeds.items()):
            last = epochs[-1]
            ratios = [value for key, value in epochs[0].items() if key.startswith("residual_ratio/")]
            rows.append([experiment[len("c_scale"):], str(seed), f"{max(ratios):.1f}",
                         percent(epochs[0]["zeros_before_pool"]), percent(last["zeros_before_pool"]),
                         f"{last['train_loss']:.2f}", percent(last["val_top1_error"])])
    heads = ["residual scale", "seed", "largest residual/trunk ratio after epoch 1", "zeros before the pooling then, %",
             "zeros at the end, %", "final training loss", "final top-1 error, %"]
    table(heads, rows)


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent
    runs = runs_of(folder)
    for pair in ("a", "b"):
        print(f"Pair {pair}\n")
        tell_pair(pair, runs)
    print("Residual scales\n")
    tell_scales(runs)


if __name__ == "__main__":
    main()
