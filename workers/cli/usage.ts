/** The person's mistake rather than ours: said plainly, exit code 2, never a stack trace. */
export class Usage extends Error {}
