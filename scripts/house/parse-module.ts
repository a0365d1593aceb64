/** A module's imports and exports, as a parser sees them. */
import { parseSync, type ParseResult } from "oxc-parser";
import type { Export, Import, Module } from "./house.ts";

type StaticExport = ParseResult["module"]["staticExports"][number];
type ExportEntry = StaticExport["entries"][number];

/** @throws {Error} If the text is not TypeScript. */
export function parseModule(path: string, text: string): Module {
  const { module, comments, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`Cannot parse "${path}": ${error.message}`);

  const lineOf = lineFinder(text);
  const docEnds = new Set(
    comments
      .filter(({ type, value }) => type === "Block" && value.startsWith("*"))
      .map(({ end }) => skipSpace(text, end)),
  );

  const imports: Import[] = module.staticImports.map(({ start, moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    line: lineOf(start),
    names: entries.map(({ importName }) =>
      importName.kind === "NamespaceObject" ? "*" : (importName.name ?? "default"),
    ),
  }));
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^["'](.+)["']$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[1] === undefined) continue;
    imports.push({ specifier: literal[1], line: lineOf(moduleRequest.start), names: ["*"] });
  }

  const exports: Export[] = [];
  for (const statement of module.staticExports) {
    const entries = statement.entries.filter(
      ({ importName }) => importName.kind !== "AllButDefault",
    );
    for (const entry of statement.entries) {
      if (entry.moduleRequest === null) continue;
      const name = entry.importName.name ?? "*";
      const specifier = entry.moduleRequest.value;
      imports.push({ specifier, line: lineOf(statement.start), names: [name] });
      if (!entries.includes(entry)) exports.push(handedOn(entry, "*", lineOf(statement.start)));
    }
    for (const entry of entries) {
      const name = entry.exportName.name ?? "default";
      if (entry.moduleRequest !== null) {
        exports.push(handedOn(entry, name, lineOf(entry.start)));
        continue;
      }
      const others = module.staticExports.filter((other) => other !== statement);
      exports.push({
        name,
        line: lineOf(statement.start),
        isType: entry.isType,
        isDocumented: docEnds.has(statement.start),
        isMentioned: others.some(({ start, end }) => mentions(text.slice(start, end), name)),
      });
    }
  }
  return { path, lines: text.split("\n").length - 1, imports, exports };
}

function handedOn(entry: ExportEntry, name: string, line: number): Export {
  const from = {
    specifier: entry.moduleRequest?.value ?? "",
    name: entry.importName.name ?? "*",
  };
  return { name, line, isType: entry.isType, isDocumented: false, isMentioned: false, from };
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(text);
}

function skipSpace(text: string, offset: number): number {
  const rest = /\S/.exec(text.slice(offset));
  return rest === null ? text.length : offset + rest.index;
}

/** Offsets to lines, counted from 1. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) {
    starts.push(end + 1);
  }
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1;
}
