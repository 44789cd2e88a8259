import type { SerializeFrom } from "@remix-run/node";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { toast } from "sonner";
import { MAX_FILES, removeUnsound } from "../../../protocol/layout.ts";
import { ApiError, callApi } from "./call-api.ts";
import { Banner } from "./connection/banner.tsx";
import { Chat } from "./chat/chat.tsx";
import { closedWords } from "./connection/closed-words.ts";
import { CodePreview } from "./editor/code-preview.tsx";
import type { CursorInfo, EditorPane } from "./editor/editor-pane.client.ts";
import {
  bringBackFile,
  createFile,
  deleteEmpty,
  deleteFile,
  downloadAll,
  downloadFile,
  listEmpty,
  renameFile,
  setFileLanguage,
} from "./files/file-actions.ts";
import { FileGone } from "./files/file-gone.tsx";
import { type FileActions, FileTabs } from "./files/file-tabs.tsx";
import { DeletedFilesDialog } from "./files/deleted-files-dialog.tsx";
import { useUnsound } from "./files/use-unsound.ts";
import { useUploads } from "./files/use-uploads.tsx";
import { Header, type Panel } from "./header.tsx";
import { KeptCopies } from "./connection/kept-copies.tsx";
import { KeysDialog } from "./editor/keys-dialog.tsx";
import { KeyRow } from "./editor/key-row.tsx";
import { PanelBoundary } from "./panel-boundary.tsx";
import { People } from "./people/people.tsx";
import { readOnlyCause, readOnlyWords } from "./connection/read-only.ts";
import { removePerson } from "./people/remove-person.ts";
import { ReviewPanel } from "./review/review-panel.tsx";
import type { loader } from "./route.tsx";
import { ShareDialog } from "./people/share-dialog.tsx";
import { SidePanel } from "./side-panel.tsx";
import { StatusBar } from "./editor/status-bar.tsx";
import { toEntries, useCollab, useCollabState, useFiles, usePeers } from "./connection/use-collab.ts";
import { useActiveFile } from "./files/use-active-file.ts";
import { useEditorFocus } from "./editor/use-editor-focus.ts";
import { useIdentity } from "./connection/use-identity.ts";
import { useLeaveQuestion } from "./connection/use-leave-question.ts";
import { useMessages } from "./chat/use-messages.ts";
import { useNamed } from "./chat/use-named.ts";
import { type PersonHere, useJoinNotices, useParticipants, usePeopleHere } from "./people/use-people.ts";
import { useReviewDesk } from "./review/use-review-desk.ts";
import { useReviews } from "./review/use-reviews.ts";
import { usePageKeys } from "./editor/use-page-keys.ts";
import { useSession } from "./use-session.ts";
import { useFailedMessages, useIdle, useIsPhone, useUnread } from "./chat/use-attention.ts";

const Editor = lazy(() => import("./editor/editor.client.tsx"));

const panelTitles: Record<Panel, string> = { chat: "Chat", people: "People", review: "Review" };

/** The editor page: what it knows, and where it is shown. */
export function Workspace({ data }: { data: SerializeFrom<typeof loader> }) {
  const collab = useCollab({
    sessionId: data.session.id,
    userId: data.user.id,
    guestIds: data.guestIds,
    url: data.collabUrl,
    lineage: data.lineage,
    role: data.session.role,
  });
  const state = useCollabState(collab, data.session.role);
  const { user, other } = useIdentity(data.user, collab, state.ending);
  const { session, setSession, rename } = useSession(data.session, collab, state);
  const peers = usePeers(collab);
  const here = usePeopleHere(peers).filter(({ id }) => id !== user.id);
  const participants = useParticipants(session.id, data.participants, collab);
  const chat = useNamed(useMessages(session, user, data.messages, collab), participants);
  const reviews = useReviews(session.id, user.id, data, collab);
  const [draft, setDraft] = useState<{ text: string }>();
  const [initialFiles] = useState(() => toEntries(data.files));
  const files = useFiles(collab, initialFiles);

  const place = useActiveFile({ sessionId: session.id, ownId: user.id, files, state, peers });
  const { active, gone, open: setWantedFile } = place;
  const [pane, setPane] = useState<EditorPane>();
  const [cursor, setCursor] = useState<CursorInfo>();
  const [panel, setPanel] = useState<Panel>();
  const [followed, setFollowed] = useState<PersonHere>();
  const [isSharing, setIsSharing] = useState(false);
  const [isShowingDeleted, setIsShowingDeleted] = useState(false);
  const [isShowingKeys, setIsShowingKeys] = useState(false);
  const isPhone = useIsPhone();
  const [isEditingOnPhone, setIsEditingOnPhone] = useState(false);
  const unsound = useUnsound(collab, state.ready);
  const lastGone = useRef<string>(undefined);

  const isDamaged = data.isDamaged || Boolean(state.isDamaged);
  const mayEdit = session.role !== "viewer" && !state.ending && !isDamaged;
  const isReading = isPhone && !isEditingOnPhone;
  const readOnly = readOnlyCause({ state, isDamaged, isReading });
  const uploads = useUploads({ collab, pane, mayEdit, onShow: setWantedFile });
  const pathOf = (fileId: string) => files.find(({ id }) => id === fileId)?.label;
  const desk = useReviewDesk({
    reviews,
    collab,
    ready: state.ready,
    isOver: Boolean(state.ending),
    pane,
    sessionId: session.id,
    pathOf,
    onShow: () => setPanel("review"),
    onReveal: () => isPhone && setPanel(undefined),
    onDiscuss(text) {
      setDraft({ text });
      setPanel("chat");
    },
  });
  const unread = useUnread(chat.messages, user.id, panel === "chat", session.title);
  useJoinNotices(here, user.id, state.ready);
  useLeaveQuestion(state);
  useFailedMessages(chat.messages, panel === "chat", () => setPanel("chat"));
  useEffect(() => {
    // What they offer, such as to bring a file back, does not work any more.
    if (state.ending) toast.dismiss();
  }, [state.ending]);
  useIdle(useCallback((idle: boolean) => collab?.publish({ idle }), [collab]));
  useEditorFocus(pane, active?.id, isPhone);
  usePageKeys({ pane, isOver: Boolean(state.ending), onKeys: () => setIsShowingKeys(true) });
  useEffect(() => {
    // Room for both on a wide screen; anywhere narrower the code comes first.
    if (matchMedia("(min-width: 1280px)").matches) setPanel("chat");
  }, []);

  const colors = useMemo(() => new Map(participants.map(({ userId, color }) => [userId, color])), [participants]);
  const ownColor = colors.get(user.id) ?? (user.id === data.user.id ? data.color : user.color);
  const onTyping = useCallback((typing: boolean) => collab?.publish({ typing }), [collab]);
  const download = () => collab && active && downloadFile(collab.ydoc, active.id);

  function goTo(person: PersonHere) {
    const [clientId] = person.clientIds;
    if (!pane || clientId === undefined) return;
    if (isPhone) setPanel(undefined);
    if (lastGone.current === person.id) {
      setFollowed(person);
      pane.follow(clientId);
    } else pane.jumpTo(clientId);
    lastGone.current = person.id;
  }

  const actions: FileActions = {
    add(path) {
      const id = collab && createFile(collab.ydoc, path);
      if (id) setWantedFile(id);
    },
    rename: (id, path) => collab && renameFile(collab.ydoc, id, path),
    remove(id) {
      if (!collab || files.length < 2) return;
      place.leave(id);
      deleteFile(collab.ydoc, id, setWantedFile);
    },
    upload: uploads.upload,
    download: (id) => collab && downloadFile(collab.ydoc, id),
    showDeleted: () => setIsShowingDeleted(true),
  };

  const goneText = gone && pane?.textOfGone(gone.id);

  async function manage(request: Promise<unknown>, done: string) {
    try {
      await request;
      toast(done);
    } catch (error) {
      toast.error(error instanceof ApiError ? error.message : "That did not work. Please try again.");
    }
  }
  const participantPath = (userId: string) => `/api/sessions/${session.id}/participants/${userId}`;

  return (
    <div className="flex h-dvh flex-col overflow-hidden text-[13px]">
      <a href="#code" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-ink-0 focus:p-2">
        Skip to the code
      </a>
      <Header
        session={session}
        state={state}
        user={{ ...user, color: ownColor }}
        here={here}
        panel={panel}
        unread={unread}
        openFindings={desk.openCount}
        editing={
          isPhone && mayEdit
            ? { isOn: isEditingOnPhone, toggle: () => setIsEditingOnPhone(!isEditingOnPhone) }
            : undefined
        }
        onRename={(title) => void rename(title)}
        onPanel={(wanted) => setPanel(panel === wanted ? undefined : wanted)}
        onShare={() => setIsSharing(true)}
        onAskToEdit={() => {
          chat.send("May I edit this session?");
          setPanel("chat");
        }}
        onGoTo={goTo}
        onDownload={download}
        onDownloadAll={() => collab && downloadAll(collab.ydoc, session.title)}
        onPalette={() => pane?.openPalette()}
        onKeys={() => setIsShowingKeys(true)}
      />
      <Banner
        state={state}
        isDamaged={isDamaged}
        signedInAs={other?.name}
        path={`/sessions/${session.id}`}
        unsound={{ things: unsound, pathOf, remove: mayEdit && collab ? () => removeUnsound(collab.ydoc) : undefined }}
        crowd={
          collab && files.length > MAX_FILES
            ? {
                files: files.length,
                empty: listEmpty(collab.ydoc).length,
                deleteEmpty: mayEdit ? () => deleteEmpty(collab.ydoc) : undefined,
              }
            : undefined
        }
        onRetry={() => collab?.reconnectNow()}
        onDownload={() => collab && downloadAll(collab.ydoc, session.title)}
        onDiscard={() => void collab?.discard().then(() => location.reload())}
      />
      <KeptCopies userId={user.id} sessionId={session.id} lineage={data.lineage} />
      <div className="relative flex min-h-0 grow">
        <main id="code" tabIndex={-1} className="flex min-w-0 grow flex-col outline-none">
          <FileTabs
            files={files}
            active={active?.id}
            mayEdit={mayEdit && state.ready}
            onSelect={setWantedFile}
            onLeave={() => isPhone || pane?.focus()}
            actions={actions}
          />
          <div className="relative min-h-0 grow" style={followed && { boxShadow: `inset 0 0 0 2px ${followed.color}` }}>
            {!pane && active?.id === data.files[0]?.id && (
              <CodePreview text={data.preview.text} isWhole={data.preview.isWhole} />
            )}
            {collab && state.ready && (
              <PanelBoundary name="The editor">
                <Suspense>
                  <div className={`absolute ${followed ? "inset-0.5" : "inset-0"}`}>
                    <Editor
                      collab={collab}
                      fileId={active?.id}
                      readOnly={readOnly && readOnlyWords(readOnly, isPhone)}
                      fontSize={isPhone ? 16 : 13}
                      onPane={setPane}
                      onCursor={setCursor}
                      onFileWanted={setWantedFile}
                      onFollowEnded={() => setFollowed(undefined)}
                      onFinding={(id) => {
                        desk.setSelected(id);
                        setPanel("review");
                      }}
                    />
                  </div>
                </Suspense>
              </PanelBoundary>
            )}
            {gone && (
              <FileGone
                file={gone}
                onBringBack={
                  mayEdit && collab && goneText !== undefined
                    ? () => bringBackFile(collab.ydoc, { ...gone, content: goneText })
                    : undefined
                }
                onOpenAnother={files[0] && (() => setWantedFile(files[0]?.id))}
              />
            )}
            {followed && (
              <p
                className="absolute bottom-3 left-1/2 z-10 -translate-x-1/2 rounded px-3 py-1 text-white"
                style={{ background: followed.color }}
              >
                Following {followed.name} · Esc to stop
              </p>
            )}
          </div>
          {isPhone && isEditingOnPhone && mayEdit && <KeyRow pane={pane} />}
        </main>
        {panel && (
          <SidePanel title={panelTitles[panel]} onClose={() => setPanel(undefined)}>
            <PanelBoundary name="This panel" key={panel}>
              {panel === "chat" ? (
                <Chat
                  chat={chat}
                  ownId={user.id}
                  colorOf={(id) => colors.get(id)}
                  typing={here.filter(({ typing }) => typing).map(({ name }) => name)}
                  onTyping={onTyping}
                  draft={draft}
                  onFinding={(id) => void desk.show(id)}
                  closed={closedWords(state.ending, "write here")}
                />
              ) : panel === "review" ? (
                <ReviewPanel
                  reviews={reviews}
                  ai={data.ai}
                  file={active}
                  selected={cursor?.selected}
                  pathOf={pathOf}
                  whereabouts={desk.whereabouts}
                  selectedFinding={desk.selected}
                  mayEdit={mayEdit}
                  closed={closedWords(state.ending, "have code reviewed")}
                  actions={desk.actions}
                />
              ) : (
                <People
                  participants={participants}
                  here={here}
                  ownId={user.id}
                  isOwner={session.role === "owner"}
                  isOver={Boolean(state.ending)}
                  followed={followed?.id}
                  onGoTo={goTo}
                  onRole={(id, role) =>
                    void manage(callApi("PATCH", participantPath(id), { body: { role } }), `Made ${role}`)
                  }
                  onRemove={(userId, name) => void removePerson(session.id, { userId, name })}
                />
              )}
            </PanelBoundary>
          </SidePanel>
        )}
      </div>
      <StatusBar
        state={state}
        cursor={cursor}
        language={active?.language ?? session.language}
        mayEdit={mayEdit}
        isReading={isReading}
        onLanguage={(language) => collab && active && setFileLanguage(collab.ydoc, active.id, language)}
      />
      <ShareDialog
        open={isSharing && !state.ending}
        onOpenChange={setIsSharing}
        session={session}
        participants={participants}
        onSession={setSession}
      />
      {uploads.layer}
      <DeletedFilesDialog
        open={isShowingDeleted}
        onOpenChange={setIsShowingDeleted}
        sessionId={session.id}
        collab={collab}
        pane={pane}
        onShow={setWantedFile}
      />
      <KeysDialog open={isShowingKeys} onOpenChange={setIsShowingKeys} />
    </div>
  );
}
