import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { installPacked } from "./install-packed.ts";
import { publishToJsr, stageForJsr } from "./jsr.ts";
import { lintPacked } from "./lint-packed.ts";
import { packAll } from "./pack.ts";

const folder = mkdtempSync(join(tmpdir(), "inception-edge-packages-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const packed = await packAll(join(folder, "tarballs"));
const published = new Set(packed.map(({ manifest }) => manifest.name));

const packages = suite("published packages");

packages("are those that are of use alone, and host, which some of them stand on", () => {
  const wanted = ["bundle", "dataset", "host", "image", "inference", "model", "tensorflow"];
  for (const name of wanted) assert.ok(published.has(`@inception-edge/${name}`), name);
});

for (const { manifest, directory, tarball, files } of packed) {
  const { name } = manifest;

  packages(`${name} is clean to publint and attw`, async () => {
    assert.equal(await lintPacked(tarball), []);
  });

  packages(`${name} depends on nothing of ours that is not published`, () => {
    const ours = Object.keys(manifest.dependencies ?? {}).filter((other) =>
      other.startsWith("@inception-edge/"),
    );
    assert.equal(
      ours.filter((other) => !published.has(other)),
      [],
    );
  });

  packages(`${name} holds what was built of each source, the sources, and no test`, () => {
    const sources = globSync("src/**/*.ts", { cwd: directory }).filter(
      (file) => !file.endsWith(".test.ts"),
    );
    const compiled = sources.filter((file) => !file.endsWith(".d.ts"));
    const built = compiled.flatMap((file) => {
      const stem = file.replace(/^src/, "dist").replace(/\.ts$/, "");
      return [".js", ".d.ts"].map((extension) => stem + extension);
    });
    const code = files.filter((file) => /^(?:src|dist)\/.*\.(?:ts|js)$/.test(file));
    assert.equal(code.toSorted(), [...sources, ...built].toSorted());
    for (const file of ["README.md", "LICENSE", "package.json"]) assert.ok(files.includes(file));
  });

  packages(`${name} holds the files that its code looks for beside itself`, () => {
    for (const module of files.filter((file) => /^dist\/.*\.js$/.test(file))) {
      const code = readFileSync(join(directory, module), "utf8");
      for (const [, path = ""] of code.matchAll(/new URL\([`"](\.\.?\/[^`"$]*)/g)) {
        const wanted = join(dirname(module), path);
        assert.ok(
          files.some((file) => file.startsWith(wanted)),
          `${module} looks for ${wanted}`,
        );
      }
    }
  });

  packages(`${name} says in its README what it is in a sentence, then shows it`, () => {
    const readme = readFileSync(join(directory, "README.md"), "utf8");
    assert.match(readme, new RegExp(`^# ${name}\\n\\n[A-Z][^\`#]+\\.\\n\\n\`\`\`ts\\n`));
  });
}

packages("JSR would take those that can go there", async () => {
  const project = join(folder, "project");
  await installPacked(project, packed);
  const staging = join(folder, "jsr");
  stageForJsr(staging, project, [...published]);
  await publishToJsr(staging, "--dry-run");
});

packages("bear the address of git's origin, where others can open that", async () => {
  const { repositoryFields } = (await import(
    new URL("repository-fields.mjs", import.meta.url).href
  )) as { repositoryFields: (origin: string, directory: string) => object };
  const fields = {
    homepage: "https://git.example/us/edge/tree/main/packages/image#readme",
    bugs: "https://git.example/us/edge/issues",
    repository: {
      type: "git",
      url: "git+https://git.example/us/edge.git",
      directory: "packages/image",
    },
  };
  for (const origin of [
    "https://git.example/us/edge",
    "https://token@git.example/us/edge.git",
    "git@git.example:us/edge.git",
    "ssh://git@git.example/us/edge.git",
  ]) {
    assert.equal(repositoryFields(origin, "packages/image"), fields, origin);
  }
  for (const origin of ["", "/srv/edge.git", "../edge", "file:///srv/edge.git"]) {
    assert.equal(repositoryFields(origin, "packages/image"), {}, origin);
  }
});

packages.run();
