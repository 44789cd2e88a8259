import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useNavigation } from "@remix-run/react";
import { createSession } from "../../../db/sessions.ts";
import { requireUser } from "../../auth/auth.server.ts";
import { allowMethods } from "../../http.ts";
import { consumeOne } from "../../rate-limits.ts";
import { Page } from "../../ui/page.tsx";
import { withRoom } from "../../api/with-room.ts";
import { commonWords } from "../../words/common.ts";
import { newSessionWords } from "../../words/new-session.ts";
import { NewSessionForm } from "./new-session-form.tsx";
import { parseNewSession } from "./parse-new-session.server.ts";

export const meta: MetaFunction = () => [{ title: newSessionWords.documentTitle }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  return null;
}

export async function action({ request, context }: ActionFunctionArgs) {
  allowMethods(request, "POST");
  const user = await requireUser(request, context);
  const { settings, file, entered, fields } = await parseNewSession(request);
  if (fields) return data({ entered, fields }, 422);
  await consumeOne(context.limits.newSessions, user.id);
  const session = await withRoom(() => createSession(context.db, user, settings, file));
  return redirect(`/sessions/${session.id}`, 303);
}

export default function NewSession() {
  const isBusy = useNavigation().state !== "idle";
  return (
    <Page narrow>
      <h1 className="mb-6 text-2xl">{commonWords.newSession}</h1>
      <NewSessionForm answer={useActionData<typeof action>()} isBusy={isBusy} />
    </Page>
  );
}
