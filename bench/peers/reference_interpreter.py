"""Peer of bench/reference-interpreter.bench.ts: answers a file of float32 inputs with TFLite's own interpreter.

    reference_interpreter.py MODEL INPUTS OUTPUTS    (inputs one after another, float32; outputs likewise)
"""
import sys

import numpy as np

try:
    from ai_edge_litert.interpreter import Interpreter
except ImportError:
    from tensorflow.lite import Interpreter

model, inputs, outputs = sys.argv[1:]
interpreter = Interpreter(model)
interpreter.allocate_tensors()
[given] = interpreter.get_input_details()
[answer] = interpreter.get_output_details()
values = np.fromfile(inputs, np.float32).reshape(-1, *given["shape"])
scores = []
for value in values:
    interpreter.set_tensor(given["index"], value)
    interpreter.invoke()
    scores.append(interpreter.get_tensor(answer["index"]).copy())
np.concatenate(scores).tofile(outputs)
