/** A part of a page that cannot be read is left out, and the rest is shown: a page must not depend on all of its sources. */
export async function orElse<T, F>(what: string, reading: Promise<T>, without: F): Promise<T | F> {
  try {
    return await reading;
  } catch (error) {
    console.warn(`page without ${what}`, { error: String(error) });
    return without;
  }
}
