/** What the rules look at, read once: files, the modules among them, the packages' manifests. */

export interface House {
  /** Every file of the repository that git does not ignore, relative to its root, sorted. */
  readonly files: readonly string[];
  /** By path; TypeScript and JavaScript. */
  readonly modules: ReadonlyMap<string, Module>;
  /** Text by path. */
  readonly documents: ReadonlyMap<string, string>;
  readonly manifests: readonly Manifest[];
}

/** A package's package.json; the root's has the folder "". */
export interface Manifest {
  readonly folder: string;
  /** Without the scope: `image`. */
  readonly name: string;
  readonly scripts: readonly string[];
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** Source file, relative to the root, by door: `.`, `./encode`. A `*` in both stands for a name. */
  readonly doors: Readonly<Record<string, string>>;
  /** Files that the package's `imports` lead to, by specifier: `#read-codec`. */
  readonly internal: Readonly<Record<string, readonly string[]>>;
}

export interface Module {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
}

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Imported names; `*` for all of them. */
  readonly names: readonly string[];
}

export interface Export {
  readonly name: string;
  readonly line: number;
  readonly isType: boolean;
  /** A doc comment stands directly above it. */
  readonly isDocumented: boolean;
  /** Another export of the file mentions it, as a function does its options. */
  readonly isMentioned: boolean;
  /** Where it comes from, if it is handed on. */
  readonly from?: { readonly specifier: string; readonly name: string };
}

/** A broken rule. */
export interface Fault {
  /** `path` or `path:line`. */
  readonly place: string;
  /** What is wrong there, what was wanted, and how to get there. */
  readonly problem: string;
}

/** A figure that a rule has measured. */
export interface Measure {
  readonly name: string;
  readonly value: string;
  readonly limit: string;
}

/** What a rule found. */
export interface Finding {
  readonly measures: readonly Measure[];
  readonly faults: readonly Fault[];
}

/** Tests, and what only they use. */
export function isTest(path: string): boolean {
  return (
    path.endsWith(".test.ts") ||
    /^packages\/[^/]+\/test\//.test(path) ||
    path.startsWith("packages/testing/")
  );
}

/** The package (folder under packages/) that a file belongs to. */
export function packageOf(path: string): string | undefined {
  return /^packages\/([^/]+)\//.exec(path)?.[1];
}

/** A count of faults as a measure whose limit is 0. */
export function counted(name: string, faults: readonly Fault[]): Finding {
  return { measures: [{ name, value: String(faults.length), limit: "0" }], faults };
}
