import { readdirSync, readFileSync } from "node:fs";

/** Documents of vendors, written for these tests after the real shapes. */

const FOLDER = new URL("../fixture/notices/", import.meta.url);

export const noticeFixture = (name: string) => readFileSync(new URL(name, FOLDER), "utf8");
export const noticeFixtures = () => readdirSync(FOLDER).sort();
/** The platform's strict decoder, as the shells pass it. */
export const decode = (bytes: Uint8Array, encoding: string) => new TextDecoder(encoding, { fatal: true }).decode(bytes);
