/** What is measured of the models in service when the metrics are read. */
import { Gauge } from "prom-client";
import type { ModelSlot } from "../bundle/model-slot.ts";
import type { ServedModel } from "../bundle/served-model.ts";
import type { Rollout } from "../rollout/rollout.ts";

/** Where the models are, and who answers. */
export interface MeasuredModels {
  readonly slot: Pick<ModelSlot, "current">;
  readonly rollout: Pick<Rollout, "plan">;
}

/** A value with the labels that it is found by. */
type Sample<Label extends string> = readonly [
  labels: Readonly<Record<Label, string>>,
  value: number,
];

/** They belong to no registry yet. */
export function modelGauges({ slot, rollout }: MeasuredModels): Gauge[] {
  const models = (): readonly ServedModel[] => [...(slot.current?.models.values() ?? [])];
  return [
    gaugeOf("model_info", {
      help: "A model in service, always 1",
      labels: ["model", "name", "version", "role", "engine"],
      samples: () =>
        models().map(({ id, manifest: { name }, version, role, started }) => [
          { model: id, name, version, role, engine: started.engine.name },
          1,
        ]),
    }),
    gaugeOf("model_share_percent", {
      help: "Share of the requests whose path names no model",
      labels: ["model"],
      samples: () => [...(rollout.plan?.shares ?? [])].map(([model, share]) => [{ model }, share]),
    }),
    gaugeOf("inference_drift_psi", {
      help: "Population stability index of answers against held-out images, of class, confidence and ood_score; below 0.1 no change, above 0.25 a large one; absent until there are 200 answers",
      labels: ["model", "measure"],
      samples: () =>
        models().flatMap(({ id, drift }) =>
          Object.entries(drift?.indices() ?? {}).map(
            ([measure, index]) => [{ model: id, measure }, index] as const,
          ),
        ),
    }),
    gaugeOf("inference_drift_answers", {
      help: "Answers, at most the last 1000, that inference_drift_psi compares with held-out images",
      labels: ["model"],
      samples: () =>
        models().flatMap(({ id, drift }) => (drift ? [[{ model: id }, drift.answers]] : [])),
    }),
  ];
}

/** A gauge that has exactly these samples each time it is read. */
function gaugeOf<Label extends string>(
  name: string,
  {
    help,
    labels,
    samples,
  }: {
    readonly help: string;
    readonly labels: readonly Label[];
    readonly samples: () => readonly Sample<Label>[];
  },
): Gauge {
  return new Gauge({
    name,
    help,
    labelNames: [...labels],
    registers: [],
    collect() {
      this.reset();
      for (const [found, value] of samples()) this.set(found, value);
    },
  });
}
