"""Peer of bench/fine-tuning.bench.ts, not part of the project: the same network fine-tuned from the same weights in Keras.

    python3 bench/peers/fine_tune_keras.py MODEL.tflite FOLDER EPOCHS biases|batch-norm

FOLDER has train/ and val/ with a folder for each class. No auxiliary heads, SGD with Nesterov's momentum, a warm-up and
half a cosine, label smoothing 0.1, weight decay 5e-4 on kernels, resized crops, flips, brightness, contrast and
saturation, bfloat16. With `biases`, the network as it is in the file: batch 32, peak 0.01, dropout 0.4. With `batch-norm`,
the normalization that was folded into it is put back, by the statistics of the training images: batch 64, peak 0.05.
Prints one line of JSON. Needs tensorflow, pillow and ai-edge-litert.
"""

import json
import os
import resource
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter
from keras import layers
from PIL import Image, ImageOps

STORED, SIZE, DECAY = 64, 56, 5e-4
EPSILON, MOMENTUM = 1e-3, 0.95
# Batch, peak of the learning rate, dropout.
SETTINGS = {"biases": (32, 0.01, 0.4), "batch-norm": (64, 0.05, 0.0)}
# Szegedy et al. 2014, table 1: 1x1, 3x3 reduce, 3x3, 5x5 reduce, 5x5, pool projection.
BLOCKS = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}
HALVED_AFTER = ("3b", "4e")


def build(classes, normalized, dropout):
    names = []

    def conv(x, filters, size, name):
        names.append(name)
        layer = layers.Conv2D(
            filters, size, padding="same", use_bias=not normalized, name=name.replace("/", "__"),
            kernel_regularizer=keras.regularizers.L2(DECAY / 2),
        )
        x = layer(x)
        if normalized:
            x = layers.BatchNormalization(momentum=MOMENTUM, epsilon=EPSILON, name=layer.name + "__norm")(x)
        return layers.ReLU()(x)

    def halve(x):
        return layers.MaxPool2D(3, 2, "same")(x)

    image = layers.Input((SIZE, SIZE, 3))
    x = halve(conv(image, 64, 7, "conv1/7x7"))
    x = halve(conv(conv(x, 64, 1, "conv2/1x1"), 192, 3, "conv2/3x3"))
    for block, (one, reduce3, three, reduce5, five, projection) in BLOCKS.items():
        at = f"inception_{block}/"
        x = layers.Concatenate()(
            [
                conv(x, one, 1, at + "1x1"),
                conv(conv(x, reduce3, 1, at + "3x3_reduce"), three, 3, at + "3x3"),
                conv(conv(x, reduce5, 1, at + "5x5_reduce"), five, 5, at + "5x5"),
                conv(layers.MaxPool2D(3, 1, "same")(x), projection, 1, at + "pool_proj"),
            ]
        )
        x = halve(x) if block in HALVED_AFTER else x
    x = layers.Dropout(dropout)(layers.GlobalAveragePooling2D()(x))
    logits = layers.Dense(classes, dtype="float32", kernel_regularizer=keras.regularizers.L2(DECAY / 2))(x)
    return keras.Model(image, logits), names


def read_weights(names, path):
    interpreter = Interpreter(path)
    interpreter.allocate_tensors()
    tensors = {each["name"]: each["index"] for each in interpreter.get_tensor_details()}
    for name in names:
        kernel, bias = (interpreter.get_tensor(tensors[f"{name}/{kind}"]) for kind in ("kernel", "bias"))
        yield name.replace("/", "__"), kernel.transpose(1, 2, 3, 0), bias


def load_weights(model, names, path):
    for name, kernel, bias in read_weights(names, path):
        model.get_layer(name).set_weights([kernel, bias])


def load_normalized(model, names, path, plain, images):
    """`plain`: the network with its biases, whose convolutions tell the statistics."""
    weights = list(read_weights(names, path))
    outputs = keras.Model(plain.input, [plain.get_layer(name).output for name, _, _ in weights])
    batches = [[np.array(each, "float32") for each in outputs.predict_on_batch(images[i : i + 64])] for i in range(0, len(images), 64)]
    for (name, kernel, bias), each in zip(weights, zip(*batches)):
        each = np.concatenate([batch.reshape(-1, batch.shape[-1]) for batch in each])
        mean, variance = each.mean(0), each.var(0)
        model.get_layer(name).set_weights([kernel])
        # Before the bias the mean is less by it; the factor and the shift undo the normalization.
        norm = [np.sqrt(variance + EPSILON), mean, mean - bias, variance]
        model.get_layer(name + "__norm").set_weights(norm)


def read(folder):
    classes = sorted(os.listdir(folder))
    images, labels = [], []
    for label, name in enumerate(classes):
        for file in sorted(os.listdir(os.path.join(folder, name))):
            image = ImageOps.exif_transpose(Image.open(os.path.join(folder, name, file))).convert("RGB")
            images.append(np.asarray(image.resize((STORED, STORED), Image.BILINEAR)))
            labels.append(label)
    return np.stack(images), np.array(labels), classes


def augment(image, label, classes):
    image = tf.image.random_flip_left_right(tf.cast(image, tf.float32) / 255)
    area = tf.random.uniform([], 0.35, 1)
    aspect = tf.exp(tf.random.uniform([], np.log(3 / 4), np.log(4 / 3)))
    width = tf.minimum(tf.sqrt(area * aspect), 1)
    height = tf.minimum(tf.sqrt(area / aspect), 1)
    left = tf.random.uniform([]) * (1 - width)
    top = tf.random.uniform([]) * (1 - height)
    box = tf.stack([top, left, top + height, left + width])[None]
    image = tf.image.crop_and_resize(image[None], box, [0], [SIZE, SIZE])[0]
    image = tf.image.random_saturation(image, 0.7, 1.3)
    image = tf.image.random_contrast(image, 0.7, 1.3)
    image = tf.image.random_brightness(image, 0.2)
    return tf.clip_by_value(image, 0, 1), tf.one_hot(label, classes)


def main():
    path, folder, epochs, kind = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
    batch, peak, dropout = SETTINGS[kind]
    keras.utils.set_random_seed(1)
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
    train, train_labels, classes = read(os.path.join(folder, "train"))
    val, val_labels, _ = read(os.path.join(folder, "val"))
    model, names = build(len(classes), False, dropout)
    load_weights(model, names, path)
    if kind == "batch-norm":
        plain = model
        model, _ = build(len(classes), True, dropout)
        sample = np.random.default_rng(1).choice(len(train), min(len(train), 256), replace=False)
        images = tf.image.resize(train[sample].astype("float32") / 255, [SIZE, SIZE]).numpy()
        load_normalized(model, names, path, plain, images)
    steps = len(train) // batch * epochs
    warm_up = steps // 10
    schedule = keras.optimizers.schedules.CosineDecay(
        0.0, steps - warm_up, warmup_target=peak, warmup_steps=warm_up
    )
    model.compile(
        keras.optimizers.SGD(schedule, momentum=0.9, nesterov=True),
        keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1),
        jit_compile=False,
    )
    batches = (
        tf.data.Dataset.from_tensor_slices((train, train_labels))
        .shuffle(len(train), seed=1, reshuffle_each_iteration=True)
        .map(lambda image, label: augment(image, label, len(classes)), num_parallel_calls=2)
        .batch(batch, drop_remainder=True)
        .prefetch(2)
    )
    start = time.perf_counter()
    model.fit(batches, epochs=epochs, verbose=0)
    seconds = time.perf_counter() - start
    inputs = tf.image.resize(val.astype("float32") / 255, [SIZE, SIZE]).numpy()
    right = model.predict(inputs, verbose=0).argmax(1) == val_labels
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"top1": float(right.mean()), "imagesPerSecond": steps * batch / seconds, "peakBytes": peak}))


main()
