import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BundleError } from "@inception-edge/bundle";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { writeTinyBundle } from "../../test/tiny-bundle.ts";
import { buildStatic, type StaticBuild } from "./build-static.ts";
import { policyText } from "./host-headers.ts";

const folders = suite("buildStatic()");

folders("makes the same folder of the same bundle, and all of a page for it", () =>
  withBundle(async (build, folder) => {
    const out = join(folder, "static");
    const first = await build({});
    const files = await readAll(out);
    assert.is(first.files, files.size);
    assert.equal(await build({}), first);
    assert.equal(await readAll(out), files);

    const html = files.get("index.html")!;
    const named = [
      ...html.matchAll(/(?:src|href|content)="([\w./-]+\.(?:js|css|svg|json|webmanifest))"/g),
    ];
    assert.ok(named.length >= 5);
    for (const [, path] of named) assert.ok(files.has(path!), path);
    assert.ok(html.includes(policyText(["frameAncestors"])));
    assert.not.match(html, /of the service|href="docs"|curl/);
    const listed = files.get("service-worker.js")!;
    for (const path of files.keys()) {
      const isKept = listed.includes(`\`${path}\``) || listed.includes(`"${path}"`);
      const isForHosts =
        /^(service-worker\.js|_headers|\.htaccess|vercel\.json|staticwebapp.*)$/.test(path);
      assert.is(isKept, !isForHosts, path);
    }
  }),
);

folders("tells every host its headers, under its path", () =>
  withBundle(async (build, folder) => {
    await build({ basePath: "/demo/" });
    const files = await readAll(join(folder, "static"));
    const netlify = files.get("_headers")!;
    assert.match(
      netlify,
      /^\/demo\/\*\n  Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval';.*frame-ancestors 'none'\n/,
    );
    assert.match(netlify, /\n\/demo\/page-[0-9a-f]{8}\/\*\n  Cache-Control: .*immutable\n/);
    const vercel = JSON.parse(files.get("vercel.json")!);
    assert.is(vercel.headers[0].source, "/demo/(.*)");
    const azure = JSON.parse(files.get("staticwebapp.config.json")!);
    assert.is(azure.globalHeaders["Content-Security-Policy"], policyText());
    assert.match(
      files.get(".htaccess")!,
      /Header always set Permissions-Policy "camera=\(self\), /,
    );
  }),
);

folders("replaces nothing that it has not made", () =>
  withBundle(async (build, folder) => {
    await writeFile(join(folder, "notes.txt"), "mine");
    const error = await rejectionOf(build({ out: folder }));
    assert.match(
      error.message,
      /has other files in it, .*notes\.txt.*; name another folder with --out/,
    );
    assert.ok((await readdir(folder)).includes("notes.txt"));
  }),
);

folders("refuses a bundle that lacks the network asked for, or that is damaged", () =>
  withBundle(async (build, folder) => {
    const lacking = await rejectionOf(build({ variant: "int8" }));
    assert.ok(lacking instanceof BundleError);
    assert.match(lacking.message, /no file of the role tflite-int8/);
    await writeFile(join(folder, "bundle/model.tflite"), "damaged");
    assert.match((await rejectionOf(build({}))).message, /model\.tflite has 7 bytes, wanted/);
    assert.equal(await readdir(folder), ["bundle"], "nothing is left of them");
  }),
);

type Build = (options: Partial<Parameters<typeof buildStatic>[0]>) => Promise<StaticBuild>;

function withBundle(work: (build: Build, folder: string) => Promise<void>): Promise<void> {
  return inTemporaryFolder(async (folder) => {
    const bundle = join(folder, "bundle");
    await writeTinyBundle(bundle);
    const usual = { bundle, out: join(folder, "static"), basePath: "/", variant: "auto" } as const;
    await work((options) => buildStatic({ ...usual, ...options }), folder);
  });
}

/** Text by path. */
async function readAll(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
  return new Map(
    await Promise.all(
      paths.map(
        async (path) => [path.slice(folder.length + 1), await readFile(path, "latin1")] as const,
      ),
    ),
  );
}

folders.run();
