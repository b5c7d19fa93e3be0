import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../support/subscriber-client.ts";
import { openTelling, type Telling } from "../support/telling.ts";
import { toldOf } from "../support/told.ts";

/** The README's receiver for Node is run as it stands: it proves that it is there, is told, and refuses what nobody signed. */

const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

let net: Telling;
let folder: string;
let recipe: ChildProcess | null = null;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "downwhere-"));
  net = await openTelling();
});
afterAll(async () => {
  recipe?.kill();
  await net.close();
  await rm(folder, { recursive: true, force: true });
});

test("the README's receiver in Node is confirmed, told, and refuses what is not signed", async () => {
  const [, source = ""] = /```js\n([\s\S]*?)```/.exec(README) ?? [];
  await writeFile(join(folder, "receiver.mjs"), source);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const made = await net.subscribe({ url });
  recipe = spawn(process.execPath, [join(folder, "receiver.mjs")], {
    env: { ...process.env, WEBHOOK_SECRET: made.secret, PORT: String(port) },
  });
  let said = "";
  recipe.stdout?.on("data", (text) => {
    said += String(text);
  });
  await until("it listens", async () => (await fetch(url, { method: "POST", body: "{}" }).catch(() => null)) !== null);
  expect((await fetch(url, { method: "POST", body: "{}" })).status).toBe(401);
  await net.call("POST", `/v1/subscriptions/${made.id}/challenge`, { key: made.manageKey });
  await net.active(made);
  await net.tell([toldOf({ incident: "recipe" })]);
  await until("it says what it was told", async () => said.includes("\n"));
  expect(said).toBe("incident.opened aria this is a test: nothing has happened\n");
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
