import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { AgentPublicKey } from "../../../shared/schema/agent.ts";
import { Usage } from "../usage.ts";
import { type AgentJwk, type AgentKey, makeAgentJwk, openAgentKey } from "./sign.ts";

/** An agent's key as a file: a private JSON Web Key that nobody but its owner may read. */

const Jwk = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  d: z.string(),
  x: AgentPublicKey,
}) satisfies z.ZodType<AgentJwk>;

export async function readKeyFile(file: string): Promise<AgentKey> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Usage(`${file}: cannot be read: ${why}\n"downwhere agents keygen --out ${file}" makes a key.`);
  });
  try {
    return await openAgentKey(Jwk.parse(JSON.parse(text)));
  } catch {
    // What is in the file must not be shown: it may be somebody's key all the same.
    throw new Usage(`${file}: must hold an Ed25519 key as "downwhere agents keygen" writes it`);
  }
}

/** Refuses to replace a key that is there: whoever still needs it would lose it. */
export async function writeKeyFile(file: string): Promise<AgentKey> {
  const jwk = await makeAgentJwk();
  await writeFile(file, `${JSON.stringify(jwk)}\n`, { mode: 0o600, flag: "wx" }).catch((error: unknown) => {
    throw new Usage(`${file}: cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  });
  return openAgentKey(jwk);
}
