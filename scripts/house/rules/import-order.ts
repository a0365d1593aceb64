/** No source imports against the order of packages, and nothing that ships imports what tests share. */
import {
  counted,
  isTest,
  packageOf,
  type Fault,
  type Finding,
  type House,
  type Import,
} from "../house.ts";
import { packageOrder, TESTING, type PackageRow } from "../package-order.ts";
import { doorOf, packageNamed, resolveImport } from "../resolve-import.ts";

export function importOrder(house: House, order: readonly PackageRow[] = packageOrder): Finding {
  const faults: Fault[] = [];
  for (const { path, imports } of house.modules.values()) {
    for (const one of imports) {
      const problem = problemOf(house, order, path, one);
      if (problem !== undefined) faults.push({ place: `${path}:${one.line}`, problem });
    }
  }
  return counted("imports against the order", faults);
}

function problemOf(
  house: House,
  order: readonly PackageRow[],
  path: string,
  { specifier }: Import,
): string | undefined {
  const importer = packageOf(path);
  const imported = packageNamed(specifier) ?? packageReached(house, path, specifier);
  if (imported === undefined || imported === importer) return undefined;
  if (packageNamed(specifier) !== undefined && doorOf(house, specifier) === undefined) {
    return `imports "${specifier}", a door that no package has; see "exports" in packages/${imported}/package.json`;
  }
  if (imported === TESTING) {
    if (isTest(path) || /^(bench|scripts)\//.test(path)) return undefined;
    return `imports "${specifier}"; only tests, bench/ and scripts/ may import @inception-edge/${TESTING}`;
  }
  if (importer === undefined) return undefined;
  if (packageNamed(specifier) === undefined) {
    return `imports "${specifier}" of another package by its path; import @inception-edge/${imported} instead`;
  }
  if (importer === TESTING) return undefined;
  const row = order.find(({ name }) => name === importer);
  if (row === undefined) {
    return `belongs to packages/${importer}, which has no row in scripts/house/package-order.ts; add one`;
  }
  const above = order.slice(0, order.indexOf(row)).map(({ name }) => name);
  // A test may compare its subject with any package below it.
  const allowed = isTest(path) ? above : row.imports;
  if (allowed.includes(imported) || allowed.includes(specifier.replace("@inception-edge/", ""))) {
    return undefined;
  }
  const list = allowed.length === 0 ? "no package" : allowed.join(", ");
  return `imports "${specifier}"; ${importer} may import ${list} (scripts/house/package-order.ts)`;
}

/** The package that a relative path climbs into. */
function packageReached(house: House, path: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const [file] = resolveImport(house, path, specifier);
  return file === undefined ? undefined : packageOf(file);
}
