import { failure } from "../http.ts";
import { siteWords } from "../words/site.tsx";

export const loader = () => {
  throw failure(404, "not_found", siteWords.errors.oldLink);
};
export const action = loader;

export default function NoPage() {
  return null;
}
