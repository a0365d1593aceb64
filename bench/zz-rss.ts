import { startProcess } from "../packages/serve/test/start-process.ts";
import { residentMb } from "./serve-memory.ts";
for (const rt of ["deno", "node"] as const)
  for (let i = 0; i < 2; i++) {
    const s = await startProcess(rt, {
      modelDir: "/work/exp/final/bundle",
      environment: { WORKERS: "2" },
      timeoutMs: 120000,
    });
    const a = await residentMb(s.pid);
    await new Promise((r) => setTimeout(r, 1500));
    const b = await residentMb(s.pid);
    console.log(rt, a.toFixed(0), b.toFixed(0));
    s.kill("SIGTERM");
    await s.ended;
  }
