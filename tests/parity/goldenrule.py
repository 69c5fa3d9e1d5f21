"""The rule inception-golden-1: weights from their keys and places, pictures from a seed."""

import math

import numpy
import torch

CONVOLUTION_GAIN = 1.35


def fnv(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def mix(states):
    z = states + numpy.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return z ^ (z >> numpy.uint64(31))


def uniform(key, count):
    with numpy.errstate(over="ignore"):
        states = numpy.arange(count, dtype=numpy.uint64) + numpy.uint64(fnv(key.encode()))
        return (mix(states) >> numpy.uint64(11)).astype(numpy.float64) * 2.0**-53


def matrix(key, shape, gain, divisor):
    outputs, inputs = shape[:2]
    amplitude = gain * math.sqrt(3.0 / math.prod(shape[1:])) / divisor
    values = (2.0 * uniform(key, math.prod(shape)) - 1.0) * amplitude
    if inputs % 2 == 0:
        pairs = values.reshape(outputs, inputs // 2, 2, -1)
        pairs[:, :, 1] = -pairs[:, :, 0]
    return values


def tensor(key, shape, batch_norm, first, rule):
    """The value of a key of a state dict; `batch_norm`: its prefix has a running mean."""
    if key.endswith(".num_batches_tracked"):
        return torch.zeros((), dtype=torch.int64)
    if len(shape) == 4:
        values = matrix(key, shape, CONVOLUTION_GAIN, rule["first_divisor"] if first else 1.0)
    elif len(shape) == 2:
        values = matrix(key, shape, rule["linear_gain"], 1.0)
    elif key.endswith((".running_var", ".weight")):
        values = 0.5 + uniform(key, math.prod(shape))
    else:
        width = 0.1 if key.endswith(".bias") and not batch_norm else 0.2
        values = width * (uniform(key, math.prod(shape)) - 0.5)
    return torch.from_numpy(values.astype(numpy.float32).reshape(shape))


def weights(state_dict, rule):
    """The rule's values for every key of a state dict."""
    first = next(key for key, value in state_dict.items() if value.dim() == 4)
    return {key: tensor(key, tuple(value.shape), key.rpartition(".")[0] + ".running_mean" in state_dict,
                        key == first, rule)
            for key, value in state_dict.items()}


def bits_sum(state_dict):
    total = 0
    for value in state_dict.values():
        if value.dtype == torch.float32:
            total += int(value.numpy().view(numpy.uint32).astype(numpy.uint64).sum(dtype=numpy.uint64))
    return total % 2**64


def picture(seed, height, width):
    """uint8 [3, height, width]"""
    c, y, x = numpy.meshgrid(*(numpy.arange(n, dtype=numpy.uint64) for n in (3, height, width)), indexing="ij")

    def lattice(channel, a, b):
        shift = numpy.uint64
        return mix(shift(seed << 56) + (channel << shift(48)) + (a << shift(24)) + b)

    with numpy.errstate(over="ignore"):
        one, four, top = numpy.uint64(1), numpy.uint64(4), numpy.uint64(56)
        gy, fy, gx, fx = y >> four, y & numpy.uint64(15), x >> four, x & numpy.uint64(15)
        sixteen = numpy.uint64(16)
        above = (sixteen - fx) * (lattice(c, gy, gx) >> top) + fx * (lattice(c, gy, gx + one) >> top)
        below = (sixteen - fx) * (lattice(c, gy + one, gx) >> top) + fx * (lattice(c, gy + one, gx + one) >> top)
        smooth = ((sixteen - fy) * above + fy * below + numpy.uint64(128)) >> numpy.uint64(8)
        noise = lattice(c + numpy.uint64(8), y, x) >> numpy.uint64(59)
        return (((numpy.uint64(7) * smooth + four) >> numpy.uint64(3)) + noise).astype(numpy.uint8)
