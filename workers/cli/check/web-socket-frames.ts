import { TALK_CHARS } from "../../../shared/observe/limits.ts";

/** The frames of a WebSocket (RFC 6455, section 5) as a client writes and reads them: short texts out, messages in. */

const TEXT = 0x1;
const BINARY = 0x2;
const CLOSE = 0x8;
const FINAL = 0x80;
const MASKED = 0x80;

export function textFrame(text: string, mask: Uint8Array): Buffer {
  return frame(TEXT, Buffer.from(text), mask);
}

export function closeFrame(mask: Uint8Array): Buffer {
  // 1000: the purpose has been fulfilled (section 7.4.1).
  return frame(CLOSE, Buffer.from([0x03, 0xe8]), mask);
}

/** Everything a client sends is masked (section 5.3), with bytes nobody can foresee. */
function frame(opcode: number, payload: Buffer, mask: Uint8Array): Buffer {
  const { length } = payload;
  const size = length < 126 ? [MASKED | length] : [MASKED | 126, length >> 8, length & 0xff];
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([FINAL | opcode, ...size]), mask, masked]);
}

/**
 * The messages on a stream, the beginning of each as text, until the other side says that it closes. Pings and pongs are
 * passed over. Of a message that is longer than what is judged the rest is let go, and a stream that is no WebSocket's ends
 * with an error.
 */
export async function* messagesOn(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let waiting = Buffer.alloc(0);
  let message = Buffer.alloc(0);
  /** Bytes of the frame under way that are still to come. */
  let left = 0;
  let head: Head | null = null;
  for await (const part of stream) {
    waiting = Buffer.concat([waiting, part]);
    for (;;) {
      if (head === null) {
        head = headIn(waiting);
        if (head === null) break;
        waiting = waiting.subarray(head.bytes);
        left = head.length;
      }
      const taken = waiting.subarray(0, left);
      waiting = waiting.subarray(taken.length);
      left -= taken.length;
      const isControl = head.opcode >= CLOSE;
      if (!isControl) message = Buffer.concat([message, taken.subarray(0, Math.max(0, TALK_CHARS - message.length))]);
      if (left > 0) break;
      if (head.opcode === CLOSE) return;
      if (head.isFinal && !isControl) {
        yield message.toString("utf8");
        message = Buffer.alloc(0);
      }
      head = null;
    }
  }
}

type Head = {
  readonly opcode: number;
  readonly isFinal: boolean;
  readonly length: number;
  /** Bytes of the head itself. */
  readonly bytes: number;
};

/** `null` while it is not whole. */
function headIn(bytes: Buffer): Head | null {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  const opcode = first & 0x0f;
  if ((first & 0x70) !== 0 || (second & MASKED) !== 0 || (opcode > BINARY && opcode < CLOSE))
    throw new Error("what came is no frame of a WebSocket");
  const isFinal = (first & FINAL) !== 0;
  const short = second & 0x7f;
  if (short < 126) return { opcode, isFinal, length: short, bytes: 2 };
  if (short === 126) return bytes.length < 4 ? null : { opcode, isFinal, length: bytes.readUInt16BE(2), bytes: 4 };
  return bytes.length < 10 ? null : { opcode, isFinal, length: Number(bytes.readBigUInt64BE(2)), bytes: 10 };
}
