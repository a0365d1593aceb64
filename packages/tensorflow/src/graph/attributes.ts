/** Node attributes: TypeScript values as `AttrValue` objects. */
import { dataType, type DataTypeName } from "./data-type.ts";
import type { Attribute, Shape } from "./graph-builder.ts";
import { shapeProto } from "./shape-proto.ts";

const utf8 = new TextEncoder();

/** A type of tensors. */
export const type = (dtype: DataTypeName): Attribute => ({ type: dataType[dtype] });
/** An integer. */
export const int = (value: number): Attribute => ({ i: value });
/** A float. */
export const float = (value: number): Attribute => ({ f: value });
/** A truth value. */
export const bool = (value: boolean): Attribute => ({ b: value });
/** Bytes, of UTF-8 text. */
export const string = (value: string): Attribute => ({ s: utf8.encode(value) });
/** A static shape. */
export const shape = (value: Shape): Attribute => ({ shape: shapeProto(value) });
/** A list of integers. */
export const ints = (values: readonly number[]): Attribute => ({ list: { i: values } });
/** A list of types. */
export const types = (dtypes: readonly DataTypeName[]): Attribute => ({
  list: { type: dtypes.map((dtype) => dataType[dtype]) },
});
