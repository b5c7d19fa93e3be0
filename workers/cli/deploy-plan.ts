import type { Service } from "../../shared/schema/index.ts";

/**
 * What a deployment does, in order, as commands of wrangler: the database before the code, whoever is bound before the
 * binder. Aggregator and probe bind each other, so a probe that binds nothing comes first, once.
 */

export type Step = {
  readonly title: string;
  /** Arguments of wrangler. */
  readonly args: readonly string[];
  /** Arguments of a question first: when it succeeds, the step is done already. */
  readonly unless?: readonly string[];
};

export type DeployOptions = { readonly contactUrl: string; readonly seedFile: string };

export const DATABASE = "downwhere";
export const EVENTS_QUEUE = "downwhere-events";
export const AGGREGATOR_CONFIG = "wrangler.toml";
export const PROBE_CONFIG = "workers/probe/wrangler.toml";
export const PROBE = "downwhere-probe";
/** The probe before there is an aggregator that it could bind; see its wrangler.toml. */
export const FIRST_ENV = "first";
export const PLACED_ENVS = ["sam", "afr", "me"] as const;

export function planDeploy({ contactUrl, seedFile }: DeployOptions): Step[] {
  const contact = ["--var", `CONTACT_URL:${contactUrl}`];
  return [
    { title: "create the D1 database", args: ["d1", "create", DATABASE], unless: ["d1", "info", DATABASE] },
    {
      title: "create the queue of events",
      args: ["queues", "create", EVENTS_QUEUE],
      unless: ["queues", "info", EVENTS_QUEUE],
    },
    {
      title: "apply the migrations",
      args: ["d1", "migrations", "apply", DATABASE, "--remote", "--config", AGGREGATOR_CONFIG],
    },
    {
      title: "write the catalogue",
      args: ["d1", "execute", DATABASE, "--remote", "--yes", "--file", seedFile, "--config", AGGREGATOR_CONFIG],
    },
    {
      title: "deploy a probe that does nothing yet, for the aggregator to bind",
      args: ["deploy", "--config", PROBE_CONFIG, "--env", FIRST_ENV],
      unless: ["deployments", "list", "--name", PROBE],
    },
    {
      title: "deploy the aggregator (its KV namespace is made when it is missing)",
      args: ["deploy", "--config", AGGREGATOR_CONFIG, ...contact],
    },
    ...PLACED_ENVS.map((env) => ({
      title: `deploy the copy placed in ${env}`,
      args: ["deploy", "--config", PROBE_CONFIG, "--env", env, ...contact],
    })),
    {
      title: "deploy the probe, which begins to look within a minute",
      args: ["deploy", "--config", PROBE_CONFIG, "--env", "", ...contact],
    },
  ];
}

/** The services as SQL: what `npm start` writes, for the remote database. */
export function seedSql(services: readonly Service[], version: string): string {
  const rows = services.map(
    (service) =>
      `INSERT INTO services (id, simulated, source, body) VALUES (${quoted(service.id)}, 0, 'catalogue', ${quoted(JSON.stringify(service))});`,
  );
  return [
    "DELETE FROM services;",
    ...rows,
    `INSERT OR REPLACE INTO settings (key, value) VALUES ('services_version', ${quoted(version)});`,
    "",
  ].join("\n");
}

/** A text literal of SQL: the only character with a meaning is the quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
