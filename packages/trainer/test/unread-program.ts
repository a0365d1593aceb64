import type { Graph } from "@inception-edge/model";
import { trainingProgram, type TrainingProgramOptions } from "../src/program/training-program.ts";
import type { Tuning } from "../src/program/tuning.ts";
import { modern15 } from "../src/recipes/modern-15.ts";

/** What a program of 56 px is made of before any image is read. */
export const UNREAD = {
  images: { imagesPath: "unread", count: 1, size: 64 },
  view: { resize: "bilinear", size: 56 },
  evaluationBatchSize: 1,
} as const;

/** The training program of modern-15, whose nodes are looked at and which is never run; in bfloat16 unless asked otherwise. */
export function unreadProgram(
  model: Graph,
  options: Partial<TrainingProgramOptions> & { readonly tuning: Tuning },
): Uint8Array {
  return trainingProgram(model, { ...modern15, ...UNREAD, precision: "bf16", seed: 1, ...options });
}
