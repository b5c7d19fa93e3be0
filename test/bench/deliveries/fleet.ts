import { hashOf } from "../../../shared/observe/slot.ts";
import { type Behaviour, openReceiver, type Received, type Receiver } from "../../support/receiver.ts";

/** The receivers of the bench: most are well, some fail now and then, one is dead and one wants no more. */

export type Kind = "well" | "errors" | "resets" | "slow" | "masked" | "dead" | "gone";

export type Member = {
  readonly name: string;
  readonly kind: Kind;
  /** The services that it asks for; `null` for all. */
  readonly services: readonly string[] | null;
  readonly receiver: Receiver;
};

/** One in so many events meets the fault of its kind. A fault that costs seconds is rarer. */
const ONE_IN: Record<Kind, number> = {
  well: Infinity,
  errors: 20,
  resets: 20,
  slow: 500,
  masked: 500,
  dead: 1,
  gone: 1,
};
/** Milliseconds for which a masked one shows a certificate that nobody trusts. */
const MASKED_MS = 2_000;
const FAULT: Record<Exclude<Kind, "well" | "masked">, Behaviour> = {
  errors: { status: 500, body: "our database is away" },
  resets: "reset",
  slow: "slow-body",
  dead: "silent",
  gone: { status: 410 },
};
/** The first seven receivers; the others are well. */
const KINDS: readonly Kind[] = ["well", "errors", "resets", "slow", "masked", "dead", "gone"];

export async function openFleet(count: number, services: readonly string[]): Promise<Member[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index): Promise<Member> => {
      const kind = KINDS[index] ?? "well";
      const receiver = await openReceiver({ secure: kind === "masked" });
      receiver.behave((message) => behaviourOf(kind, message, receiver));
      // A third asks for everything, the others for services of their own.
      const wanted = index % 3 === 0 ? null : services.filter((_, at) => at % 3 === index % 3);
      return { name: `${String(index).padStart(2, "0")} ${kind}`, kind, services: wanted, receiver };
    }),
  );
}

/** An event that meets a fault meets it once, one in ten of those twice; what is dead or gone stays so. */
function behaviourOf(kind: Kind, { id }: Received, receiver: Receiver): Behaviour {
  if (kind === "well") return { status: 204 };
  if (kind === "dead" || kind === "gone") return FAULT[kind];
  const hash = hashOf(id);
  if (hash % ONE_IN[kind] !== 0) return { status: 204 };
  const times = receiver.received.filter((earlier) => earlier.id === id).length;
  if (kind === "masked") {
    if (times === 1) mask(receiver);
    return { status: 204 };
  }
  return times <= (hash % (ONE_IN[kind] * 10) === 0 ? 2 : 1) ? FAULT[kind] : { status: 204 };
}

function mask(receiver: Receiver): void {
  receiver.show("strange");
  setTimeout(() => receiver.show("own"), MASKED_MS);
}
