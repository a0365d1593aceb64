# The trainer for NVIDIA GPUs: TensorFlow with its CUDA 12.5 and cuDNN 9.3. The driver's libraries come from the host, by
# NVIDIA's container toolkit.
#
#   docker build -f deploy/trainer-gpu.Dockerfile -t inception-edge-trainer-gpu .
#   docker run --rm --init --gpus all --user "$(id -u):$(id -g)" -v "$PWD/data:/training/data:ro" -v "$PWD/runs:/training/runs" \
#     -v inception-edge-cache:/cache inception-edge-trainer-gpu --dataset data/tiny-imagenet-200
#
# `--build-arg CUDA=` leaves CUDA out: the same trainer for the CPU, 1.5 GB instead of 5.
#
# The context is the repository's root; trainer-gpu.Dockerfile.dockerignore tells what of it is sent.

FROM node:22.23.2-bookworm-slim AS build
# pip downloads TensorFlow's wheel, whose C library alone is kept; the addon is compiled against it.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates g++ python3-pip \
  && rm -rf /var/lib/apt/lists/*
RUN npm install --global pnpm@12.21.0
WORKDIR /app
# What decides the dependencies first: a change of a source file then installs nothing anew.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY patches patches
COPY packages/host/package.json packages/host/
COPY packages/image/package.json packages/image/
COPY packages/dataset/package.json packages/dataset/
COPY packages/model/package.json packages/model/
COPY packages/tflite/package.json packages/tflite/
COPY packages/onnx/package.json packages/onnx/
COPY packages/bundle/package.json packages/bundle/
COPY packages/inference/package.json packages/inference/
COPY packages/litert/package.json packages/litert/
COPY packages/tensorflow/package.json packages/tensorflow/
COPY packages/corruptions/package.json packages/corruptions/
COPY packages/trainer/package.json packages/trainer/
# Without the Node that pnpm brings for the repository: the image has its own.
RUN pnpm install --frozen-lockfile --prod --filter "@inception-edge/trainer..." \
  && rm -r node_modules/node-linux-* node_modules/.pnpm/node-linux-*
# Then TensorFlow, 2.5 GB, before the sources that change from day to day.
COPY packages/host packages/host
COPY packages/tensorflow packages/tensorflow
ARG CUDA=wheels
RUN INCEPTION_EDGE_CACHE=/opt/inception-edge INCEPTION_EDGE_CUDA=$CUDA \
  node --conditions=@inception-edge/source packages/tensorflow/src/install/main.ts \
  && chmod -R a+rX /opt/inception-edge
COPY packages packages

FROM node:22.23.2-bookworm-slim
COPY --from=build /opt/inception-edge /opt/inception-edge
COPY --from=build /app /app
# Of the driver, CUDA and nvidia-smi: without the latter's library TensorFlow leaves the GPU and says nothing.
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
# Where clusters mount the driver that do not tell the loader of it.
ENV LD_LIBRARY_PATH=/usr/local/nvidia/lib64
# Packed datasets, and kernels that the driver has compiled. Any user may write there: `--user` is the owner of `runs`.
ENV INCEPTION_EDGE_CACHE=/cache CUDA_CACHE_PATH=/cache/cuda HOME=/tmp
WORKDIR /training
RUN install --directory --mode=1777 /cache /training/data /training/runs
VOLUME /cache
USER 1000:1000
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--conditions=@inception-edge/source", "/app/packages/trainer/src/main.ts"]
