import { test as base, type BrowserContextOptions, expect, type Page } from "playwright/test";
import { browserOf, caretTo, enter, takeFaults } from "./browser.ts";
import { startGitHub } from "./github-stand-in.ts";
import { type Link, openLink } from "./link.ts";
import { type OpenAIStandIn, startOpenAI } from "./openai-stand-in.ts";
import type { SessionWish } from "./person.ts";
import { type Person, type Stack, startStack } from "./stack.ts";

type Opened = Awaited<ReturnType<typeof browserOf>>;
type GitHubStandIn = Awaited<ReturnType<typeof startGitHub>>;

type Neighbours = { openAI: OpenAIStandIn; gitHub: GitHubStandIn; postgres: Link };

type OfAWorker = {
  /** What stands around the stack. */
  neighbours: Neighbours;
  stack: Stack;
};

type OfATest = {
  noPagesLeft: undefined;
  /** The wire between the stack and Postgres. */
  postgres: Link;
  /** The wire between browsers and the web process. */
  front: Link;
  ai: OpenAIStandIn;
  gitHub: GitHubStandIn;
  ada: Person;
  grace: Person;
  /** A page of the site in a browser of its own: nobody's, or one in which somebody is signed in. */
  open: (path: string, options?: BrowserContextOptions & { as?: Person }) => Promise<Opened>;
  /** A browser of somebody in a session, whose text can be written in. */
  visit: (person: Person, sessionId: string, options?: BrowserContextOptions) => Promise<Opened>;
  /** As `visit`, with the caret at the end of the text. */
  visitAtEnd: OfATest["visit"];
  /** Two people in a session of the first's, each in a browser of their own: Ada and Grace, unless told. */
  two: (wish?: SessionWish & { people?: [owner: Person, other: Person] }) => Promise<Pair>;
};
export type Pair = { sessionId: string; a: Page; b: Page; complaints: [string[], string[]] };

const GITHUB = { id: "tandem", secret: "hush" };

/**
 * Playwright's `test`, with what tests of pages need. What a worker starts it keeps for all of its files, and one
 * stack is right for nearly all of them; so no file adds a worker's fixture of its own but where it needs another kind
 * of stack. Tests have it to themselves while they run, and leave it running as they found it: wires are mended, and
 * pages are closed, which would go on together and take the machine's time. What a console said fails its test.
 * Limits are counted by person, and the people of a test are new.
 */
export const test = base.extend<OfATest, OfAWorker>({
  neighbours: [
    // Playwright reads from the pattern what a fixture is made of: here it is nothing.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await using openAI = await startOpenAI();
      await using gitHub = await startGitHub(GITHUB);
      using postgres = await openLink(process.env.TEST_POSTGRES ?? "");
      await use({ openAI, gitHub, postgres });
    },
    { scope: "worker" },
  ],
  stack: [
    async ({ neighbours: { openAI, gitHub, postgres } }, use) => {
      const env = {
        ...openAI.env,
        GITHUB_CLIENT_ID: GITHUB.id,
        GITHUB_CLIENT_SECRET: GITHUB.secret,
        GITHUB_URL: gitHub.url,
      };
      await using stack = await startStack({ link: postgres, front: true, env });
      await use(stack);
    },
    { scope: "worker" },
  ],

  noPagesLeft: [
    async ({ browser }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
      expect(takeFaults(), "what the console said").toEqual([]);
    },
    { auto: true },
  ],
  async postgres({ neighbours: { postgres } }, use) {
    await use(postgres);
    postgres.mend();
  },
  async front({ stack }, use) {
    if (!stack.front) throw new Error("This stack has no wire to browsers.");
    await use(stack.front);
    stack.front.mend();
  },
  async ai({ neighbours: { openAI } }, use) {
    openAI.behave("good", []);
    await use(openAI);
  },
  async gitHub({ neighbours: { gitHub } }, use) {
    gitHub.behave("well");
    await use(gitHub);
  },
  ada: async ({ stack }, use) => use(await stack.signUp("Ada")),
  grace: async ({ stack }, use) => use(await stack.signUp("Grace")),
  open: ({ browser, stack }, use) =>
    use(async (path, { as, ...options } = {}) => {
      const opened = await browserOf(browser, stack, as, options);
      await opened.page.goto(stack.origin + path);
      return opened;
    }),
  visit: ({ browser, stack }, use) =>
    use(async (person, sessionId, options) => {
      const opened = await browserOf(browser, stack, person, options);
      await enter(opened.page, stack, sessionId);
      return opened;
    }),
  visitAtEnd: ({ visit }, use) =>
    use(async (...where) => {
      const opened = await visit(...where);
      await caretTo(opened.page, "Control+End");
      return opened;
    }),
  two: ({ stack, ada, grace, visit }, use) =>
    use(async ({ people: [owner, other] = [ada, grace], ...wish } = {}) => {
      const sessionId = await stack.newSession(owner.user, { title: "Pairing", content: "one\ntwo\n", ...wish });
      const [a, b] = await Promise.all([visit(owner, sessionId), visit(other, sessionId)]);
      return { sessionId, a: a.page, b: b.page, complaints: [a.complaints, b.complaints] };
    }),
});
