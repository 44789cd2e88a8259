import type { Page } from "playwright/test";

/** What a finger needs, in pixels. */
const MIN_TARGET_PX = 44;

/**
 * Buttons, links and fields that are smaller than a finger needs, each with its size: none that is seen. What is around
 * one and acts as it does counts, a link in a sentence does not.
 */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate((min) => {
    const kinds = "button, a[href], input, select, textarea, summary, [role=menuitem], [role=option], [role=treeitem]";
    const isIn = (element: Element, x: number, y: number) => {
      const there = document.elementFromPoint(x, y);
      return there !== null && element.contains(there);
    };
    return [...document.querySelectorAll<HTMLElement>(kinds)].flatMap((element) => {
      // A press on the label that is around one is a press on it.
      const { left, top, width, height } = (element.closest("label") ?? element).getBoundingClientRect();
      const isShown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      // Those for screen readers alone are a pixel.
      if (!isShown || width <= 1 || height <= 1 || element.closest(".monaco-editor")) return [];
      if (element.matches("p a, article a, [aria-hidden=true] *")) return [];
      const [x, y] = [left + width / 2, top + height / 2];
      const reach = min / 2 - 1;
      // Borders lie on fractions of a pixel.
      const isWide = width >= min - 0.5 || (isIn(element, x - reach, y) && isIn(element, x + reach, y));
      const isHigh = height >= min - 0.5 || (isIn(element, x, y - reach) && isIn(element, x, y + reach));
      if (isWide && isHigh) return [];
      const name = element.ariaLabel ?? (element.innerText || element.title || element.outerHTML.slice(0, 80));
      return [`${name}: ${Math.round(width)} × ${Math.round(height)}`];
    });
  }, MIN_TARGET_PX);
