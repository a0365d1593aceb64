/** The project in which examples run: the packed packages installed, and the files that the examples speak of. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawDemoJpegs } from "@inception-edge/testing/demo";
import { readExamples, type Example } from "./examples.ts";
import { installPacked } from "./install-packed.ts";
import { mustRun, type PackedPackage, packAll } from "./pack.ts";
import { ROOT } from "./published-packages.ts";

export interface ExampleFile extends Example {
  readonly packageFolder: string;
  /** In the project: `image-README.md-0.ts`. */
  readonly file: string;
}

export interface ExamplesProject {
  readonly packed: readonly PackedPackage[];
  readonly examples: readonly ExampleFile[];
}

/** Makes it in an empty folder. */
export async function createExamplesProject(project: string): Promise<ExamplesProject> {
  const packed = await packAll(join(project, ".tarballs"));
  await installPacked(project, packed);
  const [cat] = await drawDemoJpegs(1);
  writeFileSync(join(project, "cat.jpg"), cat!);
  symlinkSync(join(ROOT, "packages/serve/bundle"), join(project, "bundle"));
  const examples = packed.flatMap(({ directory, folder }) =>
    readExamples(directory, folder).map((example, index) => {
      const file = `${folder}-${index}.ts`;
      writeFileSync(join(project, file), example.code);
      return { ...example, packageFolder: folder, file };
    }),
  );
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(TSCONFIG));
  writeFileSync(join(project, "deno.json"), '{ "nodeModulesDir": "manual" }');
  mkdirSync(join(project, "cache"));
  return { packed, examples };
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

/** @throws {Error} with what the compiler objects to in the examples or the packages' types. */
export async function checkTypes(project: string): Promise<void> {
  await mustRun(join(ROOT, "node_modules/.bin/tsc"), ["--project", "."], { cwd: project });
}
