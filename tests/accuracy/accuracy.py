#!/usr/bin/env python3
"""Accuracy of a network on photos in class folders, from what `inceptoscope classify` answers.

    tests/accuracy/accuracy.py PROGRAM NETWORK FOLDER

FOLDER holds a folder for each class; in name order they are the network's classes 0, 1, 2, …
"""

import json
import pathlib
import subprocess
import sys


def main():
    program, network, folder = sys.argv[1:]
    classes = sorted(entry.name for entry in pathlib.Path(folder).iterdir() if entry.is_dir())
    answers = subprocess.run(
        [program, "classify", "--network", network, "--top", "5", "--batch", "16", "--json", folder],
        stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()
    top1 = top5 = 0
    for answer in map(json.loads, answers):
        truth = classes.index(pathlib.Path(answer["image"]).parent.name)
        found = [entry["index"] for entry in answer["top"]]
        top1 += found[0] == truth
        top5 += truth in found
    photos = len(answers)
    print(f"{network}: top-1 {top1} of {photos} ({100 * top1 / photos:.2f} %), "
          f"top-5 {top5} of {photos} ({100 * top5 / photos:.2f} %)")


if __name__ == "__main__":
    main()
