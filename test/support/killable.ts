import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Event } from "../../shared/schema/index.ts";

/** A network that can be killed like a machine that loses its power: the runtime with it, and without a word. */

export type Killable = {
  readonly url: URL;
  tick(now: number): Promise<void>;
  commit(events: readonly Event[], at: number): Promise<void>;
  /** SIGKILL to the whole of it. */
  kill(): void;
  /** When it is dead. */
  readonly dead: Promise<void>;
};

const SCRIPT = fileURLToPath(new URL("network-process.ts", import.meta.url));

export async function openKillable(stateFolder: string, allowPrivate: "all" | "declared" = "all"): Promise<Killable> {
  // A group of its own, so that the runtime dies with it.
  const child: ChildProcess = spawn(process.execPath, [SCRIPT, stateFolder, allowPrivate], {
    detached: true,
    stdio: ["pipe", "pipe", process.env.TELLING_LOG === undefined ? "ignore" : "inherit"],
  });
  // It must not outlive who started it, however that ends.
  process.once("exit", () => killGroup(child.pid));
  let end = "";
  const dead = new Promise<void>((resolve) =>
    child.once("exit", (code, signal) => {
      end = `: ${signal ?? `exit code ${code}`}`;
      resolve();
    }),
  );
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done !== true) return value as string;
    await dead;
    throw new Error(`the network is dead${end}`);
  };
  const order = async (what: object) => {
    child.stdin!.write(`${JSON.stringify(what)}\n`);
    const answer = await next();
    if (answer !== "done") throw new Error(`the network refused: ${answer}`);
  };
  return {
    url: new URL(await next()),
    tick: (now) => order({ tick: now }),
    commit: (events, at) => order({ commit: events.map((event) => Event.encode(event)), at }),
    kill: () => killGroup(child.pid),
    dead,
  };
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // Dead already.
  }
}
