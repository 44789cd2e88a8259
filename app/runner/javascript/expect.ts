/** Vitest's `expect`, put together outside of Vitest. */
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  ChaiStyleAssertions,
  customMatchers,
  getState,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from "@vitest/expect";
import { fn, spyOn } from "@vitest/spy";

type Globals = Record<PropertyKey, object>;

export function makeExpect() {
  chai.use(JestExtend);
  chai.use(JestChaiExpect);
  chai.use(ChaiStyleAssertions);
  chai.use(JestAsymmetricMatchers);
  const own = chai.expect as unknown as { extend(expect: object, matchers: object): void };
  const globals = globalThis as unknown as Globals;
  const expect = ((value: unknown, message?: string) => {
    setState({ assertionCalls: getState(expect).assertionCalls + 1 }, expect);
    return chai.expect(value, message);
  }) as unknown as Parameters<typeof getState>[0] & { extend(matchers: object): void };
  Object.assign(expect, chai.expect, globals[ASYMMETRIC_MATCHERS_OBJECT]);
  globals[GLOBAL_EXPECT] = expect;
  setState({ assertionCalls: 0, isExpectingAssertions: false, expectedAssertionsNumber: null }, expect);
  expect.extend = (matchers) => own.extend(expect, matchers);
  expect.extend(customMatchers);
  return { expect, assert: chai.assert, vi: { fn, spyOn }, jest: { fn, spyOn } };
}
