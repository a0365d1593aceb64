import { suite } from "uvu";
import * as assert from "uvu/assert";
import { buildHouse } from "../build-house.ts";
import type { Finding, House } from "../house.ts";
import { packageOrder } from "../package-order.ts";
import { cycles, findCycles } from "./cycles.ts";
import { declaredDependencies, serviceDependencies } from "./dependencies.ts";
import { documentCommands, splitCommands } from "./document-commands.ts";
import { documentLinks } from "./document-links.ts";
import { documentPaths } from "./document-paths.ts";
import { doorDocs } from "./door-docs.ts";
import { folderList } from "./folder-list.ts";
import { importOrder } from "./import-order.ts";
import { sizes } from "./sizes.ts";
import { unusedExports } from "./unused-exports.ts";

type Files = Readonly<Record<string, string>>;

/** A package.json with one door, `src/mod.ts`. */
function manifest(name: string, fields: object = {}): string {
  const exports = { ".": { "@inception-edge/source": "./src/mod.ts" } };
  return JSON.stringify({ name: `@inception-edge/${name}`, exports, ...fields });
}

/** Keeps every rule. */
const sound: Files = {
  "package.json": JSON.stringify({
    name: "inception-edge",
    scripts: { check: "", "check:house": "" },
    devDependencies: { "@inception-edge/testing": "" },
  }),
  "packages/image/package.json": manifest("image", { scripts: { start: "" } }),
  "packages/image/src/mod.ts": `export { decode, type Decoded } from "./decode.ts";\n`,
  "packages/image/src/decode.ts": `import type { Pixels } from "./pixels.ts";
/** Decoded. */
export interface Decoded extends Pixels {}
/** Decodes. */
export function decode(): Decoded { return { rgb: [] }; }
`,
  "packages/image/src/pixels.ts": `export interface Pixels { rgb: number[] }\n`,
  "packages/dataset/package.json": manifest("dataset", {
    dependencies: { "@inception-edge/image": "workspace:*" },
  }),
  "packages/dataset/src/mod.ts": `import { decode } from "@inception-edge/image";
/** Opens. */
export const open = () => decode();
`,
  "packages/dataset/src/mod.test.ts": `import { noise } from "@inception-edge/testing/noise";\nnoise();\n`,
  "packages/testing/package.json": JSON.stringify({
    name: "@inception-edge/testing",
    exports: { "./*": "./src/*.ts" },
  }),
  "packages/testing/src/noise.ts": `export const noise = () => 1;\n`,
  "README.md": `# A house

[Data](packages/dataset/README.md#a-pack), \`packages/image/src/decode.ts\`, \`decode.ts\`, \`packages/*/src/mod.ts\`,
\`@inception-edge/image\`, \`@inception-edge/\`, \`@inception-edge/source\`, \`pnpm --filter image start\`, \`pnpm --filter\`.

\`\`\`sh
pnpm check && npm run check:house   # both
\`\`\`

## The flow
\`\`\`
   │  image     decodes
   ├► dataset   lists
\`\`\`

## The tree
\`\`\`
packages/image     decodes
packages/dataset   lists
packages/testing   for tests
\`\`\`
`,
  "packages/dataset/README.md": "# Dataset\n\n## A `pack`\n\n`src/mod.ts`, `mod.ts`\n",
};

const order = packageOrder.filter(({ name }) => name === "image" || name === "dataset");
const orderOfTwo = (house: House): Finding => importOrder(house, order);
const foldersOfTwo = (house: House): Finding => folderList(house, order);

/** Each breaks one rule: the files that differ from the sound house, and the one fault that it makes. */
const broken: readonly (readonly [(house: House) => Finding, Files, RegExp])[] = [
  [
    orderOfTwo,
    { "packages/image/src/pixels.ts": `import "@inception-edge/dataset";\n` },
    /^packages\/image\/src\/pixels\.ts:1 imports "@inception-edge\/dataset"; image may import no package/,
  ],
  [
    orderOfTwo,
    { "packages/image/src/pixels.test.ts": `import "@inception-edge/dataset";\n` },
    /^packages\/image\/src\/pixels\.test\.ts:1 imports "@inception-edge\/dataset"; image may import no package/,
  ],
  [
    orderOfTwo,
    { "packages/dataset/src/a.ts": `import "../../image/src/decode.ts";\n` },
    /by its path; import @inception-edge\/image instead$/,
  ],
  [
    orderOfTwo,
    { "packages/dataset/src/a.ts": `\nimport "@inception-edge/testing/noise";\n` },
    /^packages\/dataset\/src\/a\.ts:2 .* only tests, bench\/ and scripts\/ may import @inception-edge\/testing$/,
  ],
  [
    orderOfTwo,
    { "packages/dataset/src/a.ts": `import "@inception-edge/image/encode";\n` },
    /a door that no package has; see "exports" in packages\/image\/package\.json$/,
  ],
  [
    orderOfTwo,
    {
      "packages/shed/package.json": manifest("shed"),
      "packages/shed/src/mod.ts": `import "@inception-edge/image";`,
    },
    /packages\/shed, which has no row in scripts\/house\/package-order\.ts; add one$/,
  ],
  [
    cycles,
    { "packages/image/src/pixels.ts": `import type { Decoded } from "./decode.ts";\n` },
    /imports itself: packages\/image\/src\/decode\.ts → packages\/image\/src\/pixels\.ts → packages\/image\/src\/decode\.ts;/,
  ],
  [
    declaredDependencies,
    { "packages/dataset/package.json": manifest("dataset") },
    /^packages\/dataset\/src\/mod\.ts:1 .* packages\/dataset\/package\.json does not declare; add it to its dependencies$/,
  ],
  [
    serviceDependencies,
    {
      "packages/serve/package.json": manifest("serve", {
        dependencies: { "@inception-edge/image": "" },
      }),
      "packages/image/package.json": manifest("image", {
        dependencies: { "@tensorflow/tfjs-layers": "" },
      }),
    },
    /^packages\/image\/package\.json brings "@tensorflow\/tfjs-layers" into serve → image;/,
  ],
  [
    unusedExports,
    { "packages/image/src/pixels.ts": `export interface Pixels {}\nexport const spare = 1;\n` },
    /^packages\/image\/src\/pixels\.ts:2 exports spare, which no other file imports/,
  ],
  [
    doorDocs,
    { "packages/dataset/src/mod.ts": `export const open = () => 1;\n` },
    /^packages\/dataset\/src\/mod\.ts:1 exports open at a door of @inception-edge\/dataset without a doc comment/,
  ],
  [
    documentLinks,
    { "packages/dataset/README.md": "# Data\n\n## A pack\n\n[gone](src/gone.ts)\n" },
    /^packages\/dataset\/README\.md:5 links to "src\/gone\.ts", which does not exist; the path starts at packages\/dataset\//,
  ],
  [
    documentLinks,
    { "packages/dataset/README.md": "# Data\n" },
    /^README\.md:3 links to "packages\/dataset\/README\.md#a-pack", but .* no such heading; it has data$/,
  ],
  [
    documentPaths,
    { "packages/dataset/README.md": "`src/gone.ts`" },
    /^packages\/dataset\/README\.md:1 names "src\/gone\.ts", which does not exist/,
  ],
  [
    documentPaths,
    { "packages/dataset/README.md": "`@inception-edge/image/encode`" },
    /names "@inception-edge\/image\/encode", which is neither a package nor a door of one$/,
  ],
  [
    documentCommands,
    { "packages/dataset/README.md": "```sh\nA=1 pnpm check && pnpm check:gone\n```\n" },
    /^packages\/dataset\/README\.md:2 runs "check:gone", which package\.json does not have; it has check, check:house$/,
  ],
  [
    documentCommands,
    { "packages/dataset/README.md": "Try `pnpm --filter\nimage run stop`." },
    /^packages\/dataset\/README\.md:1 runs "stop", which packages\/image\/package\.json does not have; it has start$/,
  ],
  [
    documentCommands,
    { "packages/dataset/README.md": "`pnpm --filter cellar start`" },
    /runs a script of "cellar", which is no package of ours$/,
  ],
  [
    documentCommands,
    { "packages/dataset/README.md": "`node --inspect packages/gone.ts X`" },
    /runs "packages\/gone\.ts", which does not exist/,
  ],
  [
    foldersOfTwo,
    { "bench/a.txt": "" },
    /^README\.md does not list "bench" in its tree; add a line for it$/,
  ],
  [
    foldersOfTwo,
    {
      "README.md": (sound["README.md"] ?? "").replace(
        "packages/testing",
        "packages/testing, attic/",
      ),
    },
    /^README\.md lists "attic" in its tree, which does not exist$/,
  ],
  [
    foldersOfTwo,
    {
      "README.md": (sound["README.md"] ?? "")
        .replace("│  image ", "│  dataset ")
        .replace("├► dataset", "├► image"),
    },
    /^README\.md draws its flow as dataset, image; in the order of imports: image, dataset$/,
  ],
];

const houses = suite("rules of the house");

for (const [index, [rule, files, fault]] of broken.entries()) {
  houses(`${rule.name} keeps silent on a sound house, and finds fault ${index + 1}`, () => {
    assert.equal(rule(houseOf(sound)).faults, []);
    const found = rule(houseOf({ ...sound, ...files })).faults;
    assert.is(found.length, 1, JSON.stringify(found));
    assert.match(`${found[0]?.place} ${found[0]?.problem}`, fault);
  });
}

houses("measures lines and shares, without tests and benches", () => {
  const { measures, faults } = sizes(
    houseOf({
      "packages/image/src/a.ts": lines(91),
      "packages/image/src/a.test.ts": lines(1000),
      "packages/testing/src/a.ts": lines(1000),
      "packages/dataset/src/a.ts": lines(10),
      "packages/model/src/a.ts": lines(100),
      "bench/a.bench.ts": lines(1000),
      "scripts/a.ts": lines(199),
    }),
  );
  assert.equal(
    measures.map(({ name, value }) => `${name} ${value}`),
    [
      "source files 4",
      "lines of source 400",
      "largest package: model 25.0 %",
      "lines a file, p75 100",
      "longest file: scripts/a.ts 199",
    ],
  );
  assert.equal(
    faults.map(({ problem }) => problem),
    ["a quarter of the files have more than 100 lines, not 90; split the longest"],
  );
});

houses("finds a cycle for every edge that leads back", () => {
  const graph = { a: ["b", "c"], b: ["c"], c: ["a", "d"], d: ["d"] };
  assert.equal(findCycles(new Map(Object.entries(graph))), [["a", "b", "c"], ["d"]]);
});

houses("splits a line into commands, without variables and comments", () => {
  assert.equal(splitCommands("A=1 pnpm x --y | tee z && npm test  # both; all"), [
    ["pnpm", "x", "--y"],
    ["tee", "z"],
    ["npm", "test"],
  ]);
  assert.equal(splitCommands("# nothing"), []);
});

houses("orders the packages from the ground up", () => {
  for (const [index, { name, imports }] of packageOrder.entries()) {
    const above = packageOrder.slice(0, index).map((row) => row.name);
    for (const one of imports) {
      assert.ok(
        above.includes(one.split("/")[0] ?? ""),
        `${name} imports ${one}, which is not above it`,
      );
    }
  }
});

houses.run();

function lines(count: number): string {
  return "// a line\n".repeat(count);
}

function houseOf(files: Files): House {
  return buildHouse(Object.keys(files).toSorted(), (file) => files[file] ?? "");
}
