import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { planDeploy, type Step, seedSql } from "./deploy-plan.ts";
import { versionOf } from "./seed.ts";
import { catalogueServices } from "./sources.ts";
import { Usage } from "./usage.ts";

/** `downwhere deploy`: puts the network on Cloudflare. Every step can be repeated; it stops at the first that fails. */

const DEPLOY_HELP = `downwhere deploy: put the network on Cloudflare

  npm run deploy -- --contact URL [--plan]

  --contact URL   a page that says who you are; every probe sends it
  --plan          say what would be done and do nothing; needs no account
  --help          this text

It needs an account: run "npx wrangler login", or set CLOUDFLARE_API_TOKEN. Every step can be repeated.
`;

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SEED_FILE = ".wrangler/downwhere/catalogue.sql";

export async function deploy(args: readonly string[]): Promise<void> {
  const { contact, plan, help } = readOptions(args);
  if (help) {
    process.stdout.write(DEPLOY_HELP);
    return;
  }
  const services = await catalogueServices();
  const steps = planDeploy({ contactUrl: contact ?? "URL", seedFile: SEED_FILE });
  if (plan) {
    process.stdout.write(`${steps.map(stepText).join("\n")}\n${services.length} services are written.\n`);
    return;
  }
  if (contact === undefined || !URL.canParse(contact))
    throw new Usage(`--contact must be a URL that says who probes; received ${JSON.stringify(contact ?? null)}`);
  await mkdir(`${ROOT}/.wrangler/downwhere`, { recursive: true });
  await writeFile(`${ROOT}/${SEED_FILE}`, seedSql(services, versionOf(services)));
  for (const [index, step] of steps.entries()) run(step, `${index + 1}/${steps.length}`);
}

function run({ title, args, unless }: Step, count: string): void {
  if (unless !== undefined && wrangler(unless, "ignore") === 0) {
    process.stdout.write(`[${count}] ${title}: done already\n`);
    return;
  }
  process.stdout.write(`[${count}] ${title}\n`);
  const status = wrangler(args, "inherit");
  if (status !== 0)
    throw new Error(
      `"wrangler ${args.join(" ")}" ended with ${status ?? "a signal"}; nothing after it was done. Run the same command again when it is mended.`,
    );
}

function wrangler(args: readonly string[], output: "inherit" | "ignore"): number | null {
  return spawnSync(`${ROOT}/node_modules/.bin/wrangler`, [...args], { cwd: ROOT, stdio: ["inherit", output, output] })
    .status;
}

function stepText({ title, args, unless }: Step, index: number): string {
  return `${index + 1}. ${title}\n   wrangler ${args.map((arg) => (arg === "" ? '""' : arg)).join(" ")}${unless === undefined ? "" : `\n   (unless "wrangler ${unless.join(" ")}" finds it)`}`;
}

function readOptions(args: readonly string[]) {
  try {
    const options = {
      contact: { type: "string" },
      plan: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new Usage(`${error instanceof Error ? error.message : String(error)}\n\n${DEPLOY_HELP}`);
  }
}
