/**
 * A graph as a TensorFlow.js `LayersModel`, and such a model as files. Needs `@tensorflow/tfjs-core` and
 * `@tensorflow/tfjs-layers` beside it, on any backend.
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
