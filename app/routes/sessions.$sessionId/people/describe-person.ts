import type { Role } from "../../../../protocol/entities.ts";
import { peopleWords } from "../../../words/people.ts";

type Person = { name: string; guest: boolean; role: Role; idle?: boolean };

/** Somebody's name with what else there is to know of them, in a line: "Grace, guest, viewing". */
export function describePerson({ name, guest, role, idle }: Person, isOwn = false): string {
  const { about, described, you } = peopleWords;
  const details = [guest && about.guest, role === "viewer" && about.viewing, idle && about.idle];
  return described(
    isOwn ? `${name} ${you}` : name,
    details.filter((detail) => detail !== false && detail !== undefined),
  );
}
