/**
 * `val/images/*`, labeled by `val/val_annotations.txt`: "val_0.JPEG<TAB>n03444034<TAB>box", one image per line.
 *
 * Only listed images belong to the split: a copy may hold and list fewer than the official one.
 */
import { countByClass, sortByClass } from "../../by-class.ts";
import type { ClassLabel, ImageRef } from "../../dataset.ts";
import { composed, nameFinder, otherCaseFinder } from "../../names.ts";
import { quoted } from "../../text.ts";
import type { DatasetDescription } from "../../tiny-imagenet.ts";
import { readImageRef, readLines, readNames, type Folder } from "../read-folder.ts";

const annotations = "val/val_annotations.txt";

/** The labeled images, sorted by class and name, and how many files have no label. */
export interface ValImages {
  readonly images: readonly ImageRef[];
  readonly unlisted: number;
}

/** Reads the annotations and checks that every listed image exists. */
export function readVal(
  folder: Folder,
  classes: readonly ClassLabel[],
  known?: DatasetDescription,
): ValImages {
  const classIndices = new Map(classes.map(({ id }, index) => [id, index]));
  const lines = readLines(folder, annotations, "<file><TAB><class id>");
  const names = readNames(folder, "val/images");
  if (lines === undefined || names === undefined) return { images: [], unlisted: 0 };

  const findName = nameFinder(names);
  const findOtherCase = otherCaseFinder(names);
  const listed = new Set<string>();
  const images: ImageRef[] = [];
  for (const [line, text] of lines) {
    const [field = "", id = ""] = fieldsOf(text);
    const path = `${annotations}:${line}`;
    const file = findName(field) === undefined ? field.trim() : field; // Spaces may belong to the name.
    const name = findName(file) ?? file;
    const classIndex = classIndices.get(composed(id.trim()));
    if (file === "" || id.trim() === "" || /[/\\]|^\.+$/.test(file)) {
      folder.defects.push({
        code: "malformed-line",
        path,
        message: `says ${quoted(text.trim())}`,
        cure: 'write "<file><TAB><class id>", with the name of a file in val/images',
      });
    } else if (listed.has(name)) {
      folder.defects.push({
        code: "listed-twice",
        path,
        message: `lists ${quoted(file)} again`,
        cure: "keep the line with the right class",
      });
    } else if (findName(file) === undefined) {
      const other = findOtherCase(file);
      folder.defects.push({
        code: "missing-image",
        path: `val/images/${file}`,
        message: `is missing, though line ${line} of ${annotations} lists it`,
        cure:
          other === undefined
            ? "restore it or delete the line"
            : `change the line to ${quoted(other)}, which exists`,
      });
    } else if (classIndex === undefined) {
      folder.defects.push({
        code: "unknown-class",
        path,
        message: `labels ${quoted(file)} as ${quoted(id.trim())}, which is not a class of this dataset`,
        cure: "correct the id or delete the line",
      });
    } else {
      const image = readImageRef(folder, `val/images/${name}`, classIndex);
      if (image) images.push(image);
    }
    listed.add(name);
  }
  if (known) checkCounts(folder, classes, images, known);
  return {
    images: sortByClass(images),
    unlisted: names.filter((name) => !listed.has(name)).length,
  };
}

/** The fields of a line, separated by tabs, or by spaces if it has no tab: some editors expand tabs. */
function fieldsOf(text: string): string[] {
  return text.includes("\t") ? text.split("\t") : text.trim().split(/\s+/);
}

function checkCounts(
  folder: Folder,
  classes: readonly ClassLabel[],
  images: readonly ImageRef[],
  known: DatasetDescription,
): void {
  for (const [classIndex, count] of countByClass(images, classes).entries()) {
    if (count <= known.valPerClass) continue;
    folder.defects.push({
      code: "wrong-count",
      path: annotations,
      message: `lists ${count} images of "${classes[classIndex]!.id}", more than ${known.valPerClass}`,
      cure: "restore it",
    });
  }
}
