/** Every exported name is imported by another file, or is a door's. */
import { counted, type Export, type Fault, type Finding, type House } from "../house.ts";
import { resolveImport } from "../resolve-import.ts";

export function unusedExports(house: House): Finding {
  const used = usedNames(house);
  const doors = new Set(house.manifests.flatMap((manifest) => Object.values(manifest.doors)));
  const faults: Fault[] = [];
  for (const module of house.modules.values()) {
    if (doors.has(module.path)) continue;
    for (const one of module.exports) {
      if (
        isExpected(one) ||
        used.has(`${module.path} ${one.name}`) ||
        used.has(`${module.path} *`)
      ) {
        continue;
      }
      faults.push({
        place: `${module.path}:${one.line}`,
        problem: `exports ${one.name}, which no other file imports; drop the \`export\``,
      });
    }
  }
  return counted("exports that nothing uses", faults);
}

/** A runtime looks for a default export; the type of an exported function's argument must have a name. */
function isExpected({ name, isType, isMentioned, from }: Export): boolean {
  return name === "default" || name === "*" || (isType && isMentioned && from === undefined);
}

/** `path name` of everything imported anywhere; `path *` where all of a file is. */
function usedNames(house: House): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { path, imports } of house.modules.values()) {
    for (const { specifier, names } of imports) {
      for (const file of resolveImport(house, path, specifier)) {
        for (const name of names) used.add(`${file} ${name}`);
      }
    }
  }
  return used;
}
