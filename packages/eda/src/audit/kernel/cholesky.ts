/** Symmetric positive definite systems by Cholesky factors, row by row. */

/** Replaces the lower half of a symmetric `[size, size]` matrix by its factor L, for which L Lᵀ is the matrix. */
export function factorize(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row += 1) {
    const start = row * size;
    for (let column = 0; column <= row; column += 1) {
      const other = column * size;
      let rest = matrix[start + column]!;
      for (let at = 0; at < column; at += 1) rest -= matrix[start + at]! * matrix[other + at]!;
      matrix[start + column] =
        column === row ? Math.sqrt(Math.max(rest, 1e-12)) : rest / matrix[other + column]!;
    }
  }
}

/** Solves L x = b for each row b of `rows`, `[count, size]`, in place. */
export function solveLower(factor: Float64Array, rows: Float64Array, size: number): void {
  for (let start = 0; start < rows.length; start += size) {
    for (let row = 0; row < size; row += 1) {
      const own = row * size;
      let rest = rows[start + row]!;
      for (let at = 0; at < row; at += 1) rest -= factor[own + at]! * rows[start + at]!;
      rows[start + row] = rest / factor[own + row]!;
    }
  }
}
