/** No file imports itself by way of others, for a type neither. */
import { counted, type Fault, type Finding, type House } from "../house.ts";
import { resolveImport } from "../resolve-import.ts";

export function cycles(house: House): Finding {
  const faults = findCycles(
    new Map(
      [...house.modules.values()].map(({ path, imports }) => [
        path,
        imports
          .flatMap(({ specifier }) => resolveImport(house, path, specifier))
          .filter((file) => house.modules.has(file)),
      ]),
    ),
  ).map((cycle): Fault => ({
    place: cycle[0] ?? "",
    problem: `imports itself: ${[...cycle, cycle[0]].join(" → ")}; move what they share into a file of its own`,
  }));
  return counted("cycles, types counted", faults);
}

/** One cycle for every edge that leads back, by depth-first search. */
export function findCycles(
  graph: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] {
  const found: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): void => {
    if (done.has(node)) return;
    const start = path.indexOf(node);
    if (start >= 0) {
      found.push(path.slice(start));
      return;
    }
    path.push(node);
    for (const next of graph.get(node) ?? []) visit(next);
    path.pop();
    done.add(node);
  };
  for (const node of graph.keys()) visit(node);
  return found;
}
