"""A PEER's file, for bench/serve-peer.bench.ts only: an ONNX model quantized to int8 by onnxruntime's own tool.

Static, per channel, QDQ: what its documentation recommends for convolutions. Calibrated on the bundle's golden images.

    BUNDLE=… python quantize_onnx.py model.onnx model.int8.onnx
"""

import glob
import os
import sys

import numpy as np
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

os.environ.setdefault("VARIANT", "int8")
from fastapi_service import BUNDLE, prepare  # noqa: E402


class Golden(CalibrationDataReader):
    def __init__(self):
        files = sorted(glob.glob(f"{BUNDLE}/golden/*.jpeg"))
        images = [prepare(open(file, "rb").read()) for file in files]
        self.inputs = iter([{"pixel_values": np.transpose(image, (0, 3, 1, 2)).copy()} for image in images])

    def get_next(self):
        return next(self.inputs, None)


float32, int8 = sys.argv[1:]
quant_pre_process(float32, f"{float32}.shaped")
quantize_static(
    f"{float32}.shaped",
    int8,
    Golden(),
    quant_format=QuantFormat.QDQ,
    per_channel=True,
    weight_type=QuantType.QInt8,
    activation_type=QuantType.QUInt8,
)
