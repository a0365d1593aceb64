/** PyTorch's program, and where it finds again what it has compiled. */
import { join } from "node:path";
import type { Kit } from "./kit.ts";

/** The arguments follow. */
export function peerCommand(kit: Kit): readonly [string, ...string[]] {
  return ["python3", join(kit.app, "bench", "peers", "torch_step.py")];
}

/** One cache for all its processes. Triton's is inductor's subfolder where no other is named. */
export function peerEnvironment(kit: Kit): Readonly<Record<string, string>> {
  return { TORCHINDUCTOR_CACHE_DIR: join(kit.work, "inductor"), CUDA_CACHE_PATH: kit.cudaCache };
}
