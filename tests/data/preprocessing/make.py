#!/usr/bin/python3
"""Makes pillow.json: what Pillow's resize gives for a synthetic picture.

Small results are kept whole, large ones as a 64-bit FNV-1a hash of their bytes.
Run with Pillow 9.4 (any version since 4 gives the same): ./make.py > pillow.json
"""
import json

from PIL import Image


def synthetic(width, height):
    state, data = 1, bytearray()
    for y in range(height):
        for x in range(width):
            state = (state * 1664525 + 1013904223) % 2**32
            noise = state >> 24
            data += bytes((noise, 255 if (x // 3 + y // 2) % 2 else 0, (x * 5 + y * 3) % 256))
    return Image.frombytes("RGB", (width, height), bytes(data))


def fnv1a(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


CASES = [
    ((7, 5), (3, 2)), ((7, 5), (7, 2)), ((7, 5), (3, 5)), ((7, 5), (7, 5)), ((7, 5), (9, 6)), ((4, 3), (1, 1)),
    ((1, 1), (3, 2)), ((2, 40), (3, 4)), ((40, 2), (4, 3)),
    ((500, 375), (455, 341)), ((375, 500), (299, 299)), ((160, 120), (128, 96)), ((1024, 768), (130, 97)),
    ((64, 48), (333, 250)), ((1, 5000), (5, 77)), ((5000, 1), (77, 5)), ((2500, 33), (17, 200)),
]

rows = []
for source, target in CASES:
    for name, resample in (("bilinear", Image.BILINEAR), ("bicubic", Image.BICUBIC)):
        data = synthetic(*source).resize(target, resample).tobytes()
        result = {"pixels": list(data)} if len(data) <= 200 else {"fnv1a": fnv1a(data)}
        rows.append(json.dumps({"from": source, "to": target, "filter": name, **result}, separators=(",", ":")))
print("[\n" + ",\n".join(rows) + "\n]")
