/** Gauges of the models in service. */
import { Gauge } from "prom-client";
import type { ModelSlot } from "../bundle/model-slot.ts";
import type { Rollout } from "../rollout/rollout.ts";

/** Their bundles and engines. */
export function modelInfo(slot: Pick<ModelSlot, "current">): Gauge {
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

/** Who answers what. */
export function modelShare(rollout: Pick<Rollout, "plan">): Gauge {
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
