import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  chooseDevice,
  describeGpu,
  deviceEnvironment,
  parseDevice,
  type DeviceFacts,
  type DeviceRequest,
} from "./compute-device.ts";
import { parseGpus } from "./nvidia.ts";

const devices = suite("compute device");

const NVIDIA_SMI = `0, GPU-8932f937-d72c-4106-c12f-20bd9faed9f6, Tesla T4, 7.5, 15360, 580.65.06
1, GPU-11aa63e1-fcb8-7a0c-eb79-3a3f83c5ba55, NVIDIA H100 80GB HBM3, 9.0, 81559, 580.65.06
2, GPU-2c4f3e21-0d6f-9a4b-22aa-6f3b1c9d8e77, NVIDIA H100 80GB HBM3, 9.0, 81559, 580.65.06
`;

function machine(visible?: string): DeviceFacts {
  return {
    environment: visible === undefined ? {} : { CUDA_VISIBLE_DEVICES: visible },
    platform: "linux-x64",
    nvidiaDriver: true,
    gpus: parseGpus(NVIDIA_SMI),
  };
}

/** The device in words, and what CUDA is given to see. */
function choice(
  request: DeviceRequest | undefined,
  facts: DeviceFacts,
): readonly (string | undefined)[] {
  const device = chooseDevice(request, facts);
  const { CUDA_VISIBLE_DEVICES } = deviceEnvironment(device, facts);
  return [device.kind === "gpu" ? describeGpu(device) : "cpu", CUDA_VISIBLE_DEVICES];
}

devices("parseDevice() takes cpu, gpu and numbers, also as others write them", () => {
  for (const [text, request] of [
    ["cpu", "cpu"],
    ["gpu", "gpu"],
    ["GPU", "gpu"],
    ["gpu:1", "gpu:1"],
    ["1", "gpu:1"],
    ["cuda", "gpu"],
    ["cuda:0", "gpu:0"],
  ]) {
    assert.is(parseDevice(text!), request);
  }
  for (const text of ["", "tpu", "gpu:", "gpu:-1", "-1", "cpu:0", "1.5", "gpu:1,2"]) {
    assert.throws(() => parseDevice(text), /^cpu, gpu, or gpu:N with N from 0$/, text);
  }
});

devices("chooseDevice() takes the first GPU by default, and tells how many there are", () => {
  assert.equal(choice(undefined, machine()), ["gpu:0 of 3, Tesla T4", "0"]);
  assert.equal(choice("gpu", machine()), ["gpu:0 of 3, Tesla T4", "0"]);
});

devices("chooseDevice() takes the GPU that nvidia-smi calls by the number", () => {
  assert.equal(choice("gpu:2", machine()), ["gpu:2 of 3, NVIDIA H100 80GB HBM3", "2"]);
  const { CUDA_DEVICE_ORDER } = deviceEnvironment(chooseDevice("gpu:2", machine()), machine());
  assert.is(CUDA_DEVICE_ORDER, "PCI_BUS_ID");
});

devices("chooseDevice() counts in what CUDA_VISIBLE_DEVICES leaves", () => {
  assert.equal(choice("gpu:1", machine("2,0")), ["gpu:1 of 2, Tesla T4", "0"]);
  assert.equal(choice("gpu:0", machine("2,0")), ["gpu:0 of 2, NVIDIA H100 80GB HBM3", "2"]);
  const uuids = "GPU-2c4f, GPU-11aa63e1";
  assert.equal(choice("gpu:1", machine(uuids)), [
    "gpu:1 of 2, NVIDIA H100 80GB HBM3",
    "GPU-11aa63e1",
  ]);
  assert.equal(choice("gpu:0", machine("MIG-4f2b,1")), ["gpu:0 of 2, Tesla T4", "MIG-4f2b"]);
});

devices("chooseDevice() reads CUDA_VISIBLE_DEVICES as CUDA does: up to what names no GPU", () => {
  assert.equal(choice(undefined, machine("1,-1,2")), ["gpu:0, NVIDIA H100 80GB HBM3", undefined]);
  assert.equal(choice(undefined, machine("1,7,2")), ["gpu:0, NVIDIA H100 80GB HBM3", undefined]);
  assert.equal(choice(undefined, machine("-1")), ["cpu", undefined]);
  assert.equal(choice(undefined, machine("")), ["cpu", undefined]);
});

devices("chooseDevice() leaves a single GPU as it is, but for nvidia-smi's order", () => {
  const one = { ...machine(), gpus: machine().gpus.slice(0, 1) };
  const environment = deviceEnvironment(chooseDevice(undefined, one), one);
  assert.equal(environment, { CUDA_DEVICE_ORDER: "PCI_BUS_ID" });
  const own = { ...one, environment: { CUDA_DEVICE_ORDER: "FASTEST_FIRST" } };
  assert.equal(deviceEnvironment(chooseDevice(undefined, own), own), own.environment);
});

devices("chooseDevice() hides the GPUs if the CPU is requested", () => {
  assert.equal(choice("cpu", machine()), ["cpu", "-1"]);
  assert.equal(choice(undefined, { ...machine(), gpus: [] }), ["cpu", undefined]);
});

devices(
  "chooseDevice() lists the devices that this machine has when the requested one is missing",
  () => {
    const none: DeviceFacts = { ...machine(), nvidiaDriver: false, gpus: [] };
    for (const [asked, facts, message] of [
      [
        "gpu:3",
        machine(),
        /^Cannot compute on gpu:3: this machine has gpu:0 \(Tesla T4\), gpu:1 \(NVIDIA H100 80GB HBM3\), gpu:2 \(NVIDIA H100 80GB HBM3\); choose one of them$/,
      ],
      ["gpu:1", machine("2"), /: CUDA_VISIBLE_DEVICES="2" shows gpu:0 \(NVIDIA H100 80GB HBM3\)/],
      ["gpu", none, /^Cannot compute on gpu: no NVIDIA driver is visible; install one/],
      ["gpu", { ...none, platform: "darwin-arm64" }, /no GPU on darwin-arm64/],
      ["gpu", machine("-1"), /CUDA_VISIBLE_DEVICES="-1" hides the GPUs; unset it/],
      ["gpu", { ...machine(), gpus: [] }, /nvidia-smi lists no GPU/],
      ["gpu:0", machine("9"), /CUDA_VISIBLE_DEVICES="9" names none of this machine's GPUs/],
    ] as const) {
      assert.throws(() => chooseDevice(asked, facts), message);
    }
  },
);

devices.run();
