"""A PEER, for bench/serve-peer.bench.ts only: nothing of Inception Edge uses it.

What a Python team would write to answer the same requests from the same bundle: FastAPI, Pillow, and the TFLite
file in LiteRT's native runtime. One thread a process, two processes on two cores; no queue, limits or metrics.

    BUNDLE=runs/latest/bundle VARIANT=int8 uvicorn fastapi_service:app --workers 2
"""

import json
import os
from io import BytesIO

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from fastapi import FastAPI, Request
from PIL import Image, ImageOps

BUNDLE = os.environ["BUNDLE"]
FILES = {"int8": "model.int8.tflite", "float32": "model.tflite"}

with open(f"{BUNDLE}/manifest.json", encoding="utf-8") as file:
    manifest = json.load(file)
classes = manifest["classes"]
size, stored = manifest["input"]["size"], manifest["input"]["storedSize"]

interpreter = Interpreter(f"{BUNDLE}/{FILES[os.environ.get('VARIANT', 'int8')]}", num_threads=1)
interpreter.allocate_tensors()
(input_details,) = interpreter.get_input_details()
output_details = interpreter.get_output_details()[0]

app = FastAPI()


@app.get("/readyz")
async def readyz():
    return {"ready": True}


@app.post("/classify")
async def classify(request: Request, top_k: int = 5):
    # In the event loop: a thread pool only adds hand-overs to a process that has one core.
    image = prepare(await request.body())
    interpreter.set_tensor(input_details["index"], image)
    interpreter.invoke()
    scores = interpreter.get_tensor(output_details["index"])[0]
    best = np.argsort(scores)[::-1][:top_k]
    return {
        "model": {"name": manifest["name"]},
        "predictions": [
            {**classes[index], "score": float(scores[index]), "rank": place + 1}
            for place, index in enumerate(best)
        ],
    }


def prepare(body: bytes) -> np.ndarray:
    image = ImageOps.exif_transpose(Image.open(BytesIO(body))).convert("RGB")
    if image.size != (stored, stored):
        image = image.resize((stored, stored), Image.Resampling.BILINEAR)
    edge = (stored - size) // 2
    pixels = np.asarray(image, dtype=np.float32)[edge : edge + size, edge : edge + size]
    return pixels[np.newaxis] / 255  # [1, 56, 56, 3]
