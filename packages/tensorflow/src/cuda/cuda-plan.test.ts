import { suite } from "uvu";
import * as assert from "uvu/assert";
import { CUDA_PARTS, NEEDED_LIBRARIES } from "./cuda-parts.ts";
import { ALL_WHEELS, chooseCuda, cudaWheels, type CudaPlan } from "./cuda-plan.ts";
import { cudaSetting } from "./cuda-setting.ts";
import type { CudaToolkit, Cudnn, HostCuda } from "./host-cuda.ts";
import { isAtLeast } from "./version.ts";

const plans = suite("chooseCuda()");

const NAMES = {
  12: "cublas.so.12 cublasLt.so.12 cufft.so.11 cusolver.so.11 cusparse.so.12 nvJitLink.so.12 cudart.so.12 nvrtc.so.12",
  13: "cublas.so.13 cublasLt.so.13 cufft.so.12 cusolver.so.12 cusparse.so.12 nvJitLink.so.13 cudart.so.13 nvrtc.so.13",
} as const;

function toolkit(release: 12 | 13, version: string, without: readonly string[] = []): CudaToolkit {
  const place = `/usr/local/cuda-${version}`;
  const names = NAMES[release].split(" ").map((name) => `lib${name}`);
  const files = Object.fromEntries(
    names.filter((name) => !without.includes(name)).map((name) => [name, `${place}/lib64/${name}`]),
  );
  return { release, version, place, files };
}

function cudnn(version: string, release?: 12 | 13): Cudnn {
  const files = { "libcudnn.so.9": "/usr/lib/libcudnn.so.9" };
  return { place: "/usr/lib", version, files, ...(release && { release }) };
}

function host(toolkits: readonly CudaToolkit[], cudnns: readonly Cudnn[] = []): HostCuda {
  return { toolkits, cudnns };
}

/** Where each part comes from: "host" or "wheels" by its name. */
function sources({ parts }: CudaPlan): Readonly<Record<string, string>> {
  return Object.fromEntries(CUDA_PARTS.map(({ name }) => [name, parts[name].from]));
}

function megabytes(plan: CudaPlan): number {
  return cudaWheels(plan).reduce((sum, wheel) => sum + wheel.megabytes, 0);
}

plans("chooseCuda() takes all wheels where this machine has nothing", () => {
  assert.equal(chooseCuda(host([]), {}), { plan: ALL_WHEELS, refusals: [] });
  assert.is(megabytes(ALL_WHEELS), 1943);
});

plans("chooseCuda() takes a CUDA 12 with its cuDNN, and only ptxas from a wheel", () => {
  const { plan, refusals } = chooseCuda(host([toolkit(12, "12.8")], [cudnn("9.10.2")]), {});
  assert.equal(sources(plan), {
    runtime: "host",
    math: "host",
    cudnn: "host",
    nvrtc: "host",
    tools: "wheels",
    extras: "nowhere",
  });
  assert.is(plan.release, 12);
  assert.is(megabytes(plan), 22);
  assert.equal(refusals, []);
});

plans("chooseCuda() takes a CUDA 13 under CUDA 12's names, beside cudart's small wheel", () => {
  const own = { ...toolkit(13, "13.1.0.3"), tools: { ptxas: "/ptxas", libdevice: "/libdevice" } };
  const { plan } = chooseCuda(host([own], [cudnn("9.19.0.56", 13)]), { driver: "580.159.04" });
  assert.equal(sources(plan), {
    runtime: "wheels",
    math: "host",
    cudnn: "host",
    nvrtc: "host",
    tools: "host",
    extras: "nowhere",
  });
  assert.is(plan.release, 13);
  assert.is(megabytes(plan), 1);
});

plans(
  "chooseCuda() fetches cuDNN for a CUDA 12 that has none, and the rest for a cuDNN alone",
  () => {
    const withoutCudnn = chooseCuda(host([toolkit(12, "12.6")]), {}).plan;
    assert.is(sources(withoutCudnn)["cudnn"], "wheels");
    assert.is(megabytes(withoutCudnn), 577 + 22);
    const cudnnAlone = chooseCuda(host([], [cudnn("9.3.0")]), {}).plan;
    assert.equal([sources(cudnnAlone)["math"], sources(cudnnAlone)["cudnn"]], ["wheels", "host"]);
  },
);

plans("chooseCuda() prefers CUDA 12 to CUDA 13 where both are whole", () => {
  const tools = { ptxas: "/ptxas", libdevice: "/libdevice" };
  const both = [
    { ...toolkit(13, "13.1"), tools },
    { ...toolkit(12, "12.9"), tools },
  ];
  assert.is(chooseCuda(host(both, [cudnn("9.10")]), {}).plan.release, 12);
});

plans("chooseCuda() never pairs a toolkit with a cuDNN of the other CUDA", () => {
  const mixed = chooseCuda(host([toolkit(13, "13.1")], [cudnn("9.10", 12)]), {});
  assert.is(mixed.plan.release, 12);
  assert.is(sources(mixed.plan)["math"], "wheels");
  assert.match(mixed.refusals.join(), "has no matching cuDNN 9.3 or newer");
  const other = chooseCuda(host([toolkit(12, "12.8")], [cudnn("9.19", 13)]), {}).plan;
  assert.is(sources(other)["cudnn"], "wheels");
});

plans("chooseCuda() says why it does not use a library", () => {
  const serving = [cudnn("9.10")];
  for (const [found, machine, reason] of [
    [host([toolkit(12, "12.4.5.8")], serving), {}, /cuBLAS 12\.4\.5\.8, older than 12\.5/],
    [host([toolkit(12, "12.8", ["libcufft.so.11"])], serving), {}, /lacks libcufft\.so\.11/],
    [host([toolkit(13, "13.1", ["libnvrtc.so.13"])], serving), {}, /lacks libnvrtc\.so\.13/],
    [
      host([toolkit(13, "13.1")], serving),
      { driver: "570.86" },
      /needs driver 580 .* machine has 570\.86/,
    ],
    [host([toolkit(13, "13.1")], serving), { computeCapability: 7 }, /capability 7\.5 .* has 7\.0/],
    [host([], [cudnn("9.1.0")]), {}, /cuDNN 9\.1\.0 in \/usr\/lib is older than 9\.3/],
  ] as const) {
    const { plan, refusals } = chooseCuda(found, machine);
    assert.is(sources(plan)["math"], "wheels");
    assert.match(refusals.join("; "), reason);
  }
});

plans("chooseCuda() takes an unknown version only if the user says host", () => {
  const { version: _, ...unknown } = toolkit(12, "12.8");
  const found = host([unknown], [cudnn("9.10")]);
  assert.is(sources(chooseCuda(found, {}).plan)["math"], "wheels");
  assert.is(sources(chooseCuda(found, {}, "host").plan)["math"], "host");
});

plans("chooseCuda() follows the setting, or says what is wrong", () => {
  const whole = host([toolkit(12, "12.8")], [cudnn("9.10")]);
  assert.equal(chooseCuda(whole, {}, "wheels").plan, ALL_WHEELS);
  assert.throws(
    () => chooseCuda(host([]), {}, "host"),
    /^Cannot use this machine's CUDA: no CUDA 12 or 13 with cuDNN 9 was found; add .* LD_LIBRARY_PATH/,
  );
  assert.throws(
    () => chooseCuda(host([toolkit(12, "12.4")], [cudnn("9.10")]), {}, "host"),
    /cuBLAS 12\.4, older than 12\.5/,
  );
});

plans("NEEDED_LIBRARIES are what TensorFlow 2.21 loads, cudart first", () => {
  assert.equal(
    NEEDED_LIBRARIES.map(({ name }) => name),
    [
      "libcudart.so.12",
      "libcublas.so.12",
      "libcublasLt.so.12",
      "libcufft.so.11",
      "libcusolver.so.11",
      "libcusparse.so.12",
      "libcudnn.so.9",
    ],
  );
});

plans("cudaSetting() knows its two values", () => {
  assert.is(cudaSetting({}), undefined);
  assert.is(cudaSetting({ INCEPTION_EDGE_CUDA: "" }), undefined);
  assert.is(cudaSetting({ INCEPTION_EDGE_CUDA: "host" }), "host");
  assert.throws(
    () => cudaSetting({ INCEPTION_EDGE_CUDA: "12" }),
    /"12": want "host" .* or "wheels"/,
  );
});

plans("isAtLeast() compares numbers, not letters", () => {
  assert.ok(isAtLeast("12.10", "12.5"));
  assert.ok(isAtLeast("12.5", "12.5"));
  assert.ok(isAtLeast("13.0", "12.5"));
  assert.ok(isAtLeast("580.65.06", "580"));
  assert.not(isAtLeast("12", "12.5"));
  assert.not(isAtLeast("9.2.9", "9.3"));
});

plans.run();
