import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { cpuMs, percentile } from "./measure.ts";
import type { Scenario } from "./scenario.ts";

const PEOPLE = 10;
const PAUSE_MS = 20;

export const chat: Scenario = {
  name: "chat",
  title: "From sending a message (POST to the web process) until another person's page has it",
  async run({ stack, people, tandem, quick }) {
    const sessionId = await tandem.newDocument();
    const pages = Array.from({ length: PEOPLE }, (_, seat) => tandem.open(sessionId, seat));
    await Promise.all(pages.map(({ synced }) => synced));
    const ages: number[] = [];
    const answers: number[] = [];
    const sentAt = new Map<string, number>();
    for (const [seat, { provider }] of pages.entries()) {
      provider.on("stateless", ({ payload }: { payload: string }) => {
        const event = JSON.parse(payload) as { type: string; message?: { id: string; userId: string } };
        const at = sentAt.get(event.message?.id ?? "");
        if (at !== undefined && event.message?.userId !== people[seat]?.user.id) ages.push(performance.now() - at);
      });
    }
    const count = quick ? 50 : 300;
    const servers = [stack.web, stack.collab];
    const before = cpuMs(servers);
    for (let i = 0; i < count; i++) {
      const id = randomUUID();
      sentAt.set(id, performance.now());
      const { status } = await fetch(`${stack.origin}/api/sessions/${sessionId}/messages`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie: people[i % PEOPLE]?.cookie ?? "" },
        body: JSON.stringify({ id, body: "A line of chat, about as long as people write." }),
      });
      if (status !== 201) throw new Error(`A message was answered with ${status}.`);
      answers.push(performance.now() - (sentAt.get(id) ?? 0));
      await sleep(PAUSE_MS);
    }
    const serverMs = cpuMs(servers) - before;
    for (const page of pages) page[Symbol.dispose]();
    const expected = count * (PEOPLE - 1);
    return [
      {
        people: PEOPLE,
        messages: count,
        "p50 ms": percentile(ages, 0.5),
        "p95 ms": percentile(ages, 0.95),
        "p50 ms of the answer": percentile(answers, 0.5),
        "web and collab CPU ms a message": serverMs / count,
        missing: expected - ages.length,
      },
    ];
  },
};
