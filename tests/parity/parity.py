#!/usr/bin/env python3
"""Holds what `inceptoscope classify` answers for photos against a public implementation.

    tests/parity/parity.py PROGRAM SOURCE [--weights FILE] [--seed SEED] PHOTO|FOLDER...

SOURCE is one of references.py; its package must be installed, and nothing is downloaded. FILE is a
published checkpoint of it; without one, both sides get weights by the golden rule. For every photo
the reference's own pipeline (Pillow, torchvision.transforms) and network give logits; the program
must name the same five classes in the same order, and no logit may be off by more than 1e-3. With
--seed the golden rule's picture of that seed comes first, fed as it is. Prints what was found and
ends with status 1 where the two disagree.
"""

import argparse
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy
import torch
from PIL import Image

import goldenrule
import references

TOLERANCE = 1e-3
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"}


def write_safetensors(path, state):
    header, offset = {}, 0
    for key, value in state.items():
        size = value.numel() * value.element_size()
        dtype = "I64" if value.dtype == torch.int64 else "F32"
        header[key] = {"dtype": dtype, "shape": list(value.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for value in state.values():
            file.write(value.numpy().tobytes())


def state_of(path):
    """A published checkpoint; PyTorch unpickles what it is given, so it must be one to trust."""
    state = torch.load(path, map_location="cpu")
    return state.get("state_dict", state)


def photos_in(paths):
    found = []
    for path in map(pathlib.Path, paths):
        found += sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES) if path.is_dir() else [path]
    return found


def program_answers(program, weights, photos):
    command = [program, "classify", "--weights", str(weights), "--top", "5", "--logits", "--json", *map(str, photos)]
    lines = subprocess.run(command, stdout=subprocess.PIPE, check=False, text=True).stdout.splitlines()
    return list(map(json.loads, lines))


def reference_logits(name, model, values):
    with torch.no_grad():
        return model(values)[0]


class Comparison:
    def __init__(self):
        self.largest, self.sum, self.count, self.disagreements = 0.0, 0.0, 0, 0

    def add(self, photo, answer, logits):
        self.count += 1
        if "error" in answer:
            self.disagreements += 1
            print(f"{photo}: {answer['error']}")
            return
        difference = float(numpy.abs(numpy.array(answer["logits"]) - logits.double().numpy()).max())
        self.largest, self.sum = max(self.largest, difference), self.sum + difference
        order, expected = logits.argsort(descending=True, stable=True)[:6].tolist(), [e["index"] for e in answer["top"]]
        if order[:5] != expected or difference > TOLERANCE:
            self.disagreements += 1
            gap = float((logits[order[:5]] - logits[order[1:]]).min())
            print(f"{photo}: largest difference {difference:.2g}, reference {order[:5]}, "
                  f"program {expected}, smallest gap {gap:.2g}")


def golden_answer(program, name, seed, model, weights):
    """The golden picture is of the input size: the sidecar tells the program not to resize it."""
    size = references.SOURCES[name]["size"]
    pixels = goldenrule.picture(seed, size, size)
    settings = references.SOURCES[name]
    half = name.startswith("torchvision")  # whose network turns ImageNet's values into these
    sidecar = {"preprocessing": {
        "shorter_side": size, "input_size": size, "bgr": settings["bgr"], "pixel_divisor": 255 if settings["unit"] else 1,
        "mean": (0.5,) * 3 if half else settings["mean"], "std": (0.5,) * 3 if half else settings["std"]}}
    picture = weights.with_name("golden.png")
    Image.fromarray(numpy.ascontiguousarray(pixels.transpose(1, 2, 0))).save(picture)
    weights.with_suffix(".json").write_text(json.dumps(sidecar))
    answer = program_answers(program, weights, [picture])[0]
    weights.with_suffix(".json").unlink()
    return answer, reference_logits(name, model, references.fed(name, pixels))


def compare(arguments, folder):
    model = references.built(arguments.source)
    weights = arguments.weights
    if weights:
        model.load_state_dict(state_of(weights))
    else:
        state = goldenrule.weights(model.state_dict(), references.SOURCES[arguments.source]["rule"])
        model.load_state_dict(state)
        weights = pathlib.Path(folder) / (arguments.source + ".safetensors")
        write_safetensors(weights, state)
    comparison = Comparison()
    if arguments.seed is not None:
        comparison.add(f"seed {arguments.seed}",
                       *golden_answer(arguments.program, arguments.source, arguments.seed, model, weights))
    photos = photos_in(arguments.photos)
    pipeline = references.SOURCES[arguments.source]["pipeline"](model)
    for photo, answer in zip(photos, program_answers(arguments.program, weights, photos)):
        values = pipeline(references.opened(photo)).unsqueeze(0)
        comparison.add(photo, answer, reference_logits(arguments.source, model, values))
    return comparison


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("program")
    parser.add_argument("source", choices=references.SOURCES)
    parser.add_argument("--weights", type=pathlib.Path)
    parser.add_argument("--seed", type=int)
    parser.add_argument("photos", nargs="*")
    arguments = parser.parse_intermixed_args()
    with tempfile.TemporaryDirectory() as folder:
        found = compare(arguments, folder)
    print(f"{arguments.source}: {found.count - found.disagreements} of {found.count} agree, largest difference of a "
          f"logit {found.largest:.2g}, mean of the photos' largest {found.sum / max(found.count, 1):.2g}")
    sys.exit(1 if found.disagreements else 0)


if __name__ == "__main__":
    main()
