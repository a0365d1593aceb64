/** The project in which examples run: the packed packages installed, and the files that the examples speak of. */
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawDemoJpegs } from "@inception-edge/testing/demo";
import { readmeExample, sourceExamples, type Example } from "./examples.ts";
import { installPacked } from "./install-packed.ts";
import { mustRun } from "./must-run.ts";
import { packAll } from "./pack.ts";
import { ROOT } from "./published-packages.ts";

export interface ProjectExample extends Example {
  /** The package's folder: `image`. */
  readonly folder: string;
  /** In the project. */
  readonly file: string;
}

/** Makes it in an empty folder; the examples are files in it. */
export async function createExamplesProject(project: string): Promise<readonly ProjectExample[]> {
  const packed = await packAll(join(project, ".tarballs"));
  await installPacked(project, packed);
  const [cat] = await drawDemoJpegs(1);
  writeFileSync(join(project, "cat.jpg"), cat!);
  symlinkSync(join(ROOT, "packages/serve/bundle"), join(project, "bundle"));
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(TSCONFIG));
  writeFileSync(join(project, "deno.json"), '{ "nodeModulesDir": "manual" }');

  function place(folder: string, examples: readonly Example[]): readonly ProjectExample[] {
    return examples.map((example, index) => {
      const file = `${folder}-${index}.ts`;
      writeFileSync(join(project, file), example.code);
      return { ...example, folder, file };
    });
  }
  const published = packed.flatMap(({ directory, folder }) =>
    place(folder, [readmeExample(directory), ...sourceExamples(directory)]),
  );
  return [...published, ...place("serve", sourceExamples(join(ROOT, "packages/serve")))];
}

/** What a careful reader's project has; types of other people's packages are theirs to check. */
const TSCONFIG = {
  compilerOptions: {
    target: "es2024",
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
  },
  include: ["*.ts"],
};

/** @throws {Error} with what the compiler objects to in the examples, or in the packages' types. */
export async function checkTypes(project: string): Promise<void> {
  await mustRun(join(ROOT, "node_modules/.bin/tsc"), ["--project", "."], { cwd: project });
}
