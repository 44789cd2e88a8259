import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  isRouteErrorResponse,
  type ShouldRevalidateFunction,
  useLoaderData,
  useParams,
  useRouteError,
} from "@remix-run/react";
import { z } from "../../../protocol/zod.ts";
import { decodeFiles, findDocument, type StoredDocument, type StoredFile } from "../../../db/documents.ts";
import { findEditRequest, listMessages } from "../../../db/messages.ts";
import { accessTo, listParticipants } from "../../../db/participants.ts";
import { isForAnybody } from "../../../db/previews.ts";
import { listReviews, listStandingFindings } from "../../../db/reviews.ts";
import { toSession } from "../../../db/sessions.ts";
import { listAdoptedGuests } from "../../../db/users.ts";
import { requireUser } from "../../auth/auth.server.ts";
import { notFound } from "../../http.ts";
import { useRoot } from "../../ui/use-root.ts";
import { ErrorPage } from "../../ui/error-page.tsx";
import { sessionPreview } from "../../ui/link-preview.ts";
import { Announcer } from "./announcer.tsx";
import { KeptCopies } from "./connection/kept-copies.tsx";
import { readShownFile } from "./files/kept-shown-file.ts";
import { readLayout } from "./kept-layout.ts";
import { SessionProvider } from "./session-provider.tsx";
import { Workspace } from "./workspace.tsx";

const PREVIEW_CHARS = 64 * 1024;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, env, log, model } = context;
  const user = await requireUser(request, context);
  const sessionId = z.uuid().safeParse(params.sessionId).data?.toLowerCase();
  const access = sessionId && (await accessTo(db, user, sessionId));
  if (!access) throw notFound();

  const { id } = access.session;
  const [stored, messages, editRequest, participants, reviews] = await Promise.all([
    findDocument(db, id),
    listMessages(db, id),
    access.role === "viewer" ? findEditRequest(db, { sessionId: id, userId: user.id }) : undefined,
    listParticipants(db, id),
    listReviews(db, id),
  ]);
  if (!stored) throw notFound();
  const files = stored.damaged
    ? undefined
    : readFiles(stored, (err) => log.error({ err, sessionId: id }, "stored text not readable"));
  const cookies = request.headers.get("cookie");
  return {
    guestIds: await listAdoptedGuests(db, user),
    session: toSession(access.session, access.role),
    titleForAnybody: env.ALLOW_GUESTS && isForAnybody(access.session) ? access.session.title : undefined,
    user,
    color: access.color ?? user.color,
    lineage: stored.lineage,
    isDamaged: files === undefined,
    files: files?.map(({ id: fileId, path, language }) => ({ id: fileId, path, language })) ?? [],
    preview: previewOf(files ?? [], readShownFile(cookies, id)),
    messages,
    editRequest,
    now: new Date().toISOString(),
    participants,
    reviews,
    findings: await listStandingFindings(db, reviews),
    ai: model ? { model: model.name, host: new URL(env.OPENAI_BASE_URL).host } : null,
    layout: readLayout(cookies),
    collabUrl: env.COLLAB_URL?.replace(/\/$/, "") ?? "",
    previewOrigin: env.PREVIEW_ORIGIN ?? "",
  };
}

function readFiles(stored: StoredDocument, onError: (error: unknown) => void) {
  try {
    return decodeFiles(stored);
  } catch (error) {
    onError(error);
  }
}

/** The text that the page is shown with until the editor is there; `shown` is how the id of its file begins. */
function previewOf(files: StoredFile[], shown: string | undefined) {
  const file = files.find(({ id }) => shown && id.startsWith(shown)) ?? files[0];
  if (!file) return;
  return {
    fileId: file.id,
    text: file.content.slice(0, PREVIEW_CHARS),
    isWhole: file.content.length <= PREVIEW_CHARS,
  };
}

/** The page keeps itself right by the events of its socket; loading it again would only repeat them. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentParams, nextParams, defaultShouldRevalidate }) =>
  currentParams.sessionId !== nextParams.sessionId && defaultShouldRevalidate;

export const meta: MetaFunction<typeof loader> = ({ data, matches, params }) => [
  { title: data ? `${data.session.title} · Tandem` : "Tandem" },
  { name: "robots", content: "noindex" },
  ...sessionPreview({ matches, sessionId: params.sessionId ?? "", title: data?.titleForAnybody }),
];

export default function SessionPage() {
  const data = useLoaderData<typeof loader>();
  return (
    <SessionProvider key={data.session.id} data={data}>
      <Workspace />
    </SessionProvider>
  );
}

/** What somebody typed offline is theirs, even when they no longer have access to the session. */
export function ErrorBoundary() {
  const error = useRouteError();
  const user = useRoot()?.user;
  const { sessionId } = useParams();
  const isGone = isRouteErrorResponse(error) && error.status === 404;
  return (
    <ErrorPage error={error}>
      {isGone && user && sessionId && (
        <>
          <Announcer />
          <KeptCopies userId={user.id} sessionId={sessionId.toLowerCase()} className="w-full rounded border py-2.5" />
        </>
      )}
    </ErrorPage>
  );
}
