/** Metrics for Prometheus: requests, stages, queue, problems, threads, and the model in service. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { UploadBudget } from "../body/upload-budget.ts";
import type { ModelSlot } from "../bundle/model-slot.ts";

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
  stage(stage: string, seconds: number): void;
  /** @param isOutOfDistribution undefined where the model cannot tell */
  answered(isOutOfDistribution: boolean | undefined): void;
  rejected(code: string): void;
  workerLost(reason: string): void;
  loaded(result: "ok" | "failed"): void;
}

/** Gauges are measured when the metrics are read. */
export function createMetrics(slot: ModelSlot, uploads: UploadBudget): Metrics {
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
    help: "Time of an image in each stage: read, queue, decode, prepare, infer, explain",
    labelNames: ["stage"],
    buckets: BUCKETS,
    registers,
  });
  const answers = new Counter({
    name: "inference_answers_total",
    help: "Images answered, by whether they are out of distribution: true, false or unknown",
    labelNames: ["out_of_distribution"],
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
  const loads = new Counter({
    name: "model_loads_total",
    help: "Attempts to load a bundle",
    labelNames: ["result"],
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
  registry.registerMetric(modelInfo(slot));
  registry.registerMetric(driftIndex(slot));
  gauge(
    "inference_drift_answers",
    "Answers, at most the last 1000, that inference_drift_psi compares with held-out images",
    () => slot.current?.drift?.answers ?? 0,
  );

  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    request({ route, method, status }, seconds) {
      requests.inc({ route, method, status });
      durations.observe({ route }, seconds);
    },
    stage: (stage, seconds) => stages.observe({ stage }, seconds),
    answered: (isOutOfDistribution) =>
      answers.inc({ out_of_distribution: String(isOutOfDistribution ?? "unknown") }),
    rejected: (code) => rejections.inc({ code }),
    workerLost: (reason) => losses.inc({ reason }),
    loaded: (result) => loads.inc({ result }),
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

function driftIndex(slot: ModelSlot): Gauge {
  return new Gauge({
    name: "inference_drift_psi",
    help: "Population stability index of answers against held-out images, of class, confidence and ood_score; below 0.1 no change, above 0.25 a large one; absent until there are 200 answers",
    labelNames: ["measure"],
    registers: [],
    collect() {
      this.reset();
      for (const [measure, index] of Object.entries(slot.current?.drift?.indices() ?? {})) {
        this.set({ measure }, index);
      }
    },
  });
}

function modelInfo(slot: ModelSlot): Gauge {
  return new Gauge({
    name: "model_info",
    help: "The model in service, always 1",
    labelNames: ["name", "version", "role", "engine"],
    registers: [],
    collect() {
      this.reset();
      const model = slot.current;
      if (model === undefined) return;
      const { manifest, version, role, started } = model;
      this.set({ name: manifest.name, version, role, engine: started.engine.name }, 1);
    },
  });
}
