#!/usr/bin/env bash
# Makes the model that packages/serve/bundle ships, from the pictures to the published bundle.
#
#   examples/reproduce.sh [DATASET]     a folder of Tiny ImageNet-200, which is downloaded when none is named
#
# What to expect: docs/log.md, and packages/serve/bundle/card.md for every figure. On an NVIDIA H200 training takes three
# minutes. Without a GPU take the recipe before it, two points lower: RECIPE=modern-15 takes 2.2 hours on two threads of an
# AMD EPYC (AVX-512 with bfloat16, no AMX). Everything else takes a quarter of an hour there. It may be stopped at any time:
# started again, it goes on where it was. Other hardware and seeds give figures within a point or so.
set -euo pipefail
cd "$(dirname "$0")/.."
dataset="${1:-tiny-imagenet}"
run=runs/reference
recipe=(--recipe "${RECIPE:-modern-50}")
[[ -z ${RECIPE:-} ]] && recipe+=(--epochs 40) # as many as there was time for

node scripts/setup.js
pnpm() { node scripts/pnpm.js "$@"; }

# Which pictures to leave out: those that occur twice under two labels, or in train and val.
report=reports/tiny-imagenet-200
[[ -e $report/exclude.txt ]] || pnpm --filter eda start --dataset "$dataset"

if [[ -e $run/config.json ]]; then
  pnpm --filter trainer start --resume --out "$run"
else
  pnpm --filter trainer start --dataset "$dataset" "${recipe[@]}" --out "$run" \
    --exclude "$report/exclude.txt" --channel-stats "$report/channel-stats.json"
fi

pnpm --filter trainer start robustness --bundle "$run/bundle" --dataset "$dataset"
pnpm --filter trainer start ship --run "$run" --out packages/serve/bundle
for form in float32 int8; do
  pnpm --filter trainer start evaluate --bundle packages/serve/bundle --dataset "$dataset" --form "$form"
done
