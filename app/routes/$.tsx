import { failure } from "../http.ts";

export const loader = () => {
  throw failure(404, "not_found", "There is no page at this address. The link may be old, or mistyped.");
};
export const action = loader;

export default function NoPage() {
  return null;
}
