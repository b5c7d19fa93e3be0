import { fileURLToPath } from "node:url";

/**
 * Networks of the tests trust the authority of the tests besides the public ones. Miniflare reads this variable while it is
 * loaded, so this must be imported before it.
 */
process.env.NODE_EXTRA_CA_CERTS = fileURLToPath(new URL("../fixture/tls/ca.pem", import.meta.url));
