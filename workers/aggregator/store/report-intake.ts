import type { Commit, Commits, Marks } from "../reports/hand-over.ts";
import type { KeptKey } from "../reports/reporters.ts";

/**
 * What an intake of reports keeps in its own SQLite: commits, each of what was acknowledged together; up to which of them
 * each target has taken; and the key that reporters are named with. No address ever comes here.
 */

export type ReportIntakeStore = Commits & {
  commit(at: number, commit: Commit): void;
  /** Deletes what is older and handed over; answers when the oldest that is left was made. */
  forget(options: { before: number; handed: number }): number | null;
  keys(): KeptKey[];
  setKeys(keys: readonly KeptKey[]): void;
  /** Which intake this is, for good: another name for another life of its storage. */
  lifeName(make: () => string): string;
};

type Fact = "marks" | "keys" | "life";

export function createReportIntakeStore(sql: SqlStorage): ReportIntakeStore {
  sql.exec(
    "CREATE TABLE IF NOT EXISTS commits (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, body TEXT NOT NULL)",
  );
  sql.exec("CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID");
  // Facts and commits are written here and by nothing else.
  const fact = <T>(name: Fact): T | null => {
    const [row] = sql.exec<{ body: string }>("SELECT body FROM facts WHERE name = ?", name).toArray();
    return row === undefined ? null : (JSON.parse(row.body) as T);
  };
  const setFact = (name: Fact, body: unknown) => {
    sql.exec("INSERT OR REPLACE INTO facts (name, body) VALUES (?, ?)", name, JSON.stringify(body));
  };
  return {
    commit: (at, commit) => {
      sql.exec("INSERT INTO commits (at, body) VALUES (?, ?)", at, JSON.stringify(commit));
    },
    commitsAfter: (id, limit) =>
      sql
        .exec<{ id: number; at: number; body: string }>(
          "SELECT id, at, body FROM commits WHERE id > ? ORDER BY id LIMIT ?",
          id,
          limit,
        )
        .toArray()
        .map(({ body, ...rest }) => ({ ...rest, commit: JSON.parse(body) as Commit })),
    forget({ before, handed }) {
      sql.exec("DELETE FROM commits WHERE at < ? AND id <= ?", before, handed);
      return sql.exec<{ at: number | null }>("SELECT min(at) AS at FROM commits").one().at;
    },
    marks: () => fact<Marks>("marks") ?? { all: 0, of: {} },
    setMarks: (marks) => setFact("marks", marks),
    keys: () =>
      (fact<{ madeAt: number; bytes: number[] }[]>("keys") ?? []).map(({ madeAt, bytes }) => ({
        madeAt,
        bytes: new Uint8Array(bytes),
      })),
    setKeys: (keys) =>
      setFact(
        "keys",
        keys.map(({ madeAt, bytes }) => ({ madeAt, bytes: [...bytes] })),
      ),
    lifeName(make) {
      const known = fact<string>("life") ?? make();
      setFact("life", known);
      return known;
    },
  };
}
