"""Asks a service as its users' own clients do: their calls make the requests.

    python dialect_clients.py URL MODEL SIZE IMAGE

Prints one JSON object: for each call the best class's label, or index where the protocol has no labels, and the
versions of the clients. Needs: tritonclient[http] kserve open-inference-openapi huggingface_hub requests numpy
"""

import asyncio
import base64
import json
import sys
from importlib.metadata import version
from urllib.parse import urlparse

import kserve
import numpy as np
import requests
import tritonclient.http as triton
from huggingface_hub import InferenceClient
from open_inference.openapi.client import OpenInferenceClient
from open_inference.openapi.types import InferenceRequest
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
    (found,) = client.get_model_repository_index()
    assert found["name"] == metadata["name"] and found["state"] == "READY", found
    config = client.get_model_config(model)
    assert config["input"][1]["dims"] == [size, size, 3], config

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
    for coding in ("gzip", "deflate"):
        answer = client.infer(
            model,
            images(True),
            outputs=output(True, 5),
            request_compression_algorithm=coding,
            response_compression_algorithm=coding,
        )
        results[f"triton image {coding}"] = label(answer.as_numpy("probabilities")[0, 0])
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
    request = {"instances": [{"b64": base64_image}]}
    answer = await protocol_1.explain(url, model, request)
    assert answer["explanations"][0]["overlay"].startswith("data:image/png;base64,")
    results["kserve v1 explain image"] = best_index(np.array(answer["predictions"]))


def use_open_inference():
    client = OpenInferenceClient(base_url=url)
    client.check_server_liveness()
    client.check_server_readiness()
    client.check_model_readiness(model)
    version = client.read_model_metadata(model).versions[0]
    client.check_model_version_readiness(model, version)
    tensor = {"name": "image", "shape": [1], "datatype": "BYTES", "data": [base64_image]}
    request = InferenceRequest(inputs=[tensor], id="42")
    answer = client.model_infer(model, request=request)
    assert answer.id == "42" and answer.model_version == version, answer
    results["open-inference image"] = best_index(np.array([answer.outputs[0].data.__root__]))
    tensor = {"name": "pixels", "shape": list(grey_floats.shape), "datatype": "FP32"}
    tensor["data"] = grey_floats.flatten().tolist()
    answer = client.model_version_infer(model, version, request=InferenceRequest(inputs=[tensor]))
    probabilities = np.array(answer.outputs[0].data.__root__).reshape(2, -1)
    results["open-inference pixels"] = best_index(probabilities)


def use_hugging_face():
    for name, where in (("endpoint", ""), ("model", f"/models/{model}")):
        client = InferenceClient(model=url + where)
        answers = client.image_classification(image, top_k=3)
        assert len(answers) == 3
        results[f"Hugging Face {name} image"] = answers[0].label
    answers = InferenceClient(model=url).image_classification(image_path)
    results["Hugging Face image file"] = answers[0].label


def use_platforms():
    """Bodies that the platforms' clients hand on as they are: `requests` is what sends them in the clients' local modes."""
    post = requests.post
    answer = post(f"{url}/invocations", data=image, headers={"Content-Type": "application/x-image"})
    results["SageMaker image"] = answer.json()["predictions"][0]["label"]
    answer = post(f"{url}/invocations", json={"instances": [{"b64": base64_image}]})
    results["SageMaker instances"] = best_index(np.array(answer.json()["predictions"]))
    body = json.dumps({"instances": [{"content": base64_image}], "parameters": {"maxPredictions": 2}})
    answer = post(f"{url}/vertex/predict", data=body)  # LocalEndpoint.predict() declares no type
    results["Vertex AI predict"] = answer.json()["predictions"][0]["displayNames"][0]
    answer = post(f"{url}/vertex/predict", data=image, headers={"Content-Type": "image/jpeg"})
    results["Vertex AI rawPredict"] = answer.json()["predictions"][0]["displayNames"][0]
    body = {"input_data": {"columns": ["image"], "data": [base64_image]}}
    (answer,) = post(f"{url}/score", json=body).json()
    results["Azure ML score"] = int(np.argmax(answer["probs"]))


use_triton()
asyncio.run(use_kserve())
use_open_inference()
use_hugging_face()
use_platforms()
names = ("tritonclient", "kserve", "open-inference-openapi", "huggingface_hub")
clients = {name: version(name) for name in names}
print(json.dumps({"clients": clients, "results": results}))
