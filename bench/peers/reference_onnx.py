"""Peer of bench/reference-interpreter.bench.ts: has ONNX's checker look at a file, and answers a file of float32 inputs
with ONNX's own reference implementation.

    reference_onnx.py MODEL INPUTS OUTPUTS    (inputs one after another, float32, channels last; outputs likewise)
"""
import sys

import numpy as np
import onnx
from onnx import version_converter
from onnx.reference import ReferenceEvaluator

path, inputs, outputs = sys.argv[1:]
model = onnx.load(path)
onnx.checker.check_model(model, full_check=True)
onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
[given] = model.graph.input
_, channels, height, width = [dim.dim_value for dim in given.type.tensor_type.shape.dim]
images = np.fromfile(inputs, np.float32).reshape(-1, height, width, channels)
# It implements DequantizeLinear from operator set 19 on.
evaluator = ReferenceEvaluator(version_converter.convert_version(model, 21))
[scores] = evaluator.run(["probabilities"], {given.name: np.ascontiguousarray(images.transpose(0, 3, 1, 2))})
scores.tofile(outputs)
