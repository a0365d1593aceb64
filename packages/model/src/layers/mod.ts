/**
 * A graph as a TensorFlow.js `LayersModel`, and such a model as files. Needs `@tensorflow/tfjs-core` and
 * `@tensorflow/tfjs-layers` beside it, on any backend.
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { inceptionV1 } from "@inception-edge/model";
 * import { toLayersModel } from "@inception-edge/model/layers";
 *
 * const model = toLayersModel(inceptionV1({ classes: 200, heads: "main" })); // weights drawn anew
 * console.log(model.countParams()); // 6178552
 * model.dispose();
 * ```
 *
 * @module
 */
export { layersWeights, setLayersWeights } from "./layers-weights.ts";
export {
  decodeLayersModel,
  encodeLayersModel,
  LAYERS_MODEL_PATHS,
  type LayersModelFiles,
} from "./tfjs-format.ts";
export { toLayersModel } from "./to-layers-model.ts";
