/** TensorFlow's `DataType` numbers for the types our graphs use (tensorflow/core/framework/types.proto). */
export const dataType = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  string: 7,
  bool: 10,
  bfloat16: 14,
  float16: 19,
  resource: 20,
} as const;

/** A type of tensors, by the name that TensorFlow's Python gives it. */
export type DataTypeName = keyof typeof dataType;
