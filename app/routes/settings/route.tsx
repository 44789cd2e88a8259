import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "../../../protocol/zod.ts";
import { deleteOtherSignIns } from "../../../db/sign-ins.ts";
import { renameUser } from "../../../db/users.ts";
import { findRequestSignIn, requireUser } from "../../auth/auth.server.ts";
import { guestNameField } from "../../auth/guest-name.ts";
import { allowMethods, parse, parseForm } from "../../http.ts";
import { readTheme, themeCookie, themes } from "../../ui/theme.ts";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { settingsWords } from "../../words/settings.ts";
import { EditorSection } from "./editor-section.tsx";
import { NameSection } from "./name-section.tsx";
import { SignInSection } from "./sign-in-section.tsx";
import { ThemeSection } from "./theme-section.tsx";

export const meta: MetaFunction = () => [{ title: settingsWords.documentTitle }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const user = await requireUser(request, context);
  const { saved } = settingsWords;
  const key = new URL(request.url).searchParams.get("saved") ?? "";
  return {
    user,
    theme: readTheme(request.headers.get("cookie")),
    done: Object.hasOwn(saved, key) ? saved[key as keyof typeof saved] : undefined,
  };
}

const intents = z.object({ intent: z.enum(["name", "theme", "elsewhere"]) });
const nameForm = z.object({ name: guestNameField });
const themeForm = z.object({ theme: z.enum(themes) });

export async function action({ request, context }: ActionFunctionArgs) {
  allowMethods(request, "POST");
  const user = await requireUser(request, context);
  const form = Object.fromEntries((await parseForm(request, z.looseObject({}))).form);
  const { intent } = parse(form, intents);
  const done = (headers?: HeadersInit) =>
    redirect(`/settings?saved=${intent}`, { status: 303, ...(headers && { headers }) });
  if (intent === "theme") return done({ "Set-Cookie": themeCookie(parse(form, themeForm).theme) });
  if (intent === "elsewhere") {
    const signIn = await findRequestSignIn(request, context);
    if (signIn) await deleteOtherSignIns(context.db, user.id, signIn.idHash);
    return done();
  }
  const named = nameForm.safeParse(form);
  if (!named.success) return data({ nameError: named.error.issues[0]?.message }, 422);
  await renameUser(context.db, user.id, named.data.name);
  return done();
}

export default function Settings() {
  const { user, theme, done } = useLoaderData<typeof loader>();
  const { nameError } = useActionData<typeof action>() ?? {};
  return (
    <Page narrow>
      <h1 className="mb-6 text-2xl">{settingsWords.heading}</h1>
      {done && !nameError && <Notice kind="done">{done}</Notice>}
      <NameSection name={user.name} error={nameError} />
      <ThemeSection theme={theme} />
      <EditorSection />
      <SignInSection guest={user.guest} name={user.name} />
    </Page>
  );
}
