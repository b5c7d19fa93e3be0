import { connect as connectSocket } from "cloudflare:sockets";
import { isCloudflareAddress } from "../../shared/observe/cloudflare-address.ts";
import type { PlaceId } from "../../shared/schema/index.ts";
import type { Connect } from "./connection.ts";
import type { TcpPort } from "./probers/prober.ts";

/** TCP as the platform gives it. A refused connection, a failed handshake and a forbidden address all sound alike there. */

export function tcpPort(place: PlaceId): TcpPort {
  // The platform's sockets lead to none of Cloudflare's own addresses; this machine's lead everywhere.
  return { connect, reaches: place === "local" ? () => true : (address) => !isCloudflareAddress(address) };
}

const connect: Connect = ({ host, port, secure }) => {
  const socket = connectSocket(
    { hostname: host, port },
    { secureTransport: secure ? "on" : "off", allowHalfOpen: false },
  );
  // Told by `opened` or by reading; unhandled it would end the object.
  socket.closed.catch(() => undefined);
  return {
    opened: socket.opened,
    readable: socket.readable,
    writable: socket.writable,
    close: () => socket.close(),
  };
};
