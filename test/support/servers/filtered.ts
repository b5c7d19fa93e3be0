import { spawn } from "node:child_process";
import { connect, type Socket } from "node:net";

/**
 * A port on which a SYN is never answered, without a firewall: somebody listens there, never accepts, and the queue of
 * those who wait is full, so the kernel drops whoever comes next.
 */
export async function openFilteredPort(): Promise<{ port: number; close(): void }> {
  const listener = `const s = require("node:net").createServer();
    s.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
      require("node:fs").writeSync(1, String(s.address().port) + "\\n");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const child = spawn(process.execPath, ["-e", listener], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<number>((resolve) =>
    child.stdout.once("data", (text) => resolve(Number(String(text)))),
  );
  const waiting: Socket[] = [];
  const queue = async (): Promise<boolean> => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.on("error", () => undefined);
    waiting.push(socket);
    return new Promise((resolve) => {
      socket.once("connect", () => resolve(true));
      setTimeout(() => resolve(false), 300);
    });
  };
  for (let taken = 0; taken < 20 && (await queue()); taken++);
  return {
    port,
    close() {
      for (const socket of waiting) socket.destroy();
      child.kill("SIGKILL");
    },
  };
}
