/** Files and folders that systems and tools leave behind, which are never part of a dataset. */

/** Of Linux, macOS, Windows, network storage and notebooks: `.DS_Store`, `Thumbs.db`, `__MACOSX`, `@eaDir`. */
const LITTER =
  /^(?:\..*|thumbs\.db|ehthumbs(?:_vista)?\.db|desktop\.ini|icon\r|@eadir|__macosx|\$recycle\.bin|lost\+found)$/i;

/** Whether the name is that of a hidden or a system file. */
export function isLitter(name: string): boolean {
  return LITTER.test(name);
}
