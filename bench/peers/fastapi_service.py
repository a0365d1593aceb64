"""A PEER, for bench/serve-peer.bench.ts only: nothing of Inception Edge uses it.

What a Python team would write to answer the same requests from the same bundle: FastAPI, Pillow, and either the
TFLite file in LiteRT's native runtime or the layers in Keras, compiled. One thread a process, two processes on two
cores; no queue, limits or metrics.

    BUNDLE=packages/serve/bundle VARIANT=int8|float32|keras uvicorn fastapi_service:app --workers 2
"""

import json
import os
from io import BytesIO

import numpy as np
from fastapi import FastAPI, Request
from PIL import Image, ImageOps

BUNDLE = os.environ["BUNDLE"]
FILES = {"int8": "model.int8.tflite", "float32": "model.tflite"}

with open(f"{BUNDLE}/manifest.json", encoding="utf-8") as file:
    manifest = json.load(file)
classes = manifest["classes"]
size, stored = manifest["input"]["size"], manifest["input"]["storedSize"]
edge = (stored - size) // 2
# Of the bundle's input contract, in Pillow's words.
RESIZES = {
    "bilinear": lambda image: image.resize((size, size), Image.Resampling.BILINEAR),
    "nearest": lambda image: image.resize((size, size), Image.Resampling.NEAREST),
    "center-crop": lambda image: image.crop((edge, edge, edge + size, edge + size)),
}
to_input = RESIZES[manifest["input"]["resize"]]


def litert_scorer(path):
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(path, num_threads=1)
    interpreter.allocate_tensors()
    (taken,) = interpreter.get_input_details()
    given = interpreter.get_output_details()[0]

    def score(images):
        interpreter.set_tensor(taken["index"], images)
        interpreter.invoke()
        return interpreter.get_tensor(given["index"])

    return score


def keras_scorer(folder):
    import tensorflow as tf
    import tf_keras

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    with open(f"{folder}/model.json", encoding="utf-8") as file:
        layers_model = json.load(file)
    model = tf_keras.models.model_from_json(json.dumps(layers_model["modelTopology"]))
    values = np.fromfile(f"{folder}/weights.bin", dtype="<f4")
    weights, at = {}, 0
    for weight in layers_model["weightsManifest"][0]["weights"]:
        count = int(np.prod(weight["shape"]))
        weights[weight["name"]] = values[at : at + count].reshape(weight["shape"])
        at += count
    for layer in model.layers:
        if layer.weights:
            layer.set_weights([weights[f"{layer.name}/kernel"], weights[f"{layer.name}/bias"]])
    compiled = tf.function(lambda images: model(images, training=False))
    return lambda images: compiled(tf.constant(images)).numpy()


variant = os.environ.get("VARIANT", "int8")
score = keras_scorer(BUNDLE) if variant == "keras" else litert_scorer(f"{BUNDLE}/{FILES[variant]}")

app = FastAPI()


@app.get("/readyz")
async def readyz():
    return {"ready": True}


@app.post("/classify")
async def classify(request: Request, top_k: int = 5):
    # In the event loop: a thread pool only adds hand-overs to a process that has one core.
    scores = score(prepare(await request.body()))[0]
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
    pixels = np.asarray(to_input(image), dtype=np.float32)
    return pixels[np.newaxis] / 255  # [1, size, size, 3]
