/** Every package declares what it imports of the others, and the service depends on nothing of training. */
import { counted, isTest, type Fault, type Finding, type House } from "../house.ts";
import { manifestOf, packageNamed } from "../resolve-import.ts";

const SERVICE = "serve";
const OF_TRAINING =
  /^@inception-edge\/(trainer|tensorflow|eda|dataset)$|^@tensorflow\/tfjs-(layers|node)/;

/** Imports of our packages that the importer's package.json does not declare. */
export function declaredDependencies(house: House): Finding {
  const faults: Fault[] = [];
  const root = house.manifests.find(({ folder }) => folder === "");
  for (const { path, imports } of house.modules.values()) {
    const manifest = manifestOf(house, path);
    if (manifest === undefined) continue;
    const forTests = [...manifest.devDependencies, ...(root?.devDependencies ?? [])];
    const declared = [...manifest.dependencies, ...(isTest(path) ? forTests : [])];
    if (manifest === root) declared.push(...manifest.devDependencies);
    for (const { specifier, line } of imports) {
      const name = packageNamed(specifier);
      if (name === undefined || name === manifest.name) continue;
      if (declared.includes(`@inception-edge/${name}`)) continue;
      const list = isTest(path) ? "devDependencies" : "dependencies";
      const where = `${manifest.folder}/package.json`.replace(/^\//, "");
      faults.push({
        place: `${path}:${line}`,
        problem: `imports "${specifier}", which ${where} does not declare; add it to its ${list}`,
      });
    }
  }
  return counted("undeclared imports", faults);
}

/** What the service would bring into its container. */
export function serviceDependencies(house: House): Finding {
  const faults: Fault[] = [];
  const visit = (name: string, way: readonly string[]): void => {
    const manifest = house.manifests.find((candidate) => candidate.name === name);
    if (manifest === undefined || way.includes(name)) return;
    for (const dependency of manifest.dependencies) {
      if (OF_TRAINING.test(dependency)) {
        faults.push({
          place: `${manifest.folder}/package.json`,
          problem: `brings "${dependency}" into ${[...way, name].join(" → ")}; the service must depend on nothing of training`,
        });
      }
      visit(packageNamed(dependency) ?? "", [...way, name]);
    }
  };
  visit(SERVICE, []);
  return counted("dependencies of the service on training", faults);
}
