import { expect, test } from "vitest";
import { Audience } from "../../collab/nodes/audience.ts";

const listening = () => {
  const audience = new Audience();
  audience.listen();
  return audience;
};

test("P2 a node is alone with a document once a message of its own has reached nobody else", async () => {
  const audience = listening();
  expect(audience.isEmpty).toBe(false);
  await audience.count(() => Promise.resolve(2));
  expect(audience.isEmpty).toBe(false);
  await audience.count(() => Promise.resolve(1));
  expect(audience.isEmpty).toBe(true);
});

test("P2 whoever is heard is there, though a count that was begun before comes later", async () => {
  const audience = listening();
  const counted = audience.count(() => Promise.resolve(1));
  audience.heard();
  expect(await counted).toBe(1);
  expect(audience.isEmpty).toBe(false);
});

test("P2 a node that does not listen takes nobody's count for its own", async () => {
  const audience = new Audience();
  const before = audience.count(() => Promise.resolve(1));
  audience.listen();
  await before;
  expect(audience.isEmpty).toBe(false);
  const meanwhile = audience.count(() => Promise.resolve(1));
  audience.lose();
  audience.listen();
  await meanwhile;
  expect(audience.isEmpty).toBe(false);
});

test("P2 a node that was alone is not sure of it once its connection is lost, or a message failed", async () => {
  const audience = listening();
  await audience.count(() => Promise.resolve(1));
  audience.lose();
  expect(audience.isEmpty).toBe(false);
  audience.listen();
  await audience.count(() => Promise.resolve(1));
  expect(audience.isEmpty).toBe(true);
  await audience.count(() => Promise.resolve(0));
  expect(audience.isEmpty).toBe(false);
});
