/** Names the GPU in use, and how to choose another one. */
import { describeGpu, type ComputeDevice } from "@inception-edge/tensorflow";

/** "gpu:0 of 2, NVIDIA H200 (choose another with --device)". */
export function describeDevice(device: Extract<ComputeDevice, { kind: "gpu" }>): string {
  const hint = device.count > 1 && !device.isRequested ? " (choose another with --device)" : "";
  return describeGpu(device) + hint;
}
