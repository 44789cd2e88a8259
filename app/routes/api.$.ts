import { notFound } from "../http.ts";

export const loader = () => notFound("address");
export const action = loader;
