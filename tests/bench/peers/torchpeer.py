#!/usr/bin/env python3
"""torchpeer.py MODEL INPUT BATCH SIZE THREADS: PyTorch as a peer (peers.py says how they talk). The
network is built from the ONNX file, in channels-last order, traced, and optimised for inference."""

import json
import sys
import time

import numpy
import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional


def attributes(node):
    return {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}


def symmetric(pads):
    """(rows, columns) of padding before and after; None where the two differ."""
    half = len(pads) // 2
    return pads[:half] if pads[:half] == pads[half:] else None


class OnnxNetwork(torch.nn.Module):
    """Runs an ONNX graph of the operators this program writes."""

    def __init__(self, graph):
        super().__init__()
        self.nodes = [(node, attributes(node)) for node in graph.node]
        self.names = {}
        for i, tensor in enumerate(graph.initializer):
            value = torch.from_numpy(numpy_helper.to_array(tensor).copy())
            if value.dim() == 4:
                value = value.contiguous(memory_format=torch.channels_last)
            self.register_buffer(f"t{i}", value)
            self.names[tensor.name] = f"t{i}"

    def forward(self, pictures):
        values = {"input": pictures}
        for node, options in self.nodes:
            inputs = [values[name] if name in values else getattr(self, self.names[name]) for name in node.input]
            values[node.output[0]] = self.apply(node.op_type, options, *inputs)
            if node.output[0] == "logits":
                return values["logits"]
        raise ValueError("the network has no output named logits")

    def pool(self, options, picture):
        """Padded explicitly where it is not the same on both sides."""
        pads = options.get("pads", [0, 0, 0, 0])
        if symmetric(pads) is not None:
            return picture, tuple(pads[:2])
        top, left, bottom, right = pads
        return functional.pad(picture, (left, right, top, bottom), value=float("-inf")), (0, 0)

    def apply(self, kind, options, *inputs):
        picture = inputs[0]
        if kind == "Conv":
            return functional.conv2d(*inputs, stride=options.get("strides", [1, 1]),
                                     padding=symmetric(options.get("pads", [0, 0, 0, 0])))
        if kind == "MaxPool":
            picture, pads = self.pool(options, picture)
            return functional.max_pool2d(picture, options["kernel_shape"], options.get("strides", [1, 1]), pads)
        if kind == "AveragePool":
            return functional.avg_pool2d(picture, options["kernel_shape"], options.get("strides", [1, 1]),
                                         symmetric(options.get("pads", [0, 0, 0, 0])),
                                         count_include_pad=bool(options.get("count_include_pad", 0)))
        simple = {
            "Relu": torch.relu,
            "Add": torch.add,
            "Mul": torch.mul,
            "Concat": lambda *parts: torch.cat(parts, options["axis"]),
            "GlobalAveragePool": lambda each: each.mean((2, 3), keepdim=True),
            "Flatten": lambda each: torch.flatten(each, 1),
            "Gemm": lambda each, weight, bias: functional.linear(each, weight if options.get("transB") else weight.t(), bias),
        }
        return simple[kind](*inputs)


def main(model, source, batch, size, threads):
    torch.set_num_threads(int(threads))
    picture = numpy.fromfile(source, dtype=numpy.float32).reshape(1, 3, int(size), int(size))
    pictures = torch.from_numpy(picture).repeat(int(batch), 1, 1, 1).contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        network = torch.jit.trace(OnnxNetwork(onnx.load(model).graph).eval(), pictures, check_trace=False)
        network = torch.jit.optimize_for_inference(torch.jit.freeze(network))
        for _ in range(3):
            logits = network(pictures)
        print(json.dumps({"logits": logits[0].tolist()}), flush=True)
        for line in sys.stdin:
            times = []
            for _ in range(int(line)):
                start = time.perf_counter()
                network(pictures)
                times.append((time.perf_counter() - start) * 1e3)
            print(json.dumps(times), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
