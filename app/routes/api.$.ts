import { notFound } from "../http.ts";

export const loader = () => notFound("This address");
export const action = loader;
