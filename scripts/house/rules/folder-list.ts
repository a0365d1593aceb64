/** README's tree lists the folders that exist, and its flow the packages in the order of the table. */
import { counted, type Fault, type Finding, type House } from "../house.ts";
import { packageOrder, TESTING, type PackageRow } from "../package-order.ts";

const README = "README.md";

export function folderList(house: House, order: readonly PackageRow[] = packageOrder): Finding {
  const text = house.documents.get(README) ?? "";
  const faults: Fault[] = [];
  const report = (problem: string): void => {
    faults.push({ place: README, problem });
  };

  const folders = new Set(house.files.flatMap(folderOf));
  const listed = treeOf(text);
  for (const folder of folders) {
    if (!listed.has(folder)) report(`does not list "${folder}" in its tree; add a line for it`);
  }
  for (const folder of listed) {
    if (!folders.has(folder)) report(`lists "${folder}" in its tree, which does not exist`);
  }

  const wanted = order.map(({ name }) => name);
  const flow = flowOf(text, wanted);
  if (flow.join(" ") !== wanted.join(" ")) {
    report(`draws its flow as ${flow.join(", ")}; in the order of imports: ${wanted.join(", ")}`);
  }
  const packages = [...folders]
    .filter((folder) => folder.startsWith("packages/"))
    .map((folder) => folder.slice("packages/".length));
  for (const name of packages) {
    if (name !== TESTING && !wanted.includes(name)) {
      report(`cannot draw "${name}", which has no row in scripts/house/package-order.ts; add one`);
    }
  }
  for (const name of wanted) {
    if (!packages.includes(name)) report(`draws "${name}", for which packages/ has no folder`);
  }
  return counted("README's tree and flow against the folders", faults);
}

/** `packages/image` or `docs` of a file's path. */
function folderOf(file: string): readonly string[] {
  const [first, second] = file.split("/");
  if (first === undefined || second === undefined) return [];
  return first === "packages" ? [`packages/${second}`] : [first];
}

/** Folders at the beginning of the lines: `docs/, examples/   how …`. */
function treeOf(text: string): ReadonlySet<string> {
  return new Set(
    blockAfter(text, "## The tree").flatMap((line) =>
      (line.split(/\s{2,}/)[0] ?? "")
        .split(/,\s*/)
        .map((folder) => folder.trim().replace(/\/$/, ""))
        .filter((folder) => folder !== ""),
    ),
  );
}

/** Names of packages at the beginning of the lines, whatever is drawn before them. */
function flowOf(text: string, names: readonly string[]): readonly string[] {
  return blockAfter(text, "## The flow")
    .map((line) => /^[^\w.]*([\w-]+)/.exec(line)?.[1] ?? "")
    .filter((name) => names.includes(name));
}

/** The lines of the first fenced block under a heading. */
function blockAfter(text: string, heading: string): readonly string[] {
  const after = text.split(`${heading}\n`)[1] ?? "";
  return (after.split(/^```.*\n/m)[1] ?? "").split("\n");
}
