import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseModule } from "./parse-module.ts";

const modules = suite("parseModule");

modules("finds imports of every kind, with their lines", () => {
  const { imports } = parseModule(
    "a.ts",
    `import { one, type Two as Three } from "./a.ts";
import type { Four } from "./b.ts";
import * as five from "./c.ts";
import "./d.ts";
export { six as seven } from "./e.ts";
export * from "./f.ts";
const eight = await import("./g.ts");
`,
  );
  assert.equal(
    imports.toSorted((a, b) => a.line - b.line),
    [
      { specifier: "./a.ts", line: 1, names: ["one", "Two"] },
      { specifier: "./b.ts", line: 2, names: ["Four"] },
      { specifier: "./c.ts", line: 3, names: ["*"] },
      { specifier: "./d.ts", line: 4, names: [] },
      { specifier: "./e.ts", line: 5, names: ["six"] },
      { specifier: "./f.ts", line: 6, names: ["*"] },
      { specifier: "./g.ts", line: 7, names: ["*"] },
    ],
  );
});

modules("knows a doc comment from another, also over a string of two bytes a letter", () => {
  const { exports } = parseModule(
    "a.ts",
    `const arrow = "→→→"; /** Not about it. */ const x = 1;
/** About it. */
export const documented = arrow;
/* A remark. */
export const remarked = x;

/** Of nothing in particular. */

export interface Apart {}
`,
  );
  assert.equal(
    exports.map(({ name, isDocumented }) => [name, isDocumented]),
    [
      ["documented", true],
      ["remarked", false],
      ["Apart", true],
    ],
  );
});

modules("tells a type that another export mentions from one that stands alone", () => {
  const { exports } = parseModule(
    "a.ts",
    `export interface Options { deep: boolean }
export function copy(options: Options): void {}
export interface OptionsOfNobody {}
`,
  );
  assert.equal(
    exports.map(({ name, isType, isMentioned }) => [name, isType, isMentioned]),
    [
      ["Options", true, true],
      ["copy", false, false],
      ["OptionsOfNobody", true, false],
    ],
  );
});

modules("follows what is handed on", () => {
  const { exports } = parseModule(
    "a.ts",
    `export { b as c } from "./b.ts";\nexport * from "./d.ts";\n`,
  );
  assert.equal(
    exports.map(({ name, from }) => [name, from]),
    [
      ["c", { specifier: "./b.ts", name: "b" }],
      ["*", { specifier: "./d.ts", name: "*" }],
    ],
  );
});

modules("names the file that cannot be parsed", () => {
  assert.throws(() => parseModule("a.ts", "export const = 1;"), /^Cannot parse "a\.ts": /);
});

modules.run();
