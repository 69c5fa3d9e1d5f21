#!/usr/bin/env python3
"""Section 3.3 of the paper, small: a residual network with more than 1000 filters, with and without scaling.

    make_scale_runs.py PROGRAM CIFAR WORK [--only TEXT] [--dry-run]

PROGRAM is build/release/bin/inceptoscope, CIFAR the folder with train/ and test/ of CIFAR-10 as pictures in folders
named after their classes, WORK a folder for the photos that are chosen, checkpoints and weights. The runs have one
thread and come one after the other. What was stopped goes on when the same command is given again, and what is
finished is left alone. A run that ends because its loss is no number any more is finished, too: its log tells of the
epochs before.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys

LOGS = pathlib.Path(__file__).resolve().parent / "experiments"

# Inception-ResNet-v1 at its full width, 1792 filters before the pooling, with fewer blocks A and B; the paper's recipe
# without the gradient clipping, which hides what happens.
NETWORK = ["--network", "inception_resnet_v1", "--repeats", "1,1,10", "--input-size", "75"]
RECIPE = ["--recipe", "paper", "--learning-rate", "0.045", "--clip", "0", "--batch", "32", "--epochs", "6",
          "--precision", "bf16", "--threads", "1"]
SCALES = ("1.0", "0.3", "0.1")
SEEDS = (1, 2, 3)
PHOTOS = {"train": ("train", 400), "val": ("test", 100)}  # of each class, the first by name


def choose_photos(cifar, chosen):
    if chosen.exists():
        return
    part = chosen.with_name(chosen.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    for split, (source, count) in PHOTOS.items():
        for label in sorted(path for path in (cifar / source).iterdir() if path.is_dir()):
            target = part / split / label.name
            target.mkdir(parents=True)
            for photo in sorted(label.iterdir())[:count]:
                shutil.copy(photo, target)
    part.rename(chosen)


def runs():
    """In the order in which they are worth most: every scale once, then again."""
    for seed in SEEDS:
        for scale in SCALES:
            yield f"c_scale{scale}_seed{seed}", scale, seed


def is_finished(out):
    return (out / "model.safetensors").exists() or (out / "died").exists()


def train(program, data, work, run):
    name, scale, seed = run
    out = work / name
    command = [program, "train", *NETWORK, *RECIPE, "--residual-scale", scale, "--seed", str(seed), "--data", data,
               "--id", name, "--out", out]
    if out.exists():
        command.append("--resume")
    ended = subprocess.run([str(word) for word in command], stderr=subprocess.PIPE, text=True)
    with open(work / f"{name}.log", "a") as log:
        log.write(ended.stderr)
    died = "is no longer a number" in ended.stderr
    if died:
        (out / "died").touch()
    if ended.returncode == 0 or died:
        (LOGS / name).mkdir(parents=True, exist_ok=True)
        shutil.copy(out / "run.jsonl", LOGS / name / "run.jsonl")
    return is_finished(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("cifar", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--only", default="", help="runs whose name has this")
    parser.add_argument("--dry-run", action="store_true", help="list the runs and their state")
    arguments = parser.parse_args()
    chosen = [run for run in runs() if arguments.only in run[0]]
    if arguments.dry_run:
        for run in chosen:
            print(run[0], "finished" if is_finished(arguments.work / run[0]) else "to do")
        return 0
    arguments.work.mkdir(parents=True, exist_ok=True)
    data = arguments.work / "cifar10-first"
    choose_photos(arguments.cifar, data)
    failed = 0
    for run in chosen:
        done = is_finished(arguments.work / run[0]) or train(arguments.program, data, arguments.work, run)
        print(run[0], "finished" if done else f"failed: see {arguments.work / run[0]}.log", flush=True)
        failed += not done
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
