import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "playwright/test";
import { type Theme, themes } from "../../app/ui/theme.ts";

/** What is different from theme to theme: the rest of a page is the same in each. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * What axe finds in parts of Monaco that only Monaco can mend: the rule, the part, and the issue upstream. Whatever is
 * not here is ours.
 */
const MONACO_FAULTS: { rule: string; within: string; issue: string }[] = [];

type Wish = {
  /** A selector of what is not looked at. */
  except?: string;
  /** Those of axe's rules that are asked; all, unless told. */
  rules?: string[];
};

/**
 * What axe finds on a page. In the mode for one frame, which is all that our pages have: the other one opens a page
 * more for each look, and takes half as long again.
 */
export async function violationsOf(page: Page, { except, rules }: Wish = {}) {
  // Nothing is looked at half-way: the name at somebody's caret has less contrast while it fades.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.evaluate(() => {
    // To wait for them may take for ever: a browser draws no page for which it has no reason to.
    for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
  });
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (except) axe.exclude(except);
  if (rules) axe.withRules(rules);
  return (await axe.analyze()).violations;
}

/** The themes that a page is shown in; `system` is one of them. */
const shownThemes = themes.filter((theme) => theme !== "system");
type ShownTheme = Exclude<Theme, "system">;

/** What Monaco calls the theme that each is made of. */
const ofMonaco: Record<ShownTheme, string> = {
  light: "vs",
  dark: "vs-dark",
  "high-contrast": "hc-black",
  "high-contrast-light": "hc-light",
};

/** Shows a page in another theme as it is, with whatever is open on it. */
async function showTheme(page: Page, theme: ShownTheme) {
  await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
  const editor = page.locator(".monaco-editor").first();
  if (await editor.count()) await expect(editor).toHaveClass(new RegExp(`(^| )${ofMonaco[theme]}( |$)`));
}

/**
 * What axe finds on a page as it is in each theme: everything in the light one, what has to do with colours in the
 * others. The page is light again when this resolves.
 */
export async function violationsInEachTheme(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const theme of [...shownThemes.filter((each) => each !== "light"), "light"] as const) {
    await showTheme(page, theme);
    for (const { id, nodes } of await violationsOf(page, theme === "light" ? {} : { rules: OF_COLOURS }))
      for (const { html, target, failureSummary } of nodes)
        if (!(await isMonacosFault(page, id, target.at(-1))))
          found.push(`${theme} ${id}: ${html.slice(0, 160)}: ${failureSummary}`);
  }
  return found;
}

/** `target`: axe's selector of an element, or of the shadow roots around it and of itself. */
async function isMonacosFault(page: Page, rule: string, target: string | string[] | undefined): Promise<boolean> {
  const selector = Array.isArray(target) ? target.join(" ") : target;
  const parts = MONACO_FAULTS.filter((fault) => fault.rule === rule).map(({ within }) => within);
  if (!selector || parts.length === 0) return false;
  return page
    .locator(selector)
    .first()
    .evaluate((element, within) => element.closest(within) !== null, parts.join(", "));
}
