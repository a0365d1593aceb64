# Classifying archives, for Jobs: Node without a root user, and LiteRT's own library.
#
#   docker build -f deploy/classify.Dockerfile -t inception-edge-classify .                    with the model that we ship
#   docker build -f deploy/classify.Dockerfile --build-arg BUNDLE=runs/<time>/bundle -t … .    with yours
#   docker run --rm --read-only --user "$(id -u):$(id -g)" -v ~/photos:/archive:ro -v "$PWD/answers:/answers" \
#     inception-edge-classify /archive --out /answers
#
# The context is the repository's root; classify.Dockerfile.dockerignore tells what of it is sent.

FROM node:22.23.2-bookworm-slim AS build
# pip downloads LiteRT's wheel, whose library alone is kept.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates python3-pip \
  && rm -rf /var/lib/apt/lists/*
RUN npm install --global pnpm@12.21.0
WORKDIR /src
# What decides the dependencies first: a change of a source file then installs nothing anew.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml tsconfig.base.json ./
COPY patches patches
COPY packages/host/package.json packages/host/
COPY packages/image/package.json packages/image/
COPY packages/model/package.json packages/model/
COPY packages/tflite/package.json packages/tflite/
COPY packages/bundle/package.json packages/bundle/
COPY packages/inference/package.json packages/inference/
COPY packages/litert/package.json packages/litert/
COPY packages/classify/package.json packages/classify/
RUN pnpm install --frozen-lockfile --filter inception-edge --filter "@inception-edge/classify..."
COPY packages packages
RUN INCEPTION_EDGE_CACHE=/opt node --conditions=@inception-edge/source packages/litert/src/main.ts \
  && install -D --mode=644 --target-directory=/opt/library /opt/litert/*/*/libLiteRt.so /opt/litert/*/*/licenses/LICENSE
RUN node_modules/.bin/tsc --build packages/classify
RUN pnpm --filter @inception-edge/classify --prod deploy /app

FROM node:22.23.2-bookworm-slim
COPY --from=build /app /app
COPY --from=build /opt/library /app/litert
ARG BUNDLE=packages/serve/bundle
COPY ${BUNDLE}/ /bundle/
# Where the library is not the one that was built in, or fails the self-test, classifying goes on in WebAssembly and says so.
ENV MODEL_DIR=/bundle LITERT_LIBRARY=/app/litert/libLiteRt.so NODE_ENV=production
USER 65532:65532
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/dist/main.js"]
