#!/usr/bin/env python3
"""torchtrainingpeer.py MODEL BATCH SIZE CLASSES THREADS: PyTorch as a peer that trains (peers.py says how
they talk). The network is built from the ONNX file, whose convolutions have their BatchNorms folded: each
that a ReLU follows gets one again. A time is that of a whole step: forward, backward, AdamW."""

import json
import sys
import time

import numpy
import onnx
import torch
from torch.nn import functional

from torchpeer import OnnxNetwork


class TrainedNetwork(OnnxNetwork):
    def __init__(self, graph):
        super().__init__(graph)
        for name, value in list(self.named_buffers()):
            if value.dtype == torch.float32 and value.dim() > 0:
                delattr(self, name)
                self.register_parameter(name, torch.nn.Parameter(value))
        rectified = {node.input[0] for node in graph.node if node.op_type == "Relu"}
        self.norms = torch.nn.ModuleDict()
        for node, _ in self.nodes:
            if node.op_type == "Conv" and node.output[0] in rectified:
                channels = getattr(self, self.names[node.input[1]]).shape[0]
                self.norms[node.output[0].replace(".", "_")] = torch.nn.BatchNorm2d(channels)

    def forward(self, pictures):
        values = {"input": pictures}
        for node, options in self.nodes:
            inputs = [values[name] if name in values else getattr(self, self.names[name]) for name in node.input]
            name = node.output[0].replace(".", "_")
            if name in self.norms:
                inputs = inputs[:2]  # a BatchNorm takes the bias's part
                values[node.output[0]] = self.norms[name](self.apply(node.op_type, options, *inputs))
            else:
                values[node.output[0]] = self.apply(node.op_type, options, *inputs)
            if node.output[0] == "logits":
                return values["logits"]
        raise ValueError("the network has no output named logits")


def main(model, batch, size, classes, threads):
    torch.set_num_threads(int(threads))
    random = numpy.random.default_rng(1)
    pictures = random.standard_normal((int(batch), 3, int(size), int(size)), dtype=numpy.float32)
    pictures = torch.from_numpy(pictures).contiguous(memory_format=torch.channels_last)
    labels = torch.from_numpy(random.integers(0, int(classes), int(batch)))
    network = TrainedNetwork(onnx.load(model).graph).train().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3)

    def step():
        optimizer.zero_grad(set_to_none=True)
        functional.cross_entropy(network(pictures), labels, label_smoothing=0.1).backward()
        optimizer.step()

    step()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            start = time.perf_counter()
            step()
            times.append((time.perf_counter() - start) * 1e3)
        print(json.dumps(times), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
