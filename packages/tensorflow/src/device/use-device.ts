/** Finds this machine's devices, and has TensorFlow see the chosen one only. */
import {
  chooseDevice,
  deviceEnvironment,
  type ComputeDevice,
  type DeviceFacts,
  type DeviceRequest,
} from "./compute-device.ts";
import { hasNvidiaDriver, queryGpus } from "./nvidia.ts";

/** What `chooseDevice` decides by, of this machine. */
export async function readDevices(
  environment: DeviceFacts["environment"] = process.env,
): Promise<DeviceFacts> {
  const nvidiaDriver = hasNvidiaDriver();
  return {
    environment: { ...environment },
    platform: `${process.platform}-${process.arch}`,
    nvidiaDriver,
    gpus: nvidiaDriver ? await queryGpus() : [],
  };
}

/** @throws {Error} when this machine has no such device. */
export async function findDevice(asked?: DeviceRequest): Promise<ComputeDevice> {
  return chooseDevice(asked, await readDevices());
}

/**
 * Has this process compute on the device. In the main thread, before TensorFlow's library is loaded:
 * it asks CUDA for devices once, and a worker's `process.env` is a copy that C does not see.
 */
export function useDevice(device: ComputeDevice): void {
  Object.assign(process.env, deviceEnvironment(device, { environment: process.env }));
}
