import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";

/**
 * A vendor's server on this machine, for tests that run in workerd: `PUT /NAME` sets what `GET /NAME` answers (a status and a
 * body), with an entity tag, and `GET /NAME?count` tells how often it was read and how often nothing was new.
 */

declare module "vitest" {
  interface ProvidedContext {
    readonly vendorOrigin: string;
  }
}

type Page = { status: number; body: string; version: number; read: number; unchanged: number };

export default async function setup(project: TestProject): Promise<() => void> {
  const pages = new Map<string, Page>();
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://vendor");
    const page = pages.get(pathname);
    if (request.method === "PUT") {
      let text = "";
      for await (const chunk of request) text += String(chunk);
      const { status, body } = JSON.parse(text) as { status: number; body: string };
      pages.set(pathname, {
        status,
        body,
        version: (page?.version ?? 0) + 1,
        read: page?.read ?? 0,
        unchanged: page?.unchanged ?? 0,
      });
      response.writeHead(204).end();
    } else if (page === undefined) response.writeHead(404).end();
    else if (searchParams.has("count")) response.end(JSON.stringify({ read: page.read, unchanged: page.unchanged }));
    else if (page.status !== 200) response.writeHead(page.status).end();
    else {
      const etag = `"${page.version}"`;
      const isKnown = request.headers["if-none-match"] === etag;
      page.read++;
      if (isKnown) page.unchanged++;
      response.writeHead(isKnown ? 304 : 200, { etag }).end(isKnown ? undefined : page.body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  project.provide("vendorOrigin", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
