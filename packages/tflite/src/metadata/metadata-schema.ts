/**
 * The part of the schema of TFLite's metadata that our files use: field ids, and under `type` the value of a
 * table in its union, counted from 1. Source: tensorflow/tflite-support,
 * tensorflow_lite_support/metadata/metadata_schema.fbs, 1.5.0.
 */
export const MODEL_METADATA = {
  name: 0,
  description: 1,
  version: 2,
  subgraphs: 3,
  license: 5,
  parserVersion: 7,
} as const;
export const SUBGRAPH_METADATA = { inputs: 2, outputs: 3 } as const;
export const TENSOR_METADATA = {
  name: 0,
  description: 1,
  content: 3,
  processUnits: 4,
  stats: 5,
  associatedFiles: 6,
} as const;
export const CONTENT = { propertiesType: 0, properties: 1 } as const;
export const IMAGE_PROPERTIES = { type: 2, colorSpace: 0 } as const;
export const FEATURE_PROPERTIES = { type: 1 } as const;
export const PROCESS_UNIT = { optionsType: 0, options: 1 } as const;
export const NORMALIZATION = { type: 1, mean: 0, std: 1 } as const;
export const STATS = { max: 0, min: 1 } as const;
export const ASSOCIATED_FILE = { name: 0, description: 1, type: 2 } as const;

/** In ColorSpaceType. */
export const RGB = 1;
/** In AssociatedFileType. */
export const TENSOR_AXIS_LABELS = 2;
