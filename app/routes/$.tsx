import { notFound } from "../http.ts";

export const loader = () => {
  throw notFound("This page");
};
export const action = loader;

export default function NoPage() {
  return null;
}
