import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";

/**
 * A name server on loopback (RFC 1035 over UDP). A name has an address, is `empty` or `servfail`; `silent.*` is never
 * answered and any other does not exist.
 */
export async function openNameServer(
  names: Readonly<Record<string, string>>,
): Promise<{ port: number; close(): void }> {
  const socket = createSocket("udp4");
  socket.on("message", (query, { address, port }) => {
    const { name, end } = questionIn(query);
    if (name.startsWith("silent.")) return;
    const known = names[name];
    const isA = query.readUInt16BE(end - 4) === 1;
    const code = known === undefined ? 3 : known === "servfail" ? 2 : 0;
    const record = known !== undefined && /^\d/.test(known) && isA ? addressRecord(known) : null;
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(0x8180 | code, 2);
    head.writeUInt16BE(record === null ? 0 : 1, 6);
    head.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([head, query.subarray(12, end), ...(record === null ? [] : [record])]), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return { port: (socket.address() as AddressInfo).port, close: () => socket.close() };
}

/** The name asked for and where the question ends. */
function questionIn(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 5 };
}

/** A pointer to the name of the question, type A, class IN, a minute to live. */
function addressRecord(address: string): Buffer {
  return Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split(".").map(Number)]);
}
