import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecure } from "node:https";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { makeIdentity } from "./servers/certificates.ts";

/**
 * Somebody's own server that is told: it answers the challenge, reads each signature with the `standardwebhooks` package, which
 * knows nothing of our code, and then does what the test tells it to do.
 */

/** What it does with a message: answers so, or worse. */
export type Behaviour =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** Takes it and says nothing; breaks the connection; begins a body that does not end. */
  | "silent"
  | "reset"
  | "slow-body";

export type Received = {
  readonly id: string;
  readonly at: number;
  readonly signatures: string;
  readonly contentType: string;
  readonly body: string;
  /** What the independent reader made of the signature. */
  readonly verified: boolean;
};

export type Receiver = {
  readonly url: string;
  readonly received: Received[];
  /** Challenges that were answered. */
  challenges(): number;
  /** Signatures are read with these from now on. */
  trust(...secrets: string[]): void;
  behave(behaviour: (message: Received, count: number) => Behaviour): void;
  /** From now on a secure one shows its own certificate, or one that nobody trusts. */
  show(certificate: "own" | "strange"): void;
  close(): Promise<void>;
};

const OK: Behaviour = { status: 204 };

const pem = (name: string) => readFileSync(new URL(`../fixture/tls/${name}`, import.meta.url));
const OWN = { key: pem("localhost-key.pem"), cert: pem("localhost.pem") };

/** `secure`: over https, with a certificate that the networks of the tests trust. */
export async function openReceiver({ answersChallenge = true, secure = false } = {}): Promise<Receiver> {
  const received: Received[] = [];
  let secrets: readonly string[] = [];
  let behave: (message: Received, count: number) => Behaviour = () => OK;
  let challenges = 0;
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await textOf(request);
    const challenge = challengeIn(body);
    if (challenge !== null) {
      challenges++;
      if (answersChallenge) response.writeHead(200).end(JSON.stringify({ challenge }));
      else response.writeHead(200).end("{}");
      return;
    }
    const message = read(request, body, secrets);
    received.push(message);
    answer(response, behave(message, received.length));
  };
  const secured = secure ? createSecure(OWN, listener) : null;
  const server = secured ?? createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `${secure ? "https://localhost" : "http://127.0.0.1"}:${(server.address() as AddressInfo).port}/hook`,
    received,
    challenges: () => challenges,
    trust(...trusted) {
      secrets = trusted;
    },
    behave(next) {
      behave = next;
    },
    show(certificate) {
      secured?.setSecureContext(certificate === "own" ? OWN : strange());
      // What is connected already would not see it.
      server.closeAllConnections();
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function strange() {
  const { keyPem, certPem } = makeIdentity({ name: "localhost", hosts: ["localhost"] });
  return { key: keyPem, cert: certPem };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

function challengeIn(body: string): string | null {
  const parsed: unknown = JSON.parse(body);
  const { type, challenge } = parsed as { type?: string; challenge?: string };
  return type === "subscription.challenge" ? (challenge ?? null) : null;
}

function read({ headers }: IncomingMessage, body: string, secrets: readonly string[]): Received {
  const named = (name: string) => String(headers[name] ?? "");
  const signed = {
    "webhook-id": named("webhook-id"),
    "webhook-timestamp": named("webhook-timestamp"),
    "webhook-signature": named("webhook-signature"),
  };
  const verified = secrets.some((secret) => {
    try {
      new Webhook(secret).verify(body, signed);
      return true;
    } catch {
      return false;
    }
  });
  const [id, signatures] = [signed["webhook-id"], signed["webhook-signature"]];
  return { id, at: Date.now(), signatures, contentType: named("content-type"), body, verified };
}

function answer(response: ServerResponse, behaviour: Behaviour): void {
  if (behaviour === "silent") return;
  if (behaviour === "reset") {
    response.socket?.destroy();
    return;
  }
  if (behaviour === "slow-body") {
    response.writeHead(200, { "content-type": "text/plain" });
    response.write("it begins");
    return;
  }
  response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
}
