#!/usr/bin/env python3
"""Times this program beside ONNX Runtime and PyTorch: the same network, weights and picture, in turns.

    tests/bench/peers/peers.py BIN FOLDER [--network ID]... [--rounds N]

BIN is where the programs of a build lie, FOLDER where npm installed onnxruntime-node; weights by the
golden rule and the ONNX files made of them are kept there. Prints medians, and ratios of medians.

A peer is a process. It answers once, prints {"logits": [...]} as a line of JSON, and then for each
line with a number runs so many forward passes and prints their milliseconds as a list. All logits must
agree, so that nobody is compared with something else. Peers that train print {"ready": true} and do steps,
those of tables.py {"sums": {...}} and read the table.

Each has the environment this script is started in. This program's peer spins as the program does
(models/engine/briefspinning.h); PyTorch, which computes with the same OpenMP, and ONNX Runtime, which has
threads of its own, wait for their threads as they do by default.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

import numpy

HERE = pathlib.Path(__file__).resolve().parent
NETWORKS = ["inception_v4", "inception_resnet_v2_tfslim", "inception_resnet_v1", "inception_v3"]
TOLERANCE = {"f32": 1e-3, "bf16": 0.1}  # relative to the largest logit


class Peer:
    def __init__(self, name, command, precision="f32"):
        self.name, self.precision, self.times = name, precision, []
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.said = self.read()
        self.logits = numpy.array(self.said.get("logits", []))

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"peers.py: {self.name} ended: status {self.process.wait()}")
        return json.loads(line)

    def run(self, passes):
        self.process.stdin.write(f"{passes}\n")
        self.process.stdin.flush()
        self.times += self.read()

    def end(self):
        """What it says last: its peak memory in bytes, where it says that."""
        self.process.stdin.close()
        rest = self.process.stdout.read().strip()
        self.process.wait()
        return int(rest) if rest else None

    @property
    def median(self):
        return statistics.median(self.times)


class Files:
    """One network's weights, ONNX file and picture."""

    def __init__(self, binaries, folder, network):
        self.weights, self.onnx, self.input = (folder / f"{network}.{suffix}"
                                               for suffix in ("safetensors", "onnx", "f32"))
        if not self.weights.exists():
            self.call(binaries / "make_weights", network, self.weights)
        self.call(binaries / "inceptoscope", "export", "--weights", self.weights, "--onnx", self.onnx, "--force")
        described = json.loads(self.call(binaries / "inceptoscope", "describe", network, "--json"))
        self.size = described["input"][1]
        picture = numpy.random.default_rng(1).uniform(-1, 1, (3, self.size, self.size))
        picture.astype(numpy.float32).tofile(self.input)

    @staticmethod
    def call(*command):
        return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE).stdout


def take_turns(peers, rounds):
    """Several passes at a time, since the first after a pause is slower; but not many, since the
    machine's speed drifts."""
    for peer in peers:
        peer.run(3)
        peer.times.clear()
    for _ in range(rounds):
        for peer in peers:
            peer.run(3)


def check(peers):
    reference = peers[0].logits
    for peer in peers[1:]:
        apart = numpy.abs(peer.logits - reference).max() / numpy.abs(reference).max()
        if not apart <= max(TOLERANCE[peer.precision], TOLERANCE[peers[0].precision]):
            sys.exit(f"peers.py: {peer.name} computes something else: off by {apart:.2g} of the largest logit")


def report(title, peers, files, batch=1):
    """Ratios are to the first peer."""
    print(f"\n{title}")
    reference = peers[0]
    for peer in peers:
        row = f"  {peer.name:32} {peer.median / batch:8.1f} ms a photo   "
        print(row + f"{peer.median / reference.median:5.2f} of {reference.name}'s   (least {min(peer.times) / batch:.1f}, n {len(peer.times)})")
    for peer in peers:
        memory = peer.end()
        if memory and peer.name == "inceptoscope f32 every block":
            weights = files.weights.stat().st_size
            print(f"  peak memory, every block kept: weights {weights / 1e6:.0f} MB + {(memory - weights) / 1e6:.0f} MB")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binaries", type=pathlib.Path, metavar="BIN")
    parser.add_argument("folder", type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--network", action="append", help="all of the table's, if none is named")
    parser.add_argument("--training", action="store_true", help="time steps of training, nothing else")
    parser.add_argument("--precision", nargs="+", default=["f32"], choices=["f32", "bf16"],
                        help="of this program where it trains")
    parser.add_argument("--rounds", type=int, default=10)
    arguments = parser.parse_args()
    threads = len(os.sched_getaffinity(0))

    def own(files, count, batch, precision, capture):
        name = f"inceptoscope {precision} {'every block' if capture == 'every_block' else capture}"
        return Peer(name, [arguments.binaries / "forward_peer", files.weights, files.input, batch, count,
                           precision, capture], precision)

    def onnxruntime(files, count, batch):
        return Peer("ONNX Runtime", ["node", HERE / "onnxruntimepeer.cjs", arguments.folder, files.onnx,
                                     files.input, batch, files.size, count])

    def pytorch(files, count, batch):
        return Peer("PyTorch", ["/usr/bin/python3", HERE / "torchpeer.py", files.onnx, files.input, batch,
                                files.size, count])

    def measure(title, peers, files, batch=1):
        check(peers)
        take_turns(peers, arguments.rounds)
        report(title, peers, files, batch)

    if arguments.training:
        return measure_training(arguments, threads)

    for network in arguments.network or NETWORKS:
        files = Files(arguments.binaries, arguments.folder, network)
        measure(f"{network} {files.size}, one photo, {threads} threads",
                [onnxruntime(files, threads, 1), pytorch(files, threads, 1),
                 own(files, threads, 1, "f32", "every_block"), own(files, threads, 1, "f32", "output"),
                 own(files, threads, 1, "bf16", "every_block")], files)
        measure(f"{network} {files.size}, one photo, 1 thread",
                [onnxruntime(files, 1, 1), own(files, 1, 1, "f32", "every_block")], files)
        measure(f"{network} {files.size}, 8 photos at a time, {threads} threads",
                [onnxruntime(files, threads, 8), own(files, threads, 8, "f32", "output")], files, 8)


def measure_training(arguments, threads):
    """The network that comes with the program, in batches of 32 at its own size and the early epochs'."""
    weights = HERE.parents[2] / "resources/networks/inception_v4_imagenette.safetensors"
    onnx = arguments.folder / "inception_v4_imagenette.onnx"
    Files.call(arguments.binaries / "inceptoscope", "export", "--weights", weights, "--onnx", onnx, "--force")
    for size in (128, 96):
        peers = [Peer("PyTorch", ["/usr/bin/python3", HERE / "torchtrainingpeer.py", onnx, 32, size, 10, threads])]
        peers += [Peer(f"inceptoscope {precision}",
                       [arguments.binaries / "training_peer", weights, 32, size, threads, precision])
                  for precision in arguments.precision]
        take_turns(peers, arguments.rounds)
        report(f"training {weights.stem}, {size}×{size}, batches of 32, {threads} threads", peers, None, 32)


if __name__ == "__main__":
    main()
