import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const commandLine = suite<{ folder: string; program: string }>("runCommandLine()");

const MOD = new URL("../mod.ts", import.meta.url).href;

/** Speaks a while, then writes its report. */
const PROGRAM = `
import { writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { runCommandLine, failureMessage } from ${JSON.stringify(MOD)};
await runCommandLine(process.argv.slice(2), {
  help: "All of the help\\n".repeat(20_000),
  explain: failureMessage,
  async run({ args: [report], terminal }) {
    for (let line = 0; line < 100; line += 1) {
      terminal.line(\`line \${line}\`);
      process.stderr.write("and what libraries say\\n");
      await setTimeout(2);
    }
    await writeFile(report, "whole");
  },
});
`;

commandLine.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "command-line-"));
  context.program = join(context.folder, "program.ts");
  await writeFile(context.program, PROGRAM);
});
commandLine.after.each(({ folder }) => rm(folder, { recursive: true }));

const node = [process.execPath, "--conditions=@inception-edge/source"] as const;

/** Reads the first line and goes, as \`| head -1\` does. */
async function readHead(
  args: readonly string[],
  closed: readonly ("stdout" | "stderr")[],
): Promise<{ code: number | null; errors: string }> {
  const child = spawn(node[0], [node[1], ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const errors = closed.includes("stderr") ? Promise.resolve("") : text(child.stderr);
  for (const name of closed) child[name].once("data", () => child[name].destroy());
  if (!closed.includes("stdout")) child.stdout.resume();
  return { code: await ended, errors: await errors };
}

commandLine("continues when nobody reads its output any more", async ({ folder, program }) => {
  for (const closed of [["stdout"], ["stderr"], ["stdout", "stderr"]] as const) {
    const report = join(folder, closed.join("-"));
    const { code, errors } = await readHead([program, report], closed);
    assert.is(code, 0, errors);
    assert.not.match(errors, /EPIPE|^ +at /m);
    assert.is(await readFile(report, "utf8"), "whole");
  }
});

commandLine("prints its help for a reader that closes early", async ({ program }) => {
  const { code, errors } = await readHead([program, "--help"], ["stdout"]);
  assert.equal({ code, errors }, { code: 0, errors: "" });
});

commandLine("fails early in a shell that allows too few open files", async (context) => {
  const report = join(context.folder, "report");
  const line = 'ulimit -n "$1" && shift && exec "$@"';
  for (const [limit, fits] of [
    [30, false],
    [4096, true],
  ] as const) {
    const args = ["-c", line, "sh", String(limit), ...node, context.program, report];
    const child = spawn("sh", args, { stdio: ["ignore", "ignore", "pipe"] });
    const errors = await text(child.stderr);
    const isWritten = await readFile(report).then(
      () => true,
      () => false,
    );
    assert.is(isWritten, fits, errors);
    if (!fits) {
      assert.match(
        errors,
        /^\nCannot start: this shell allows 30 open files, but \d+ threads need/,
      );
      assert.not.match(errors, /^ +at /m);
    }
  }
});

commandLine.run();
