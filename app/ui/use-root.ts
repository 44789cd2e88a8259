import { useRouteLoaderData } from "@remix-run/react";
import type { loader } from "../root.tsx";

/** What every page knows: who is signed in, the theme, which ways to sign in there are. */
export const useRoot = () => useRouteLoaderData<typeof loader>("root");
