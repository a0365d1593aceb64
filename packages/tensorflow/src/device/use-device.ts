/** Finds this machine's devices and makes TensorFlow see only the chosen one. */
import {
  chooseDevice,
  deviceEnvironment,
  type ComputeDevice,
  type DeviceFacts,
  type DeviceRequest,
} from "./compute-device.ts";
import { hasNvidiaDriver, queryGpus } from "./nvidia.ts";

/** Reads the facts that {@link chooseDevice} needs. */
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

/**
 * Chooses among this machine's devices.
 * @throws {Error} when it does not have the requested one
 */
export async function findDevice(request?: DeviceRequest): Promise<ComputeDevice> {
  return chooseDevice(request, await readDevices());
}

/**
 * Makes this process compute on the device. Call it in the main thread, before TensorFlow's library is loaded: the
 * library asks CUDA for devices once, and a worker's `process.env` is a copy that C code does not see.
 */
export function useDevice(device: ComputeDevice): void {
  Object.assign(process.env, deviceEnvironment(device, { environment: process.env }));
}
