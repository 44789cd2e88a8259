import { useSyncExternalStore } from "react";
import { Checkbox, SelectField } from "../../ui/field.tsx";
import { editorWords } from "../../words/editor.ts";
import { changeOption, fontSizes, switches, tabSizes } from "../sessions.$sessionId/editor/kept-options.ts";
import { useOptions } from "../sessions.$sessionId/editor/use-options.ts";

const wraps = { narrow: undefined, always: true, never: false };
type Wrap = keyof typeof wraps;

/** Never changes: React itself goes from what was so on the server to what is so here. */
const never = () => () => {};

/** A script applies and keeps it, on this device: until the page has come to life, nothing here can be chosen. */
export function EditorSection() {
  const options = useOptions();
  const isAlive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const words = editorWords.options;
  const wrap = options.wrap === undefined ? "narrow" : options.wrap ? "always" : "never";
  return (
    <section aria-labelledby="editor-title" className="mb-8 border-t border-ink-3 pt-6">
      <h2 id="editor-title" className="text-sm">
        {words.title}
      </h2>
      <p className="mt-1 mb-4 text-ink-8">{words.keptHere}</p>
      <fieldset disabled={!isAlive}>
        <div className="mb-3 grid gap-4 sm:grid-cols-[1fr_1fr_1.5fr]">
          <SelectField
            label={words.fontSize}
            value={options.fontSize}
            onChange={({ target }) => changeOption("fontSize", Number(target.value))}
          >
            {fontSizes.map((size) => (
              <option key={size} value={size}>
                {words.pixels(size)}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={words.tabSize}
            hint={words.tabSizeHint}
            value={options.tabSize}
            onChange={({ target }) => changeOption("tabSize", Number(target.value))}
          >
            {tabSizes.map((size) => (
              <option key={size}>{size}</option>
            ))}
          </SelectField>
          <SelectField
            label={words.wrap}
            value={wrap}
            onChange={({ target }) => changeOption("wrap", wraps[target.value as Wrap])}
          >
            {(Object.keys(wraps) as Wrap[]).map((name) => (
              <option key={name} value={name}>
                {words.wraps[name]}
              </option>
            ))}
          </SelectField>
        </div>
        {switches.map((name) => (
          <Checkbox
            key={name}
            label={words.switches[name].label}
            hint={words.switches[name].hint}
            checked={options[name]}
            onChange={({ target }) => changeOption(name, target.checked)}
          />
        ))}
      </fieldset>
    </section>
  );
}
