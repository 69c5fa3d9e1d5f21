#!/usr/bin/env python3
"""Holds the ONNX files that `inceptoscope export` writes against ONNX's checker and ONNX Runtime.

    tests/parity/onnxparity.py PROGRAM MAKE_WEIGHTS [--width W] [--network ID]... [--runtime FOLDER PHOTO|FOLDER...]

Takes the bundled networks and, with weights by the golden rule (MAKE_WEIGHTS), every family of the zoo;
W times as wide. ONNX's checker must find nothing, and infer the very shapes the file states. With
--runtime, a folder where npm installed onnxruntime-node, ONNX Runtime gets every photo, prepared here as
the file's own metadata says and all of them in one batch; the program must name the same five classes in
the same order, and no logit may be off by more than 1e-3. Ends with status 1 where something is wrong.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy
import onnx

TOLERANCE = 1e-3
SUFFIXES = {".jpg", ".jpeg", ".png"}
HERE = pathlib.Path(__file__).parent


def output_of(*command):
    return subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, check=True, text=True).stdout


# --- The checker ----------------------------------------------------------------------------------

def shapes_of(values):
    return {value.name: [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim] for value in values}


def checked(path):
    """The model, if ONNX finds nothing wrong with it."""
    model = onnx.load(str(path))
    onnx.checker.check_model(model, full_check=True)
    bare = onnx.ModelProto()
    bare.CopyFrom(model)
    del bare.graph.value_info[:]
    inferred = shapes_of(onnx.shape_inference.infer_shapes(bare, strict_mode=True).graph.value_info)
    stated = shapes_of(model.graph.value_info)
    different = [name for name in stated if inferred.get(name) != stated[name]]
    if different or not stated:
        raise ValueError(f"{path}: other shapes inferred than stated for {different}")
    return model


# --- The numbers ----------------------------------------------------------------------------------

def prepared(photo, preprocessing):
    """float32 [3, size, size], as the file's metadata says."""
    from PIL import Image
    shorter, size = preprocessing["shorter_side"], preprocessing["input_size"]
    filters = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC}
    sides = [shorter if side == min(photo.size) else int(shorter * side / min(photo.size)) for side in photo.size]
    left, top = (round((side - size) / 2) for side in sides)
    crop = photo.resize(sides, filters[preprocessing["interpolation"]]).crop((left, top, left + size, top + size))
    pixels = numpy.asarray(crop, dtype=numpy.float64)[:, :, ::-1 if preprocessing["bgr"] else 1]
    values = (pixels / preprocessing["pixel_divisor"] - preprocessing["mean"]) / preprocessing["std"]
    return numpy.ascontiguousarray(values.transpose(2, 0, 1), dtype=numpy.float32)


def decoded(paths, folder):
    """The photos, and files of the same pixels: decoders of JPEG may differ."""
    from PIL import Image, ImageOps
    found = []
    for path in map(pathlib.Path, paths):
        found += sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES) if path.is_dir() else [path]
    photos = [ImageOps.exif_transpose(Image.open(path)).convert("RGB") for path in found]
    files = [pathlib.Path(folder) / f"{number}.png" for number in range(len(photos))]
    for photo, file in zip(photos, files):
        photo.save(file)
    return photos, files


def runtime_answers(arguments, path, model, photos, folder):
    preprocessing = json.loads({p.key: p.value for p in model.metadata_props}["preprocessing"])
    values = pathlib.Path(folder) / "values"
    values.write_bytes(b"".join(prepared(photo, preprocessing).tobytes() for photo in photos))
    answer = json.loads(output_of("node", HERE / "runonnx.cjs", arguments.runtime, path, values,
                                  preprocessing["input_size"]))
    return numpy.array(answer["logits"]), numpy.array(answer["probabilities"])


def disagreements(arguments, choice, path, model, folder):
    """How many photos are answered differently; prints the largest difference."""
    photos, files = decoded(arguments.photos, folder)
    lines = output_of(arguments.program, "classify", *choice, "--logits", "--json", *files).splitlines()
    answers = list(map(json.loads, lines))
    logits, probabilities = runtime_answers(arguments, path, model, photos, folder)
    apart = numpy.abs(logits - [answer["logits"] for answer in answers]).max(axis=1)
    powers = numpy.exp(logits - logits.max(axis=1, keepdims=True))
    unlike = numpy.abs(probabilities - powers / powers.sum(axis=1, keepdims=True)).max()
    best = [order[:5].tolist() == [e["index"] for e in answer["top"]]
            for order, answer in zip((-logits).argsort(axis=1, kind="stable"), answers)]
    wrong = sum(not (same and difference <= TOLERANCE) for same, difference in zip(best, apart))
    print(f"  ONNX Runtime: {len(answers) - wrong} of {len(answers)} agree, largest difference of a logit "
          f"{apart.max():.2g}, largest logit {numpy.abs(logits).max():.3g}")
    if unlike > 1e-6:
        print(f"  the probabilities are not those of the logits: {unlike:.2g} apart")
    return wrong + (unlike > 1e-6)


# --- All of them ----------------------------------------------------------------------------------

def networks(arguments, folder):
    """Id, and the options that choose it."""
    listed = json.loads(output_of(arguments.program, "networks", "--json"))["networks"]
    bundled = [network["id"] for network in listed if network["weights"] == "bundled"]
    for name in bundled + output_of(arguments.make_weights).split():
        if arguments.network and name not in arguments.network:
            continue
        if name in bundled:
            yield name, ("--network", name)
            continue
        weights = pathlib.Path(folder) / "weights.safetensors"
        output_of(arguments.make_weights, name, weights, arguments.width)
        yield name, ("--weights", weights)


def problems(arguments, folder):
    count = 0
    path = pathlib.Path(folder) / "network.onnx"
    for name, choice in networks(arguments, folder):
        output_of(arguments.program, "export", *choice, "--force", "--onnx", path)
        try:
            model = checked(path)
        except (ValueError, onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as problem:
            print(f"{name}: {problem}")
            count += 1
            continue
        print(f"{name}: {len(model.graph.node)} nodes, {path.stat().st_size} bytes, nothing to complain of", flush=True)
        if arguments.runtime:
            count += disagreements(arguments, choice, path, model, folder)
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("program")
    parser.add_argument("make_weights")
    parser.add_argument("--width", type=float, default=1.0)
    parser.add_argument("--network", action="append")
    parser.add_argument("--runtime", type=pathlib.Path)
    parser.add_argument("photos", nargs="*")
    arguments = parser.parse_intermixed_args()
    if bool(arguments.runtime) != bool(arguments.photos):
        parser.error("--runtime and photos go together")
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(1 if problems(arguments, folder) else 0)


if __name__ == "__main__":
    main()
