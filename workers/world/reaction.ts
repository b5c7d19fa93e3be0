/** What the simulated internet does with one exchange. */
export type Reaction =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Uint8Array;
      readonly delayMs: number;
    }
  /** An exception with this message, as the local runtime would throw it. */
  | { readonly kind: "throw"; readonly message: string }
  /** No answer until the asker gives up. */
  | { readonly kind: "hang" };
