/** The files of a tfjs model as contents of a bundle. */
import type { BundleContent } from "@inception-edge/bundle";
import { LAYERS_MODEL_PATHS, type LayersModelFiles } from "@inception-edge/model/layers";

/** The model's JSON and its weights. */
export function layersModelContents(files: LayersModelFiles): BundleContent[] {
  return [
    { path: LAYERS_MODEL_PATHS.model, role: "tfjs-model", bytes: files.model },
    { path: LAYERS_MODEL_PATHS.weights, role: "tfjs-weights", bytes: files.weights },
  ];
}
