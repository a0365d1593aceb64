/** Does on this machine what will be done on the other: takes in the parts, assembles, and trains a step on the CPU. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../../../packages/host/src/processes/run-command.ts";

const STEP = [
  "row",
  "ours",
  "--batch",
  "4",
  "--precision",
  "f32",
  "--steps",
  "1",
  "--images",
  "100",
] as const;

/** @throws {Error} when a step of it fails; what they say is shown. */
export async function rehearse(parts: readonly string[], kit: string): Promise<void> {
  await rm(kit, { recursive: true, force: true });
  const say = async (...words: readonly [string, ...string[]]): Promise<void> => {
    const { code } = await runCommand(["bash", ...words], {
      environment: { KIT: kit },
      show: true,
    });
    if (code !== 0) {
      throw new Error(
        `Cannot use the parts: ${words.slice(1).join(" ")} failed in the rehearsal; ${kit} holds what came of it`,
      );
    }
  };
  for (const part of parts) await say(join(part, "device.sh"), "receive");
  await say(join(kit, "device.sh"), "assemble");
  await say(join(kit, "device.sh"), ...STEP);
  await rm(kit, { recursive: true });
}
