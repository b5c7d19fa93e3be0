import type { Described } from "./document.ts";

/** What a language model should know before it reads anything else here: the form of https://llmstxt.org. */
export function llmsText({ operations }: Described, origin: string): string {
  const lines = operations
    .filter(({ operation }) => operation.security === undefined)
    .map(
      ({ method, path, operation }) =>
        `- [${method.toUpperCase()} ${path}](${origin}${path.split("{")[0]}): ${operation.summary}`,
    );
  return `# Downwhere

> Is it down, and where? An open network of probes in many regions that says for whom a service fails, why, and what to do.

Verdicts are fused from probes, people's reports and the vendors' own notices. A service that is down is still a 200. Every
answer says \`asOf\`, and \`stale: true\` when it is older than it should be. \`unknown\` is an answer: what cannot be seen is not
called up. Reads need no key and are open to every origin. Errors are application/problem+json.

## API

${lines.join("\n")}

## Reference

- [OpenAPI document](${origin}/openapi.json): every path, parameter and schema
- [Reference for people](${origin}/docs): the same with forms to try it
- [The first page](${origin}/): the map, the services, the latest incidents
`;
}
