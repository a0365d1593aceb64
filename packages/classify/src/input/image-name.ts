/** Which files of a folder, a tar or a bucket are images: their names tell. A list names its images itself. */
import { namedImageFormat } from "@inception-edge/image";

/** Images that are not decoded: they are answered by an error, since nobody should think that they were. */
const FOREIGN = /\.(?:jxl|bmp|dib|tiff?|ico|jp2|j2k|svg|psd|dng|cr2|cr3|nef|arw)$/i;

/** Of macOS, Windows and network storage: `.DS_Store`, `._IMG_1.jpg`, `__MACOSX`, `@eaDir`. */
const HIDDEN = /^(?:\..*|__macosx|@eadir|\$recycle\.bin|lost\+found)$/i;

/** Whether a file of this name is an image, also one of a format that is not decoded. */
export function isImageName(name: string): boolean {
  return namedImageFormat(name) !== undefined || FOREIGN.test(name);
}

/** Whether a file or a folder of this name is hidden or the system's own. */
export function isHidden(name: string): boolean {
  return HIDDEN.test(name);
}

/** Whether any part of the path is. */
export function isHiddenPath(path: string): boolean {
  return path.split("/").some((part) => part !== "." && isHidden(part));
}
