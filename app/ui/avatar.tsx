import { intlLocale } from "../words/locale.ts";

type Person = { name: string; color: string; avatarUrl: string | null };

/** Two letters for a name: the first of its first and its last word. */
function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toLocaleUpperCase(intlLocale());
}

/** A person as a disc in the colour of their caret; decorative, the name stands beside it or in the group's label. */
export function Avatar({ person, size = 24, className = "" }: { person: Person; size?: number; className?: string }) {
  const box = { width: size, height: size, backgroundColor: person.color };
  if (person.avatarUrl) {
    return (
      <img
        src={person.avatarUrl}
        alt=""
        width={size}
        height={size}
        referrerPolicy="no-referrer"
        style={{ ...box, borderColor: person.color }}
        className={`shrink-0 rounded-full border-2 ${className}`}
      />
    );
  }
  return (
    <span
      aria-hidden="true"
      translate="no"
      style={{ ...box, fontSize: `${(size * 0.42) / 16}rem` }}
      className={`inline-flex shrink-0 items-center justify-center rounded-full forced-color-adjust-none font-semibold text-white select-none ${className}`}
    >
      {initials(person.name)}
    </span>
  );
}
