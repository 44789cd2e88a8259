import base from "./playwright.config.ts";
export default { ...base, workers: 2, expect: { timeout: 60_000 }, use: { ...base.use, actionTimeout: 60_000 } };
