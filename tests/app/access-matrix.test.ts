import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { sql } from "kysely";
import { expect } from "vitest";
import { acceptInvite, createInvite } from "../../db/invites.ts";
import { removeParticipant } from "../../db/participants.ts";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { addFinding } from "../../db/findings.ts";
import { beginReview } from "../../db/reviews.ts";
import { addMessage } from "../../db/messages.ts";
import { beginRun } from "../../db/runs.ts";
import { deleteSession } from "../../db/sessions.ts";
import { root } from "../support/root.ts";
import { newId } from "../support/person.ts";
import { stackTest } from "../support/stack-test.ts";
import type { Person } from "../support/stack.ts";
import { type Kind, kinds, people, type Row, rows, type Who } from "./access-rows.ts";
import { ask } from "./asking.ts";

/** To whom a session is not there: nobody is sent to sign in, all others learn nothing. */
const strangers = (address: string) => `${address.startsWith("/api/") ? 401 : 302} 404 404 404 404`;

type World = { persons: Record<Who, Person | undefined>; ids: Record<string, string> };

const isText = (value: unknown) => typeof value === "string";
const FORM = "application/x-www-form-urlencoded";

const test = stackTest({ env: { REQUESTS_A_SECOND: "100000" } })
  /** A running review of a session's file, with a finding. */
  .extend("makeReview", { scope: "file" }, ({ stack }) => async (sessionId: string, { user }: Person) => {
    const stored = await findDocument(stack.db, sessionId);
    const file = stored && decodeFiles(stored)[0]?.id;
    if (!file) throw new Error("The session has no file.");
    const begun = await beginReview(stack.db, user, {
      source: "model",
      model: "m",
      path: "main.ts",
      language: "typescript",
      session: { id: sessionId, fileId: file },
    });
    if ("refusal" in begun) throw new Error(begun.refusal);
    const text = {
      severity: "info",
      title: "t",
      message: "m",
      startLine: 1,
      endLine: 1,
      quote: "x",
      replacement: "y",
      anchor: { start: {}, end: {} },
    } as const;
    const finding = await addFinding(stack.db, { id: begun.id, sessionId, fileId: file }, text);
    return { file, review: begun.id, finding: finding?.id ?? "" };
  })
  .extend("makeRun", { scope: "file" }, ({ stack }) => async (sessionId: string, { user }: Person) => {
    const id = newId();
    const file = { fileId: "f", path: "main.py", codeHash: "" };
    await beginRun(stack.db, { id, sessionId, userId: user.id, kind: "run", runner: "python", ...file });
    // It is not found to be silent meanwhile.
    await stack.db.updateTable("runs").set({ seen_at: "2100-01-01" }).where("id", "=", id).execute();
    return id;
  })
  /** Everything that the database holds, but who is connected. */
  .extend("everything", { scope: "file" }, ({ stack }) => async (): Promise<string> => {
    const tables = [
      "users",
      "sign_ins",
      "code_sessions",
      "participants",
      "invites",
      "documents",
      "chat_messages",
      "reviews",
      "findings",
      "runs",
      "run_outputs",
    ];
    const hashes = tables.map(
      (name) => sql`(select md5(coalesce(string_agg(t::text, '' order by t::text), '')) from ${sql.table(name)} t)`,
    );
    const { rows: found } = await sql<{ hash: string }>`select concat(${sql.join(hashes)}) as hash`.execute(stack.db);
    return found[0]?.hash ?? "";
  })
  /** People and a session of that kind, made anew; nothing else is there. */
  .extend("makeWorld", { scope: "file" }, ({ stack, makeReview, makeRun }) => async (kind: Kind): Promise<World> => {
    await sql`truncate users cascade`.execute(stack.db);
    const [outsider, viewer, editor, owner, other, removed, stranger] = (await Promise.all(
      ["Outsider", "Viewer", "Editor", "Owner", "Other", "Removed", "Stranger"].map((name) => stack.signUp(name)),
    )) as [Person, Person, Person, Person, Person, Person, Person];
    const invite = (sessionId: string, { user }: Person, role: "viewer" | "editor" = "viewer") =>
      createInvite(stack.db, { sessionId, createdBy: user.id, role });
    const join = async (sessionId: string, who: Person, role: "viewer" | "editor") =>
      acceptInvite(stack.db, (await invite(sessionId, owner, role)).token, who.user);

    const foreign = await stack.newSession(stranger.user, { visibility: "private" });
    const foreignInvite = await invite(foreign, stranger);
    const session =
      kind === "other's"
        ? foreign
        : await stack.newSession(owner.user, { visibility: "private", content: "var x = 1;\n" });
    const made = kind === "other's" ? foreignInvite : await invite(session, owner);
    if (kind !== "other's") {
      await join(session, viewer, "viewer");
      await join(session, editor, "editor");
      await join(session, other, "viewer");
      await join(session, removed, "editor");
      await removeParticipant(stack.db, session, removed.user.id);
    }
    const [reviewed, foreignReviewed] = [
      await makeReview(session, kind === "other's" ? stranger : owner),
      kind === "other's" ? undefined : await makeReview(foreign, stranger),
    ];
    const [run, foreignRun] = [
      await makeRun(session, kind === "other's" ? stranger : editor),
      await makeRun(foreign, stranger),
    ];
    if (kind === "deleted") await deleteSession(stack.db, owner.user.id, session);
    const say = async (sessionId: string, { user }: Person) =>
      (await addMessage(stack.db, { id: newId(), sessionId, userId: user.id, body: "Hello" }))?.message.id ?? "";
    const [message, foreignMessage] = [
      await say(session, kind === "other's" ? stranger : owner),
      await say(foreign, stranger),
    ];
    return {
      persons: { nobody: undefined, outsider, viewer, editor, owner },
      ids: {
        session: kind === "malformed" ? "not-a-uuid" : session,
        token: kind === "malformed" ? "not-a-token" : made.token,
        invite: made.id,
        foreignInvite: foreignInvite.id,
        other: other.user.id,
        removed: removed.user.id,
        stranger: stranger.user.id,
        ...reviewed,
        message,
        foreignMessage,
        run,
        foreignRun,
        foreignReview: foreignReviewed?.review ?? newId(),
        foreignFinding: foreignReviewed?.finding ?? newId(),
      },
    };
  })
  /** A world of that kind in which nothing has happened yet: the last one, as long as that is true of it. */
  .extend("freshWorld", { scope: "file" }, ({ makeWorld, everything }) => {
    let last: { kind: Kind; world: World; before: string } | undefined;
    return async (kind: Kind) => {
      if (last?.kind !== kind || last.before !== (await everything())) {
        const world = await makeWorld(kind);
        last = { kind, world, before: await everything() };
      }
      return last;
    };
  })
  .extend(
    "send",
    { scope: "file" },
    ({ stack }) =>
      (
        [, method, address, , body]: Row,
        { persons, ids }: World,
        who: Who,
        headers?: Record<string, string>,
        isData = false,
      ) => {
        const as = persons[who];
        const fill = (text: string) =>
          text.replace(/:([a-z]+)/gi, (_, name: string) =>
            name === "new" ? newId() : name === "self" ? (as?.user.id ?? newId()) : (ids[name] ?? name),
          );
        const [pathname = "", query = ""] = fill(address).split("?");
        const target = isData ? `${pathname === "/" ? "/_root" : pathname}.data?${query}` : fill(address);
        const filled = body && Object.entries(body).map(([name, value]) => [name, isText(value) ? fill(value) : value]);
        const fields = filled && (Object.fromEntries(filled) as Record<string, unknown>);
        if (!fields || address.startsWith("/api/")) return ask(stack, method, target, { as, body: fields, headers });
        return ask(stack, method, target, {
          as,
          raw: new URLSearchParams(fields as Record<string, string>).toString(),
          headers: { "content-type": FORM, ...(headers ?? { origin: stack.origin }) },
        });
      },
  );

const concerns = ([, , address, , body]: Row, kind: Kind) =>
  kind === "own" || /:(session|token)/.test(address + JSON.stringify(body ?? ""));

/** One kind after the other, and within one what changes nothing first: few worlds have to be made then. */
const cases = kinds.flatMap((kind) =>
  rows
    .filter((row) => concerns(row, kind))
    .toSorted(([, one], [, other]) => Number(one !== "GET") - Number(other !== "GET"))
    .map((row) => [row[1], row[2], String(row[4]?.intent ?? ""), kind, row] as const),
);

test.for(cases)(
  "P3 P4 %s %s %s answers everybody as it should, and a refusal changes nothing (%s session)",
  async ([_method, address, _intent, kind, row], { freshWorld, everything, send }) => {
    const [, , , own, , others = {}] = row;
    const { world, ...made } = await freshWorld(kind);
    const answers: number[] = [];
    let { before } = made;
    for (const who of people) {
      const { status } = await send(row, world, who);
      answers.push(status);
      const after = await everything();
      if (status >= 400) expect(after, who).toBe(before);
      before = after;
    }
    expect(answers.join(" ")).toBe(kind === "own" ? own : (others[kind] ?? strangers(address)));
  },
);

test.for(cases.filter(([method, , , kind]) => method !== "GET" && kind === "own"))(
  "P7 %s %s %s from a page of another origin gets 403 and changes nothing",
  async ([_method, address, _intent, _kind, row], { stack, freshWorld, everything, send }) => {
    const { world, before } = await freshWorld("own");
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: `${stack.origin}.evil.example` },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of foreign) {
      for (const isData of address.startsWith("/api/") ? [false] : [false, true]) {
        expect((await send(row, world, "owner", headers, isData)).status, JSON.stringify(headers)).toBe(403);
      }
    }
    expect(await everything()).toBe(before);
  },
);

test("P3 every route has its row, for every method that it takes", () => {
  const folder = path.join(root, "app/routes");
  const expected = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = entry.isDirectory() ? path.join(folder, entry.name, "route.tsx") : path.join(folder, entry.name);
    const source = readFileSync(file, "utf8");
    const handled = [...source.matchAll(/^ {2}async (GET|POST|PATCH|DELETE)\(/gm)].map(([, method]) => method);
    const written = [
      /^export (default|.*\bloader\b)/m.test(source) && "GET",
      /^export .*\baction\b/m.test(source) && "POST",
    ].filter(Boolean);
    return (handled.length > 0 ? handled : written).map((method) => `${entry.name.replace(/\.tsx?$/, "")} ${method}`);
  });
  expect(expected.length).toBeGreaterThan(30);
  expect([...new Set(rows.map(([route, method]) => `${route} ${method}`))].sort()).toEqual(expected.sort());
});
