"""Asks a service as its users' own clients do: tritonclient and kserve, whose calls make the requests.

    python dialect_clients.py URL MODEL SIZE IMAGE

Prints one JSON object: for each call the best class's label, or index where the protocol has no labels, and the
versions of the clients. Needs: tritonclient[http] kserve numpy
"""

import asyncio
import base64
import json
import sys
from importlib.metadata import version
from urllib.parse import urlparse

import kserve
import numpy as np
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

url, model, size, image_path = sys.argv[1:]
size = int(size)
with open(image_path, "rb") as file:
    image = file.read()
base64_image = base64.b64encode(image).decode()
grey_bytes = np.full((2, size, size, 3), 51, np.uint8)
grey_floats = (grey_bytes / 255).astype(np.float32)
results = {}


def best_index(probabilities):
    assert abs(float(probabilities[0].sum()) - 1) < 1e-3, probabilities
    return int(probabilities[0].argmax())


def label(element):
    text = element.decode() if isinstance(element, bytes) else element
    return text.split(":", 2)[2]


def use_triton():
    client = triton.InferenceServerClient(urlparse(url).netloc)
    assert client.is_server_live() and client.is_server_ready() and client.is_model_ready(model)
    assert "binary_tensor_data" in client.get_server_metadata()["extensions"]
    metadata = client.get_model_metadata(model)
    assert metadata["inputs"][1]["shape"] == [-1, size, size, 3], metadata
    assert client.is_model_ready(model, metadata["versions"][0])
    assert not client.is_model_ready("no-such-model")

    def images(binary, count=1):
        elements = np.array([image if binary else base64_image] * count, dtype=np.object_)
        tensor = triton.InferInput("image", [count], "BYTES")
        return [tensor.set_data_from_numpy(elements, binary_data=binary)]

    def pixels(data, binary):
        kind = "UINT8" if data.dtype == np.uint8 else "FP32"
        tensor = triton.InferInput("pixels", list(data.shape), kind)
        return [tensor.set_data_from_numpy(data, binary_data=binary)]

    def output(binary, classes=0):
        return [triton.InferRequestedOutput("probabilities", binary, classes)]

    for binary in (True, False):
        name = "binary" if binary else "JSON"
        answer = client.infer(model, images(binary), outputs=output(binary, 5), request_id="42")
        assert answer.get_response()["id"] == "42"
        assert answer.as_numpy("probabilities").shape == (1, 5)
        results[f"triton image {name}"] = label(answer.as_numpy("probabilities")[0, 0])
        answer = client.infer(model, pixels(grey_floats, binary), outputs=output(binary))
        results[f"triton pixels FP32 {name}"] = best_index(answer.as_numpy("probabilities"))
        answer = client.infer(model, pixels(grey_bytes, binary), outputs=output(binary))
        results[f"triton pixels UINT8 {name}"] = best_index(answer.as_numpy("probabilities"))
    answer = client.infer(model, images(True, 3))  # no outputs: all of them, binary
    assert answer.as_numpy("probabilities").shape[0] == 3
    results["triton batch of 3"] = best_index(answer.as_numpy("probabilities"))
    try:
        client.infer(model, pixels(np.full_like(grey_floats, np.nan), True))
        results["triton NaN"] = "answered"
    except InferenceServerException as error:
        results["triton NaN"] = f"{error.status()} {error.message()}"


async def use_kserve():
    protocol_2 = kserve.InferenceRESTClient(kserve.RESTConfig(protocol="v2"))
    assert await protocol_2.is_server_live(url) and await protocol_2.is_server_ready(url)
    assert await protocol_2.is_model_ready(url, model)
    for binary in (True, False):
        name = "binary" if binary else "JSON"
        tensor = kserve.InferInput("image", [1], "BYTES")
        elements = np.array([image if binary else base64_image], dtype=np.object_)
        tensor.set_data_from_numpy(elements, binary_data=binary)
        wanted = kserve.protocol.infer_type.RequestedOutput(
            "probabilities", parameters={"classification": 5, "binary_data": binary}
        )
        request = kserve.InferRequest(model, [tensor], request_outputs=[wanted])
        answer = await protocol_2.infer(url, request, model_name=model)
        results[f"kserve v2 image {name}"] = label(answer.outputs[0].data[0])
        tensor = kserve.InferInput("pixels", list(grey_floats.shape), "FP32")
        tensor.set_data_from_numpy(grey_floats, binary_data=binary)
        request = kserve.InferRequest(model, [tensor], parameters={"binary_data_output": binary})
        answer = await protocol_2.infer(url, request, model_name=model)
        probabilities = answer.outputs[0].as_numpy()
        results[f"kserve v2 pixels {name}"] = best_index(probabilities)
    protocol_1 = kserve.InferenceRESTClient(kserve.RESTConfig(protocol="v1"))
    assert await protocol_1.is_model_ready(url, model)
    for field, answered in (("instances", "predictions"), ("inputs", "outputs")):
        request = {field: [{"b64": base64_image}]}
        answer = await protocol_1.infer(url, request, model_name=model)
        results[f"kserve v1 {field} image"] = best_index(np.array(answer[answered]))
    answer = await protocol_1.infer(url, {"instances": grey_floats.tolist()}, model_name=model)
    results["kserve v1 instances pixels"] = best_index(np.array(answer["predictions"]))


use_triton()
asyncio.run(use_kserve())
clients = {name: version(name) for name in ("tritonclient", "kserve", "numpy")}
print(json.dumps({"clients": clients, "results": results}))
