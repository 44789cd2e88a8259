/**
 * Puts a text on the clipboard, also over plain http, where browsers have no `navigator.clipboard`: then a field of
 * ours is selected and copied as by a key. False when the browser allows neither.
 */
export async function copyText(text: string): Promise<boolean> {
  if (
    "clipboard" in navigator &&
    (await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    ))
  )
    return true;
  const before = document.activeElement;
  const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  field.style.cssText = "position:fixed;inset:0 auto auto 0;opacity:0";
  // A dialog keeps the focus inside of it: the field has to be there, too.
  (before?.closest("[role=dialog]") ?? document.body).append(field);
  field.select();
  try {
    // Deprecated, and the only way there.
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    field.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}
