import { expect, test } from "vitest";
import { connect } from "../support/connection.ts";
import { readMetric } from "../support/metrics.ts";
import { startStack } from "../support/stack.ts";
import { until } from "../support/until.ts";

test("with LOG=collab each frame is written down by kind and size, without what is in it, and counted", async () => {
  await using stack = await startStack({ web: false, env: { LOG: "collab", LOG_LEVEL: "info" } });
  const ada = await stack.signUp("Ada");
  const sessionId = await stack.newSession(ada.user, { content: "" });
  using page = connect(stack.collabOrigin, sessionId, { ...ada, page: stack.origin });
  await page.synced;
  page.text().insert(0, "a secret of mine");
  await page.durable();
  const frames = () =>
    stack.collab
      .output()
      .split("\n")
      .slice(0, -1)
      .filter((line) => line.includes('"frame"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  // What the process has written is read here a moment later.
  await until(() => frames().some((line) => line.direction === "out" && line.kind === "Stateless"));
  for (const [direction, kind] of [
    ["in", "Sync"],
    ["in", "Stateless"],
    ["out", "SyncStatus"],
    ["out", "Stateless"],
  ]) {
    expect(frames()).toContainEqual(
      expect.objectContaining({ direction, kind, sessionId, bytes: expect.any(Number) as unknown }),
    );
  }
  expect(stack.collab.output()).not.toContain("secret of mine");
  for (const direction of ["in", "out"]) {
    expect(await readMetric(stack.collabOrigin, `tandem_frames_total{direction="${direction}"}`)).toBeGreaterThan(1);
    expect(await readMetric(stack.collabOrigin, `tandem_frame_bytes_total{direction="${direction}"}`)).toBeGreaterThan(
      20,
    );
  }
});
