/** Metrics for Prometheus: requests, stages, queue, problems, threads, and the models in service. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { UploadBudget } from "../body/upload-budget.ts";
import type { RolloutChange } from "../rollout/rollout.ts";
import { modelGauges, type MeasuredModels } from "./model-gauges.ts";

/** Seconds: from the time of a small image to the longest deadline. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What is counted, and how it is read. */
export interface Metrics {
  readonly contentType: string;
  /** In Prometheus' text format. */
  render(): Promise<string>;
  request(
    labels: { readonly route: string; readonly method: string; readonly status: number },
    seconds: number,
  ): void;
  /** Of an image, in the model that answered. */
  stage(model: string, stage: string, seconds: number): void;
  /** What became of an image that was meant for a model. */
  image(model: string, result: "answered" | "refused" | "failed"): void;
  /** Of an image that it answered. @param isOutOfDistribution undefined where the model cannot tell */
  marked(model: string, isOutOfDistribution: boolean | undefined): void;
  rejected(code: string): void;
  workerLost(reason: string): void;
  loaded(model: string, result: "ok" | "failed"): void;
  /** A candidate and the present model were given the same image. */
  compared(model: string, result: "same" | "different" | "failed" | "left_out"): void;
  changed(change: Pick<RolloutChange, "change" | "model" | "reason">): void;
}

/** What gauges measure. */
export interface Measured extends MeasuredModels {
  readonly uploads: Pick<UploadBudget, "bytes">;
}

/** Gauges are measured when the metrics are read. */
export function createMetrics({ slot, rollout, uploads }: Measured): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: "http_requests_total",
    help: "Requests by route, method and status",
    labelNames: ["route", "method", "status"],
    registers,
  });
  const durations = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from a request's headers to its answer's headers",
    labelNames: ["route"],
    buckets: BUCKETS,
    registers,
  });
  const stages = new Histogram({
    name: "inference_stage_duration_seconds",
    help: "Time of an image in each stage: queue, decode, prepare, infer, explain",
    labelNames: ["model", "stage"],
    buckets: BUCKETS,
    registers,
  });
  const images = new Counter({
    name: "inference_images_total",
    help: "Images by model: answered; refused as images, or for want of time; failed by the model's or our fault",
    labelNames: ["model", "result"],
    registers,
  });
  const answers = new Counter({
    name: "inference_answers_total",
    help: "Images answered, by whether they are out of distribution: true, false or unknown",
    labelNames: ["model", "out_of_distribution"],
    registers,
  });
  const rejections = new Counter({
    name: "inference_rejected_total",
    help: "Requests and images that were answered with a problem, by its code",
    labelNames: ["code"],
    registers,
  });
  const losses = new Counter({
    name: "inference_workers_lost_total",
    help: "Threads that ended or hung and were replaced",
    labelNames: ["reason"],
    registers,
  });
  for (const reason of ["unready", "ended", "failed", "hung"]) losses.inc({ reason }, 0);
  const loads = new Counter({
    name: "model_loads_total",
    help: "Attempts to load a bundle",
    labelNames: ["model", "result"],
    registers,
  });
  const comparisons = new Counter({
    name: "model_comparisons_total",
    help: "Images that a candidate and the present model were given: same first class, different, failed, left_out for want of an idle thread",
    labelNames: ["model", "result"],
    registers,
  });
  const changes = new Counter({
    name: "model_changes_total",
    help: "Models promoted and rolled_back; reason: asked, self-test, errors, agreement",
    labelNames: ["model", "change", "reason"],
    registers,
  });
  gauge("inference_queue_depth", "Images that wait for a thread", () => load().waiting);
  gauge("inference_inflight", "Images being classified", () => load().busy);
  gauge("inference_workers", "Worker threads", () => load().workers);
  gauge(
    "inference_pixels",
    "Pixels of all images that wait or are being classified",
    () => load().pixels,
  );
  gauge("upload_bytes", "Bytes of all request bodies in memory", () => uploads.bytes);
  gauge("process_resident_memory_bytes", "Resident memory", () => process.memoryUsage().rss);
  for (const ofModels of modelGauges({ slot, rollout })) registry.registerMetric(ofModels);

  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    request({ route, method, status }, seconds) {
      requests.inc({ route, method, status });
      durations.observe({ route }, seconds);
    },
    stage: (model, stage, seconds) => stages.observe({ model, stage }, seconds),
    image: (model, result) => images.inc({ model, result }),
    marked: (model, isOutOfDistribution) =>
      answers.inc({ model, out_of_distribution: String(isOutOfDistribution ?? "unknown") }),
    rejected: (code) => rejections.inc({ code }),
    workerLost: (reason) => losses.inc({ reason }),
    loaded(model, result) {
      loads.inc({ model, result });
      // Series that begin at 0: a rise from nothing is none to an alert.
      loads.inc({ model, result: "failed" }, 0);
      for (const reason of ["self-test", "errors", "agreement"]) {
        changes.inc({ model, change: "rolled_back", reason }, 0);
      }
    },
    compared: (model, result) => comparisons.inc({ model, result }),
    changed: ({ model, change, reason }) => changes.inc({ model, change, reason }),
  };

  function load(): { workers: number; busy: number; waiting: number; pixels: number } {
    return slot.current?.pool.load ?? { workers: 0, busy: 0, waiting: 0, pixels: 0 };
  }

  function gauge(name: string, help: string, measure: () => number): void {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(measure());
        },
      }),
    );
  }
}
