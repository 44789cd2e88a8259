import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { Page } from "../../ui/page.tsx";
import { helpWords } from "../../words/help.ts";

export const meta: MetaFunction = () => [{ title: helpWords.documentTitle }, { name: "robots", content: "noindex" }];

/** Where sockets go, and where pages come from. */
export const loader = ({ context: { env } }: LoaderFunctionArgs) => ({
  origin: env.APP_ORIGIN,
  sockets: `${(env.COLLAB_URL ?? env.APP_ORIGIN.replace(/^http/, "ws")).replace(/\/$/, "")}/collab`,
});

/** For those whose network lets no WebSocket through, and those who run the network or this server. */
export default function Sockets() {
  const { origin, sockets } = useLoaderData<typeof loader>();
  const { hostname, port, protocol, pathname } = new URL(sockets);
  const isSecure = protocol === "wss:";
  const { first, allow, check, operator } = helpWords;
  return (
    <Page narrow>
      <h1 className="mb-6 text-2xl">{helpWords.heading}</h1>
      <p>{helpWords.why}</p>
      <p className="mt-2">{helpWords.nothingLost}</p>
      <Section heading={first.heading}>
        <ul className="list-disc space-y-1.5 ps-5">
          <li>{first.otherNetwork}</li>
          <li>{first.withoutVpn}</li>
          <li>{first.privateWindow}</li>
        </ul>
      </Section>
      <Section heading={allow.heading}>
        <p>{allow.intro}</p>
        <dl className="my-3 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1">
          <Fact name={allow.address} value={sockets} />
          <Fact name={allow.host} value={hostname} />
          <Fact name={allow.port} value={port || (isSecure ? "443" : "80")} />
          <Fact name={allow.path} value={pathname} />
          <dt className="text-ink-7">{allow.protocol}</dt>
          <dd>{allow.webSocket(isSecure)}</dd>
        </dl>
        <p>{allow.inspection}</p>
      </Section>
      <Section heading={check.heading}>
        <p>{check.run}</p>
        <Code name={check.heading}>{checkCommand(origin, sockets)}</Code>
        <p>{check.good}</p>
      </Section>
      <Section heading={operator.heading}>
        <p>{operator.proxy}</p>
        <Code name={operator.heading}>{NGINX}</Code>
        <p>{operator.origin}</p>
      </Section>
    </Page>
  );
}

/** An upgrade as a browser asks for it; the key is any sixteen bytes. */
const checkCommand = (origin: string, sockets: string) =>
  `curl -i --http1.1 \\
  -H "Connection: Upgrade" -H "Upgrade: websocket" \\
  -H "Sec-WebSocket-Version: 13" \\
  -H "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==" \\
  -H "Origin: ${origin}" \\
  ${sockets.replace(/^ws/, "http")}`;

const NGINX = `proxy_http_version 1.1;
proxy_set_header Upgrade $http_upgrade;
proxy_set_header Connection "upgrade";
proxy_set_header Host $host;
proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;`;

const Section = ({ heading, children }: { heading: string; children: ReactNode }) => (
  <section className="mt-8">
    <h2 className="mb-2 font-semibold text-ink-10">{heading}</h2>
    {children}
  </section>
);

const Fact = ({ name, value }: { name: string; value: string }) => (
  <>
    <dt className="text-ink-7">{name}</dt>
    <dd translate="no" dir="ltr" className="font-mono break-words">
      {value}
    </dd>
  </>
);

/** Wider than a phone; it scrolls by itself, with the keyboard, too. */
const Code = ({ name, children }: { name: string; children: string }) => (
  <pre
    translate="no"
    dir="ltr"
    role="region"
    aria-label={name}
    tabIndex={0}
    className="my-3 overflow-x-auto rounded border border-ink-3 bg-ink-1 p-3 font-mono text-sm"
  >
    {children}
  </pre>
);
