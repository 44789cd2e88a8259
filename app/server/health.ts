import { type RequestHandler, Router } from "express";
import { sql } from "kysely";
import type { Database } from "../../db/client.ts";

/** Whether Postgres answers; those who ask while an answer is on its way get the same one. */
export function postgresProbe(db: Database): () => Promise<boolean> {
  let asking: Promise<boolean> | undefined;
  const ask = () =>
    sql`select 1`.execute(db).then(
      () => true,
      () => false,
    );
  return () => (asking ??= ask().finally(() => (asking = undefined)));
}

/** `/healthz`: the process lives. `/readyz`: requests may be sent here. */
export function healthAnswers({
  postgresAnswers,
  isDraining,
}: {
  postgresAnswers: () => Promise<boolean>;
  isDraining: () => boolean;
}): RequestHandler {
  const router = Router();
  const uncached: RequestHandler = (_request, response, next) => {
    response.set("Cache-Control", "no-store").type("text");
    next();
  };
  router.get("/healthz", uncached, (_request, response) => void response.send("ok"));
  router.get("/readyz", uncached, async (_request, response) => {
    const isReady = (await postgresAnswers()) && !isDraining();
    const why = isDraining() ? "draining" : "Postgres does not answer";
    response.status(isReady ? 200 : 503).send(isReady ? "ready" : why);
  });
  return router;
}
