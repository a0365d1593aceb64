/** Every name that a package's doors export has a doc comment where it is declared. */
import {
  counted,
  type Export,
  type Fault,
  type Finding,
  type House,
  type Module,
} from "../house.ts";
import { TESTING } from "../package-order.ts";
import { resolveImport } from "../resolve-import.ts";

/** Not to be changed: it stays as it was proven, without comments on its types. */
const ARCHITECTURE = "packages/model/src/architecture.ts";

export function doorDocs(house: House): Finding {
  const faults = new Map<string, Fault>();
  for (const { name, folder, doors } of house.manifests) {
    if (!folder.startsWith("packages/") || name === TESTING) continue;
    for (const door of Object.values(doors)) {
      const module = house.modules.get(door);
      for (const { module: owner, one } of module === undefined
        ? []
        : declarations(house, module)) {
        if (one.isDocumented || owner.path === ARCHITECTURE) continue;
        const place = `${owner.path}:${one.line}`;
        faults.set(`${place} ${one.name}`, {
          place,
          problem: `exports ${one.name} at a door of @inception-edge/${name} without a doc comment; say what it is, in what unit or shape`,
        });
      }
    }
  }
  return counted("names at the doors without a doc comment", [...faults.values()]);
}

interface Declaration {
  readonly module: Module;
  readonly one: Export;
}

/** What a module exports, followed to where it is declared. */
function declarations(house: House, module: Module): readonly Declaration[] {
  return module.exports.flatMap((one) => declarationsOf(house, module, one));
}

function declarationsOf(house: House, module: Module, one: Export): readonly Declaration[] {
  if (one.from === undefined) return [{ module, one }];
  const [file] = resolveImport(house, module.path, one.from.specifier);
  const source = house.modules.get(file ?? "");
  if (source === undefined) return [];
  if (one.name === "*") return declarations(house, source);
  return source.exports
    .filter(({ name }) => name === one.from?.name)
    .flatMap((origin) => declarationsOf(house, source, origin));
}
