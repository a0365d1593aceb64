"""Peer of bench/eda.bench.ts, not part of the project: what one would write in ten minutes with Pillow and numpy.

Counts images by class, mean and both standard deviations of the channels, in one pass over train/ and val/.

    python3 bench/peers/dataset_stats.py DIR
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path

import numpy
from PIL import Image

root = Path(sys.argv[1])
start = time.perf_counter()
counts = Counter()
total = numpy.zeros(3)
squares = numpy.zeros(3)
image_stds = numpy.zeros(3)
pixels = 0
images = 0
for path in sorted(root.glob("train/*/images/*")) + sorted(root.glob("val/images/*")):
    array = numpy.asarray(Image.open(path).convert("RGB"), dtype=numpy.float64) / 255
    images += 1
    if path.parts[-4] == "train":
        counts[path.parts[-3]] += 1
        flat = array.reshape(-1, 3)
        total += flat.sum(0)
        squares += (flat * flat).sum(0)
        image_stds += flat.std(0)
        pixels += len(flat)
mean = total / pixels
seconds = time.perf_counter() - start
print(json.dumps({
    "images": images,
    "seconds": seconds,
    "cpuSeconds": time.process_time(),
    "classes": len(counts),
    "mean": mean.tolist(),
    "stdOverAllPixels": numpy.sqrt(squares / pixels - mean**2).tolist(),
    "meanOfImageStd": (image_stds / sum(counts.values())).tolist(),
}))
