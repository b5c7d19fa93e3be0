/** Symmetric positive definite systems, as kriging has them: small, dense, row-major. */

/** The lower Cholesky factor of a matrix of order `size`, in place. Throws when the matrix is none of the kind. */
export function factorise(matrix: Float64Array, size: number): Float64Array {
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      let sum = at(matrix, row * size + column);
      for (let k = 0; k < column; k++) sum -= at(matrix, row * size + k) * at(matrix, column * size + k);
      if (row === column && sum <= 0) throw new Error(`a covariance must be positive definite; pivot ${row} is ${sum}`);
      matrix[row * size + column] = row === column ? Math.sqrt(sum) : sum / at(matrix, column * size + column);
    }
  }
  return matrix;
}

/** Solves L x = b for the lower factor. */
export function forward(factor: Float64Array, size: number, right: Float64Array): Float64Array {
  const solved = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = at(right, row);
    for (let k = 0; k < row; k++) sum -= at(factor, row * size + k) * at(solved, k);
    solved[row] = sum / at(factor, row * size + row);
  }
  return solved;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += at(a, index) * at(b, index);
  return sum;
}

/** An index that is within bounds by construction. */
export function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN;
}
