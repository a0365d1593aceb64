/** The JSON of TensorFlow Serving, which containers of SageMaker and Azure ML take too. Rows and columns are answered alike. */
import { readPrediction, rows } from "../tensorflow-serving/predict.ts";
import type { JsonShape } from "./json-shape.ts";

/** The shape. */
export const tensorFlowShape: JsonShape = {
  fields: ["instances", "inputs"],
  read: (json, limits) => readPrediction(json, limits).inputs,
  write: (answers) => ({ predictions: rows(answers) }),
};
