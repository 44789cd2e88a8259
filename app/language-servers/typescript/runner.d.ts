/** What a program finds when it runs here, besides what browsers have. */

declare namespace Runner {
  interface Process {
    readonly argv: string[];
    readonly env: Record<string, string | undefined>;
    readonly platform: string;
    readonly version: string;
    readonly versions: { readonly node: string };
    cwd(): string;
    /** Ends the program at once. */
    exit(code?: number | string): never;
    /** The code with which the program ends, if nothing else ends it. */
    exitCode: number | undefined;
    readonly stdout: Output;
    readonly stderr: Output;
    readonly stdin: StandardInput;
    nextTick<Values extends unknown[]>(callback: (...values: Values) => void, ...values: Values): void;
    /** How long the program has been running, in seconds. */
    uptime(): number;
    readonly hrtime: { (since?: [number, number]): [number, number]; bigint(): bigint };
    memoryUsage(): { heapUsed: number; heapTotal: number; rss: number };
    on(event: string, listener: (...values: any[]) => void): Process;
    once(event: string, listener: (...values: any[]) => void): Process;
  }

  interface Output {
    write(text: string): boolean;
    readonly isTTY: boolean;
    readonly columns: number;
  }

  /** What people type, a line at a time; each has its line end. */
  interface StandardInput extends AsyncIterable<string> {
    readonly fd: number;
    readonly isTTY: boolean;
    on(event: "data", listener: (text: string) => void): this;
    on(event: "end" | "close", listener: () => void): this;
    once(event: "data", listener: (text: string) => void): this;
    once(event: "end" | "close", listener: () => void): this;
    off(event: string, listener: (...values: any[]) => void): this;
    setEncoding(encoding?: string): this;
    resume(): this;
    pause(): this;
    unref(): this;
  }

  interface InspectOptions {
    colors?: boolean;
    depth?: number | null;
    compact?: boolean | number;
    breakLength?: number;
    sorted?: boolean;
    showHidden?: boolean;
    customInspect?: boolean;
  }

  type Body = (...values: any[]) => unknown;

  interface Each {
    <Row extends unknown[] | [unknown]>(
      table: readonly Row[],
    ): (name: string, body: (...values: Row) => unknown, timeoutMs?: number) => void;
    <Value>(table: readonly Value[]): (name: string, body: (value: Value) => unknown, timeoutMs?: number) => void;
  }

  interface Declare {
    (name: string, body?: () => unknown, timeoutMs?: number): void;
  }

  interface DeclareEach extends Declare {
    readonly each: Each;
  }

  interface Test extends DeclareEach {
    readonly only: DeclareEach;
    readonly skip: DeclareEach;
    todo(name: string): void;
    skipIf(isSkipped: unknown): Declare;
    runIf(isRun: unknown): Declare;
  }

  interface Assertion<Result = void> {
    readonly not: Assertion<Result>;
    /** The assertions on what a promise resolves to. */
    readonly resolves: Assertion<Promise<void>>;
    /** The assertions on why a promise was rejected. */
    readonly rejects: Assertion<Promise<void>>;
    /** Begins an assertion in Chai's words. */
    readonly to: any;
    toBe(expected: unknown): Result;
    toEqual(expected: unknown): Result;
    toStrictEqual(expected: unknown): Result;
    toMatchObject(expected: object): Result;
    toMatch(expected: string | RegExp): Result;
    toContain(item: unknown): Result;
    toContainEqual(item: unknown): Result;
    toBeTruthy(): Result;
    toBeFalsy(): Result;
    toBeGreaterThan(number: number | bigint): Result;
    toBeGreaterThanOrEqual(number: number | bigint): Result;
    toBeLessThan(number: number | bigint): Result;
    toBeLessThanOrEqual(number: number | bigint): Result;
    toBeNaN(): Result;
    toBeUndefined(): Result;
    toBeNull(): Result;
    toBeNullable(): Result;
    toBeDefined(): Result;
    toBeTypeOf(
      type: "bigint" | "boolean" | "function" | "number" | "object" | "string" | "symbol" | "undefined",
    ): Result;
    toBeInstanceOf(constructor: unknown): Result;
    toBeCloseTo(number: number, digits?: number): Result;
    toHaveLength(length: number): Result;
    toHaveProperty(path: string | number | (string | number)[], value?: unknown): Result;
    toSatisfy(isWanted: (value: any) => boolean, message?: string): Result;
    toThrow(expected?: string | RegExp | Error | (abstract new (...values: any[]) => unknown)): Result;
    toThrowError(expected?: string | RegExp | Error | (abstract new (...values: any[]) => unknown)): Result;
    toHaveBeenCalled(): Result;
    toHaveBeenCalledOnce(): Result;
    toHaveBeenCalledTimes(times: number): Result;
    toHaveBeenCalledWith(...values: unknown[]): Result;
    toHaveBeenLastCalledWith(...values: unknown[]): Result;
    toHaveBeenNthCalledWith(nth: number, ...values: unknown[]): Result;
    toHaveBeenCalledExactlyOnceWith(...values: unknown[]): Result;
    toHaveBeenCalledBefore(other: Mock): Result;
    toHaveBeenCalledAfter(other: Mock): Result;
    toHaveReturned(): Result;
    toHaveReturnedTimes(times: number): Result;
    toHaveReturnedWith(value: unknown): Result;
    toHaveLastReturnedWith(value: unknown): Result;
    toHaveNthReturnedWith(nth: number, value: unknown): Result;
  }

  interface Matchers {
    stringContaining(text: string): any;
    stringMatching(pattern: string | RegExp): any;
    objectContaining(object: object): any;
    arrayContaining(items: readonly unknown[]): any;
    closeTo(number: number, digits?: number): any;
  }

  interface Expect extends Matchers {
    (value: unknown, message?: string): Assertion;
    readonly not: Matchers;
    anything(): any;
    any(constructor: unknown): any;
    extend(
      matchers: Record<string, (received: any, ...expected: any[]) => { pass: boolean; message: () => string }>,
    ): void;
  }

  interface Assert {
    (isTrue: unknown, message?: string): asserts isTrue;
    ok(value: unknown, message?: string): asserts value;
    isOk(value: unknown, message?: string): asserts value;
    isNotOk(value: unknown, message?: string): void;
    equal(actual: unknown, expected: unknown, message?: string): void;
    notEqual(actual: unknown, expected: unknown, message?: string): void;
    strictEqual<Value>(actual: unknown, expected: Value, message?: string): asserts actual is Value;
    notStrictEqual(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    notDeepEqual(actual: unknown, expected: unknown, message?: string): void;
    deepStrictEqual(actual: unknown, expected: unknown, message?: string): void;
    isTrue(value: unknown, message?: string): asserts value is true;
    isFalse(value: unknown, message?: string): asserts value is false;
    isNull(value: unknown, message?: string): asserts value is null;
    isNotNull(value: unknown, message?: string): void;
    isUndefined(value: unknown, message?: string): asserts value is undefined;
    isDefined(value: unknown, message?: string): void;
    isArray(value: unknown, message?: string): asserts value is unknown[];
    isString(value: unknown, message?: string): asserts value is string;
    isNumber(value: unknown, message?: string): asserts value is number;
    isAbove(value: number, limit: number, message?: string): void;
    isBelow(value: number, limit: number, message?: string): void;
    closeTo(actual: number, expected: number, delta: number, message?: string): void;
    lengthOf(value: { readonly length?: number; readonly size?: number }, length: number, message?: string): void;
    include(whole: unknown, part: unknown, message?: string): void;
    notInclude(whole: unknown, part: unknown, message?: string): void;
    match(text: string, pattern: RegExp, message?: string): void;
    instanceOf(value: unknown, constructor: unknown, message?: string): void;
    typeOf(value: unknown, type: string, message?: string): void;
    throws(body: () => unknown, expected?: unknown, message?: string): void;
    doesNotThrow(body: () => unknown, message?: string): void;
    fail(message?: string): never;
  }

  type MockResult<Value> = { type: "return"; value: Value } | { type: "throw"; value: any };

  interface Mock<Function extends Body = Body> {
    (...values: Parameters<Function>): ReturnType<Function>;
    new (...values: Parameters<Function>): ReturnType<Function>;
    readonly mock: {
      readonly calls: Parameters<Function>[];
      readonly lastCall: Parameters<Function> | undefined;
      readonly results: MockResult<ReturnType<Function>>[];
      readonly instances: any[];
      readonly invocationCallOrder: number[];
    };
    mockClear(): this;
    mockReset(): this;
    mockRestore(): void;
    mockName(name: string): this;
    getMockName(): string;
    getMockImplementation(): Function | undefined;
    mockImplementation(implementation: Function): this;
    mockImplementationOnce(implementation: Function): this;
    mockReturnValue(value: ReturnType<Function>): this;
    mockReturnValueOnce(value: ReturnType<Function>): this;
    mockResolvedValue(value: Awaited<ReturnType<Function>>): this;
    mockResolvedValueOnce(value: Awaited<ReturnType<Function>>): this;
    mockRejectedValue(error: unknown): this;
    mockRejectedValueOnce(error: unknown): this;
  }

  interface Mocking {
    /** A function that remembers how it was called. */
    fn<Function extends Body = Body>(implementation?: Function): Mock<Function>;
    /** Watches the calls of a method, which does what it did. */
    spyOn<Owner, Name extends keyof Owner>(
      owner: Owner,
      name: Name,
    ): Mock<Owner[Name] extends Body ? Owner[Name] : Body>;
  }
}

declare var process: Runner.Process;
declare var global: typeof globalThis;

declare var require: (name: string) => any;
declare var module: { exports: any };
declare var exports: any;
declare var __filename: string;
declare var __dirname: string;

/** Asks whoever runs the program for a line; null at the end of the input. */
declare function prompt(question?: unknown): Promise<string | null>;
declare function setImmediate<Values extends unknown[]>(
  callback: (...values: Values) => void,
  ...values: Values
): number;
declare function clearImmediate(id: number | undefined): void;

/** A test: its name, and what throws if it fails. */
declare var test: Runner.Test;
/** A test: its name, and what throws if it fails. */
declare var it: Runner.Test;
/** Tests that belong together. */
declare var describe: Runner.Test;
/** Tests that belong together. */
declare var suite: Runner.Test;
declare function beforeAll(body: () => unknown): void;
declare function afterAll(body: () => unknown): void;
declare function beforeEach(body: () => unknown): void;
declare function afterEach(body: () => unknown): void;
declare function before(body: () => unknown): void;
declare function after(body: () => unknown): void;
declare var expect: Runner.Expect;
declare var assert: Runner.Assert;
declare var vi: Runner.Mocking;
declare var jest: Runner.Mocking;

/** JSX without a library whose types would say more. */
declare namespace JSX {
  type Element = any;
  interface IntrinsicElements {
    [name: string]: any;
  }
}

declare module "util" {
  export function inspect(value: unknown, options?: Runner.InspectOptions): string;
  export function format(format?: unknown, ...values: unknown[]): string;
  export function formatWithOptions(options: Runner.InspectOptions, format?: unknown, ...values: unknown[]): string;
}

declare module "process" {
  const process: Runner.Process;
  export = process;
}

declare module "readline" {
  export class Interface implements AsyncIterable<string> {
    on(event: "line", listener: (line: string) => void): this;
    on(event: "close", listener: () => void): this;
    once(event: "line", listener: (line: string) => void): this;
    once(event: "close", listener: () => void): this;
    off(event: string, listener: (...values: any[]) => void): this;
    setPrompt(prompt: string): void;
    prompt(): void;
    question(query: string, callback: (answer: string) => void): void;
    question(query: string, options: object, callback: (answer: string) => void): void;
    close(): void;
    pause(): this;
    resume(): this;
    [Symbol.asyncIterator](): AsyncGenerator<string>;
  }
  export function createInterface(...options: any[]): Interface;
  export * as promises from "readline/promises";
}

declare module "readline/promises" {
  import { Interface as Callbacks } from "readline";
  export interface Interface extends Omit<Callbacks, "question"> {
    question(query: string, options?: object): Promise<string>;
    [Symbol.asyncIterator](): AsyncGenerator<string>;
  }
  export function createInterface(...options: any[]): Interface;
}

declare module "fs" {
  /** The text of one of the session's files. */
  export function readFileSync(path: string, options?: unknown): string;
  /** Whether the session has such a file. */
  export function existsSync(path: string): boolean;
  /** The paths of all files of the session. */
  export function readdirSync(path?: string): string[];
  export const promises: { readFile(path: string, options?: unknown): Promise<string> };
}

declare module "assert" {
  const assert: Runner.Assert;
  export = assert;
}

declare module "vitest" {
  export const test: Runner.Test;
  export const it: Runner.Test;
  export const describe: Runner.Test;
  export const suite: Runner.Test;
  export function beforeAll(body: () => unknown): void;
  export function afterAll(body: () => unknown): void;
  export function beforeEach(body: () => unknown): void;
  export function afterEach(body: () => unknown): void;
  export function before(body: () => unknown): void;
  export function after(body: () => unknown): void;
  export const expect: Runner.Expect;
  export const assert: Runner.Assert;
  export const vi: Runner.Mocking;
  export const jest: Runner.Mocking;
}

declare module "@jest/globals" {
  export * from "vitest";
}
declare module "test" {
  export * from "vitest";
}
declare module "node:util" {
  export * from "util";
}
declare module "node:process" {
  const process: Runner.Process;
  export = process;
}
declare module "node:readline" {
  export * from "readline";
}
declare module "node:readline/promises" {
  export * from "readline/promises";
}
declare module "node:fs" {
  export * from "fs";
}
declare module "node:assert" {
  const assert: Runner.Assert;
  export = assert;
}
declare module "node:test" {
  export * from "vitest";
}
