#!/usr/bin/env python3
"""Makes the small checkpoints in this folder with PyTorch's own torch.save, and beside each a text with
what it holds: a line a tensor, in the order of their names, with safetensors' name of the dtype, the
shape and the values as float32. Made with PyTorch 1.13:

    python3 make.py
"""

import argparse
import collections
import os
import pathlib
import warnings
import zipfile

import numpy
import torch

folder = pathlib.Path(__file__).parent
names = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
    torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
}


def line(name, tensor):
    values = " ".join("%.9g" % value for value in tensor.detach().float().reshape(-1).tolist())
    return f"{name} {names[tensor.dtype]} {list(tensor.shape)} {values}".rstrip() + "\n"


def describe(name, tensors):
    lines = [line(*item) for item in sorted(tensors.items()) if torch.is_tensor(item[1])]
    (folder / f"{name}.txt").write_text("".join(lines))


def save(name, obj, tensors, **options):
    """In both forms; `tensors` is what a reader must find."""
    for form, zipped in (("zip", True), ("legacy", False)):
        torch.save(obj, folder / f"{name}-{form}.pth", _use_new_zipfile_serialization=zipped, **options)
    describe(name, tensors)


def module():
    torch.manual_seed(1)
    return torch.nn.Sequential(torch.nn.Conv2d(2, 3, (1, 3)), torch.nn.BatchNorm2d(3))


def dtypes():
    values = [0.0, 1.0, -2.5, 1000.0, 1e-7, float("inf")]
    floats = {str(t).split(".")[1]: torch.tensor(values, dtype=t).reshape(2, 3)
              for t in (torch.float64, torch.float32, torch.float16, torch.bfloat16)}
    integers = {str(t).split(".")[1]: torch.tensor([-128, -1, 0, 127], dtype=t)
                for t in (torch.int64, torch.int32, torch.int16, torch.int8)}
    return {**floats, **integers, "uint8": torch.tensor([0, 255], dtype=torch.uint8),
            "bool": torch.tensor([True, False, True]), "scalar": torch.tensor(7.5), "count": torch.tensor(12),
            "empty": torch.empty(0), "empty.rows": torch.empty(3, 0, 2), "한글 이름": torch.tensor([1.0])}


def views():
    """Tensors that share storages, begin in the middle of them, and lie in another order."""
    base = torch.arange(24, dtype=torch.float32)
    grid = base.reshape(2, 3, 4)
    image = torch.arange(16, dtype=torch.float16).reshape(1, 4, 2, 2)
    return {"base": base, "again": base, "tail": base[20:], "grid": grid, "turned": grid.permute(2, 0, 1),
            "columns": grid[:, :, 1::2], "row": grid[1, 2], "column": grid[:, 0, 3], "element": grid[1, 1, 1],
            "repeated": base[3:5].reshape(2, 1).expand(2, 3), "last": image.contiguous(memory_format=torch.channels_last),
            "nothing": base[24:]}


def wrapped(inside, **others):
    return {"epoch": 3, "arch": "inception", "best": 0.25, "history": [1, (2.0, None, True)], **inside, **others}


def repack(source, name, method=zipfile.ZIP_STORED, zip64=False, **replaced):
    """The entries of an archive packed again by Python's zipfile, some replaced or added."""
    with zipfile.ZipFile(folder / f"{source}.pth") as archive:
        entries = {info.filename: archive.read(info) for info in archive.infolist()}
    root = next(iter(entries)).split("/")[0]
    entries.update({f"{root}/{key}": value for key, value in replaced.items()})
    with zipfile.ZipFile(folder / f"{name}.pth", "w", method) as archive:
        for key, contents in entries.items():
            with archive.open(zipfile.ZipInfo(key) if method == zipfile.ZIP_STORED else key, "w",
                              force_zip64=zip64) as entry:
                entry.write(contents)


class Stranger:
    """Would leave a trace where it is run."""

    def __reduce__(self):
        return os.system, ("touch inceptoscope-was-here",)


def main():
    warnings.simplefilter("ignore")
    state = module().state_dict()
    save("module", state, state)
    save("dtypes", dtypes(), dtypes())
    save("views", views(), views())
    save("protocol4", state, state, pickle_protocol=4)
    save("parameters", dict(module().named_parameters()), dict(module().named_parameters()))

    other = {name: tensor + 1 for name, tensor in state.items()}
    optimizer = {"state": {0: {"momentum": torch.ones(2)}}, "param_groups": [{"lr": 0.1, "params": [0]}]}
    save("state_dict", wrapped({"state_dict": state}, optimizer=optimizer, state_dict_ema=other), state)
    save("model", wrapped({"model": state, "model_ema": other}), state)
    save("ema", wrapped({"state_dict_ema": state}, size=torch.Size([2, 3]), dtype=torch.float32), state)
    args = argparse.Namespace(lr=0.1, model="inception_v4", betas=[0.9, 0.999])
    save("training", wrapped({"state_dict": state}, args=args, metric=numpy.float64(0.75), rank=numpy.array([1, 2])),
         state)
    save("beside", collections.OrderedDict(wrapped(state, none=None)), state)

    repack("module-zip", "deflated", zipfile.ZIP_DEFLATED)
    describe("deflated", state)
    repack("module-zip", "zip64", zip64=True)
    describe("zip64", state)
    repack("module-zip", "littleendian", byteorder=b"little")
    describe("littleendian", state)

    # What must be refused.
    repack("module-zip", "bigendian", byteorder=b"big")
    repack("module-zip", "version", version=b"99\n")
    for form, zipped in (("zip", True), ("legacy", False)):
        for name, obj in (("wholemodule", torch.nn.Sequential(torch.nn.ReLU())),
                          ("stranger", {"w": torch.ones(1), "x": Stranger()}),
                          ("complex", {"w": torch.ones(1, dtype=torch.complex64)}),
                          ("list", [torch.ones(1)])):
            torch.save(obj, folder / f"{name}-{form}.pth", _use_new_zipfile_serialization=zipped)
    torch.jit.script(torch.nn.ReLU()).save(str(folder / "torchscript.pt"))


if __name__ == "__main__":
    main()
