/** What is measured of the models in service when the metrics are read. */
import { Gauge } from "prom-client";
import type { ModelSlot } from "../bundle/model-slot.ts";
import type { Rollout } from "../rollout/rollout.ts";

/** Where the models are, and who answers. */
export interface MeasuredModels {
  readonly slot: Pick<ModelSlot, "current">;
  readonly rollout: Pick<Rollout, "plan">;
}

/** They belong to no registry yet. */
export function modelGauges({ slot, rollout }: MeasuredModels): Gauge[] {
  return [modelInfo(slot), modelShare(rollout), driftIndex(slot), driftAnswers(slot)];
}

function driftIndex(slot: MeasuredModels["slot"]): Gauge {
  return new Gauge({
    name: "inference_drift_psi",
    help: "Population stability index of answers against held-out images, of class, confidence and ood_score; below 0.1 no change, above 0.25 a large one; absent until there are 200 answers",
    labelNames: ["model", "measure"],
    registers: [],
    collect() {
      this.reset();
      for (const { id, drift } of slot.current?.models.values() ?? []) {
        for (const [measure, index] of Object.entries(drift?.indices() ?? {})) {
          this.set({ model: id, measure }, index);
        }
      }
    },
  });
}

function driftAnswers(slot: MeasuredModels["slot"]): Gauge {
  return new Gauge({
    name: "inference_drift_answers",
    help: "Answers, at most the last 1000, that inference_drift_psi compares with held-out images",
    labelNames: ["model"],
    registers: [],
    collect() {
      this.reset();
      for (const { id, drift } of slot.current?.models.values() ?? []) {
        if (drift) this.set({ model: id }, drift.answers);
      }
    },
  });
}

function modelInfo(slot: MeasuredModels["slot"]): Gauge {
  return new Gauge({
    name: "model_info",
    help: "A model in service, always 1",
    labelNames: ["model", "name", "version", "role", "engine"],
    registers: [],
    collect() {
      this.reset();
      for (const { id, manifest, version, role, started } of slot.current?.models.values() ?? []) {
        const { name } = manifest;
        this.set({ model: id, name, version, role, engine: started.engine.name }, 1);
      }
    },
  });
}

function modelShare(rollout: MeasuredModels["rollout"]): Gauge {
  return new Gauge({
    name: "model_share_percent",
    help: "Share of the requests whose path names no model",
    labelNames: ["model"],
    registers: [],
    collect() {
      this.reset();
      for (const [model, share] of rollout.plan?.shares ?? []) this.set({ model }, share);
    },
  });
}
