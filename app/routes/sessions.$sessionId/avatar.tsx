import { caretColors } from "../../../collab/protocol.ts";

type Shown = { name: string; color: string; avatar?: string | null };

/** A person: picture or initials in a ring of her caret's colour. The name is beside it or in its title. */
export function Avatar({ person: { name, color, avatar }, size = 24, faded = false }: { person: Shown; size?: number; faded?: boolean }) {
  const ring = caretColors.find((known) => known === color) ?? caretColors[0];
  return (
    <span
      aria-hidden="true"
      className={`inline-flex shrink-0 items-center justify-center overflow-hidden rounded-full border-2 bg-ink-2 font-medium text-ink-9 ${faded ? "opacity-50" : ""}`}
      style={{ width: size, height: size, borderColor: ring, fontSize: size * 0.38 }}
    >
      {avatar ? <img src={avatar} alt="" referrerPolicy="no-referrer" className="size-full object-cover" /> : initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const [first = "?"] = [...(words[0] ?? "?")];
  const [second = ""] = words.length > 1 ? [...(words.at(-1) ?? "")] : [];
  return (first + second).toUpperCase();
}
