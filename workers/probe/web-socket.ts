import { TALK_CHARS } from "../../shared/observe/limits.ts";
import type { OpenSocket, OpenWebSocket } from "./probers/prober.ts";

/** What Workers put on the response of an upgrade. */
type Upgraded = {
  accept(): void;
  send(text: string): void;
  close(code: number, reason: string): void;
  addEventListener(kind: "message" | "close" | "error", listener: (event: { data?: unknown }) => void): void;
};

/** WebSockets as Workers open them: a fetch that asks for an upgrade, and a socket on the response. */
export function openByFetch(ask: typeof fetch): OpenWebSocket {
  return async (url, { headers, signal }) => {
    const response: Response & { readonly webSocket?: Upgraded | null } = await ask(url, {
      headers: { ...headers, upgrade: "websocket" },
      redirect: "manual",
      signal,
    });
    return { response, socket: response.webSocket ? openSocket(response.webSocket) : null };
  };
}

function openSocket(socket: Upgraded): OpenSocket {
  return {
    send: (text) => socket.send(text),
    close: () => socket.close(1000, "done"),
    listen: (heard) => {
      socket.addEventListener("message", ({ data }) => heard(textOf(data)));
      socket.addEventListener("close", () => heard(null));
      socket.addEventListener("error", () => heard(null));
      socket.accept();
    },
  };
}

/** A message as text, its beginning only: more is not judged. */
function textOf(message: unknown): string {
  if (typeof message === "string") return message.slice(0, TALK_CHARS);
  return message instanceof ArrayBuffer ? new TextDecoder().decode(message.slice(0, TALK_CHARS)) : "";
}
