#!/usr/bin/env python3
"""Writes what a public implementation answers to the golden rule's weights and picture.

    tests/parity/makegolden.py SOURCE SEED > tests/data/golden/SOURCE-seedSEED.json

SOURCE is one of references.py. Its package must be installed; nothing is downloaded. Stages are
modules of the reference; Cadene's BN-Inception has none, so only its logits are told.
"""

import json
import re
import sys

import torch

import goldenrule
import references


def number(value):
    return float(f"{value:.9g}")


def statistics(values):
    exact = values.double()
    return {"mean": number(exact.mean()), "std": number(exact.std(unbiased=False)),
            "min": number(values.min()), "max": number(values.max())}


def probes(values):
    flat = values.flatten()
    return [number(flat[j * flat.numel() // 16]) for j in range(16)]


def is_stage(name, prefixes):
    if name.count(".") > (1 if name.startswith(("features", "repeat")) else 0) or name in ("features", "repeat"):
        return False
    return any(name.startswith(prefix) for prefix in prefixes) and not re.fullmatch(r"repeat_\d", name)


def stages_of(model, prefixes, run):
    """Outputs of the modules of that name, in the order in which they ran."""
    outputs, hooks = {}, []
    for name, module in model.named_modules():
        if is_stage(name, prefixes):
            hooks.append(module.register_forward_hook(
                lambda _, __, output, name=name: outputs.__setitem__(name, output[0].detach().clone())))
    answer = run()
    for hook in hooks:
        hook.remove()
    return answer, outputs


def logits_json(logits):
    best = torch.softmax(logits.double(), 0).topk(5)
    return {"count": logits.numel(), "argmax": int(logits.argmax()),
            "top5": [{"index": int(i), "prob": number(p)} for p, i in zip(*best)],
            "first32": [number(value) for value in logits[:32]], **statistics(logits)}


def input_json(name, seed, pixels, values):
    settings = references.SOURCES[name]
    data = pixels.tobytes()
    return {"height": settings["size"], "width": settings["size"], "image_seed": seed,
            "order": "BGR" if settings["bgr"] else "RGB", "pixel_range": 1 if settings["unit"] else 255,
            "mean": settings["mean"], "std": settings["std"], "transform_input": name.startswith("torchvision"),
            "pixels_first8": list(data[:8]), "pixels_sum": sum(data), "pixels_fnv1a64": f"0x{goldenrule.fnv(data):016x}",
            "tensor": statistics(values), "tensor_probe": probes(values)}


def weights_json(name, state):
    rule = references.SOURCES[name]["rule"]
    floats = {key: value for key, value in state.items() if value.dtype == torch.float32}
    samples = [*list(floats)[:5], list(floats)[-1]]
    return {"conv_gain": goldenrule.CONVOLUTION_GAIN, "linear_gain": rule["linear_gain"],
            "first_conv_divisor": rule["first_divisor"], "tensors": len(state),
            "float_elements": sum(value.numel() for value in floats.values()),
            "bits_sum": f"0x{goldenrule.bits_sum(state):016x}",
            "samples": [{"key": key, "shape": list(floats[key].shape),
                         "first4": [number(value) for value in floats[key].flatten()[:4]]} for key in samples]}


def golden(name, seed):
    settings = references.SOURCES[name]
    model = references.built(name)
    state = goldenrule.weights(model.state_dict(), settings["rule"])
    model.load_state_dict(state)
    pixels = goldenrule.picture(seed, settings["size"], settings["size"])
    values = references.fed(name, pixels)
    with torch.no_grad():
        logits, stages = stages_of(model, settings["stages"], lambda: model(values)[0])
        exact, exact_stages = stages_of(model.double(), settings["stages"], lambda: model(values.double())[0])
    result = {
        "rule": "inception-golden-1", "source": name.partition("-")[0], "network": name.partition("-")[2],
        "input": input_json(name, seed, pixels, values[0]), "weights": weights_json(name, state),
        "logits": logits_json(logits),
        "float64_difference": {"logits_max_abs": float(f"{(logits - exact).abs().max():.3g}"),
                               "argmax_same": bool(logits.argmax() == exact.argmax())},
        "stages": [{"name": stage, "shape": list(output.shape), **statistics(output),
                    "float64_max_abs_diff": float(f"{(output - exact_stages[stage]).abs().max():.3g}"),
                    "probe16": probes(output)} for stage, output in stages.items()],
        "made_with": f"PyTorch {torch.__version__}, CPU, float32, batch of 1, evaluation mode"}
    if "Mixed_6e" in stages and hasattr(model, "AuxLogits") and model.AuxLogits is not None:
        with torch.no_grad():
            result["aux_logits"] = logits_json(model.float().AuxLogits(stages["Mixed_6e"].unsqueeze(0))[0])
    return result


def main():
    name, seed = sys.argv[1], int(sys.argv[2])
    text = json.dumps(golden(name, seed), indent=1)
    print(re.sub(r"\[[^\[\]{}]*\]", lambda found: re.sub(r"\s+", " ", found[0]).replace("[ ", "[").replace(" ]", "]"), text))


if __name__ == "__main__":
    main()
