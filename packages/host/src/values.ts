/** Values from the text of a flag or of a variable. Each parser throws a RangeError that says what is wanted. */

/** Takes any text as it is. */
export function anyText(value: string): string {
  return value;
}

/** Parses a whole number in [min, max]. */
export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new RangeError(`a whole number from ${min} to ${max}`);
    }
    return value;
  };
}

/** Parses a real number in [min, max). */
export function number(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= min && value < max)) {
      throw new RangeError(`a number from ${min} to below ${max}`);
    }
    return value;
  };
}

/** Parses one of the given choices. */
export function oneOf<const T extends string>(...choices: readonly T[]): (text: string) => T {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (found === undefined) throw new RangeError(`one of ${choices.join(", ")}`);
    return found;
  };
}
