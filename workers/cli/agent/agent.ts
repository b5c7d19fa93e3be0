import { mkdir } from "node:fs/promises";
import { distanceKm } from "../../../shared/geo/distance.ts";
import type { AgentPlan } from "../../../shared/schema/index.ts";
import { resolversFor } from "../check/ask-dns.ts";
import { createLookup } from "../check/resolve.ts";
import { Usage } from "../usage.ts";
import { openCertificateLog } from "./certificates.ts";
import { readControls } from "./controls.ts";
import { deliver, retryAfterMs } from "./deliver.ts";
import { readKeyFile } from "./key-file.ts";
import { OUTBOX, PLACE_TOLERANCE_KM } from "./limits.ts";
import { type AgentNetwork, openNetwork } from "./network.ts";
import { AGENT_HELP, type AgentOptions, readAgentOptions } from "./options.ts";
import { openOutbox } from "./outbox.ts";
import { readPlanFile, writePlanFile } from "./plan-file.ts";
import { createReport } from "./report.ts";
import { runOnce, runSchedule, type Work } from "./schedule.ts";
import { wait } from "./wait.ts";

/**
 * `downwhere agent`: a probe of a network on any host. It runs the network's checks with its own eyes and hands over
 * signed rounds; while the network is away it goes on looking, and hands over later what it saw meanwhile.
 */
export async function agent(args: readonly string[]): Promise<void> {
  const options = readAgentOptions(args);
  if (options === null) {
    process.stdout.write(AGENT_HELP);
    return;
  }
  await mkdir(options.data, { recursive: true, mode: 0o700 });
  const key = await readKeyFile(options.key);
  const controls = await readControls(options.controls);
  const network = openNetwork(options.network, key);
  const stop = stopSignal();
  const report = createReport((line) => process.stdout.write(`${line}\n`));
  report.say(`agent ${key.id} for ${options.region}, network ${options.network.origin}`);
  const plan = await firstPlan(network, options, { stop, say: report.say });
  if (plan === null) return;
  const outbox = openOutbox(options.data, OUTBOX);
  const userAgent = `Downwhere/0.1 (+${options.contact}; region=${options.region})`;
  const work: Work = {
    region: options.region,
    controls,
    allowPrivate: options.allowPrivate,
    certificates: openCertificateLog(),
    context: {
      userAgent,
      resolvers: resolversFor(options.resolver, { userAgent, fetch }),
      lookup: createLookup(options.resolver),
      ca: null,
      wholeBody: false,
      clock: () => performance.now(),
      now: () => Date.now(),
    },
    keep: (round) => {
      outbox.append(round);
      report.round(round);
    },
    deliver: () => deliver(outbox, network, report.say),
    renew: () => renewPlan(network, options, report.say),
    say: report.say,
    stop,
  };
  try {
    const end = await (options.once ? runOnce(plan, work) : runSchedule(plan, work));
    if (end.barred !== null) throw new Error(`the network takes nothing from this key: ${end.barred}`);
    if (outbox.size() > 0)
      report.say(`${outbox.size()} rounds are kept in ${options.data} until the network takes them`);
    if (options.once && outbox.size() > 0) process.exitCode = 1;
  } finally {
    outbox.close();
  }
}

/** From the network, or else from the last time it answered; without either it waits. `null` when it was told to stop. */
async function firstPlan(
  network: AgentNetwork,
  options: AgentOptions,
  { stop, say }: { stop: AbortSignal; say: (words: string) => void },
): Promise<AgentPlan | null> {
  for (let failures = 1; !stop.aborted; failures++) {
    const plan = (await renewPlan(network, options, say)) ?? (await readPlanFile(options.data));
    if (plan !== null) return checked(plan, options, say);
    if (options.once) throw new Error("there is no plan: the network did not give one, and none is kept from before");
    await wait(retryAfterMs(failures), stop);
  }
  return null;
}

async function renewPlan(
  network: AgentNetwork,
  { data }: AgentOptions,
  say: (words: string) => void,
): Promise<AgentPlan | null> {
  const answer = await network.plan();
  if (answer.kind === "taken") {
    await writePlanFile(data, answer.value);
    return answer.value;
  }
  if (answer.kind === "barred") throw new Error(`the network takes nothing from this key: ${answer.because}`);
  say(`the network gives no plan: ${answer.because}`);
  return null;
}

/** The key decides for which region it speaks and where on the map; what was said on the command line must agree. */
function checked(plan: AgentPlan, { region, place }: AgentOptions, say: (words: string) => void): AgentPlan {
  const known = plan.agent;
  if (known.region !== region)
    throw new Usage(`--region must be "${known.region}", for which the key was issued; received "${region}"`);
  const apart = distanceKm(known, place);
  if (apart > PLACE_TOLERANCE_KM)
    say(
      `the network has this agent ${Math.round(apart)} km from --place, at ${known.latitude},${known.longitude}; a new key moves it`,
    );
  return plan;
}

function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}
