import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { closeFrame, messagesOn, textFrame } from "../../../workers/cli/check/web-socket-frames.ts";

const read = async (...parts: Buffer[]) => {
  const messages: string[] = [];
  async function* stream() {
    yield* parts;
  }
  for await (const message of messagesOn(stream())) messages.push(message);
  return messages;
};
/** As a server sends it: unmasked. */
const frame = (opcode: number, text: string, isFinal = true) => {
  const payload = Buffer.from(text);
  const { length } = payload;
  const size = length < 126 ? [length] : [126, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([(isFinal ? 0x80 : 0) | opcode, ...size]), payload]);
};

describe("the frames of a WebSocket", () => {
  test("join what was sent in pieces, pass over pings, and end with a close", async () => {
    const sent = [frame(1, "half ", false), frame(9, "ping"), frame(0, "whole"), frame(8, ""), frame(1, "too late")];
    expect(await read(Buffer.concat(sent))).toEqual(["half whole"]);
  });

  test("are the same however the bytes come", async () => {
    const bytes = Buffer.concat([frame(1, "one"), frame(1, "x".repeat(300)), frame(2, "three")]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 12 }), async (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const parts = at.slice(1).map((to, index) => bytes.subarray(at[index], to));
        expect(await read(...parts)).toEqual(["one", "x".repeat(300), "three"]);
      }),
    );
  });

  test("a long message is kept to its beginning, and the next one is read all the same", async () => {
    const big = Buffer.concat([Buffer.from([0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]), Buffer.alloc(65_536, "y")]);
    const messages = await read(big, frame(1, "next"));
    expect(messages.map(({ length }) => length)).toEqual([16_384, 4]);
  });

  test("what is no frame ends with an error", async () => {
    await expect(read(Buffer.from("HTTP/1.1 200 OK\r\n"))).rejects.toThrow("no frame of a WebSocket");
  });

  test("what a client sends is masked (RFC 6455, 5.7)", () => {
    expect(textFrame("Hello", Uint8Array.from([0x37, 0xfa, 0x21, 0x3d])).toString("hex")).toBe(
      "818537fa213d7f9f4d5158",
    );
    expect(closeFrame(Uint8Array.from([0, 0, 0, 0])).toString("hex")).toBe("88820000000003e8");
    expect(textFrame("x".repeat(300), new Uint8Array(4)).subarray(0, 4).toString("hex")).toBe("81fe012c");
  });
});
