import { Usage } from "./usage.ts";

/**
 * `downwhere COMMAND`: one line per command, one exit code per kind of end. 0 done, 2 the words were wrong, 1 anything
 * else; `check` has a 3 of its own.
 */

type Command = (args: readonly string[]) => Promise<void>;

/** Each is loaded when it is asked for: a replay needs no runtime, and no deployment tool. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import("./start.ts")).start,
  agent: async () => (await import("./agent/agent.ts")).agent,
  agents: async () => (await import("./agent/agents.ts")).agents,
  check: async () => (await import("./check/check.ts")).check,
  replay: async () => (await import("./replay/replay.ts")).replay,
  notices: async () => (await import("./notices/notices.ts")).notices,
  deploy: async () => (await import("./deploy.ts")).deploy,
};

const HELP = `downwhere: is it down, and where?

  npm run --silent downwhere -- COMMAND [options]

  start     run the whole network on this machine (also: npm start)
  check     look at one URL from this machine, stage by stage, or at a whole service: is it just me?
  agent     be a probe of a network, on this host
  agents    make, issue, list and revoke the keys of agents
  replay    fold recorded events and print every change of a verdict
  notices   print the notices of a vendor's status document
  deploy    put the network on Cloudflare (also: npm run deploy)

Every command answers --help.
`;

async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || name === "--help" || name === "help") {
    process.stdout.write(HELP);
    return;
  }
  const command = COMMANDS[name];
  if (command === undefined) throw new Usage(`there is no command "${name}"\n\n${HELP}`);
  await (await command())(args);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof Usage) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else {
    process.stderr.write(`downwhere: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
