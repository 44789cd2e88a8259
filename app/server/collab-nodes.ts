/**
 * Which collab node a document's sockets go to. Every web process makes the same choice without asking anybody, as long
 * as it sees the same nodes; where the choices differ, Redis joins the copies.
 */
import { createHash } from "node:crypto";
import { lookup } from "node:dns/promises";

/** How long a node that did not answer is skipped; after that, one request at a time tries it. */
const DOWN_MS = 5_000;
const NAMES_MS = 1_000;

export type CollabNode = { host: string; port: number; isNear: boolean };

/** Resolves a name to all of its addresses. */
type Resolve = (name: string) => Promise<string[]>;

export type CollabNodesOptions = {
  /**
   * Entries separated by commas: `host:port`, or `dns:name:port` for all addresses of a name; IPv6 in brackets.
   * `region=` before an entry says where its nodes are.
   */
  list: string;
  /** Where this process is. */
  region?: string;
  resolve?: Resolve;
  now?: () => number;
};

export class CollabNodes {
  private readonly options: Required<Omit<CollabNodesOptions, "region">> & { region?: string };
  private readonly downUntil = new Map<string, number>();
  private known: CollabNode[] = [];
  private resolving: Promise<CollabNode[]> | undefined;
  private resolvedAt = -Infinity;

  constructor({ resolve = lookUp, now = Date.now, ...options }: CollabNodesOptions) {
    this.options = { ...options, resolve, now };
  }

  /**
   * The nodes in the order in which to try them for a document: live before dead, near before far, and among equals by
   * rendezvous hashing, so that only the documents of a node that goes are led elsewhere.
   */
  async inOrder(sessionId: string): Promise<CollabNode[]> {
    const nodes = await this.find();
    const scored = nodes.map((node) => ({ node, isDown: this.isDown(node), score: score(node, sessionId) }));
    scored.sort(
      (a, b) =>
        Number(a.isDown) - Number(b.isDown) ||
        Number(b.node.isNear) - Number(a.node.isNear) ||
        (a.score < b.score ? 1 : -1),
    );
    return scored.map(({ node }) => node);
  }

  noteDown(node: CollabNode) {
    this.downUntil.set(addressOf(node), this.options.now() + DOWN_MS);
  }

  noteUp(node: CollabNode) {
    this.downUntil.delete(addressOf(node));
  }

  private isDown(node: CollabNode): boolean {
    const until = this.downUntil.get(addressOf(node));
    if (until === undefined) return false;
    if (until > this.options.now()) return true;
    // Whoever asks now finds out; all others are spared the wait until they have.
    this.noteDown(node);
    return false;
  }

  private async find(): Promise<CollabNode[]> {
    if (this.options.now() - this.resolvedAt < NAMES_MS) return this.known;
    this.resolving ??= this.resolveList().finally(() => (this.resolving = undefined));
    return this.resolving;
  }

  private async resolveList(): Promise<CollabNode[]> {
    const { list, now } = this.options;
    const found = await Promise.all(
      list
        .split(",")
        .map((entry) => entry.trim())
        .filter(Boolean)
        .map((entry) => this.resolveEntry(entry)),
    );
    this.resolvedAt = now();
    // A name server that is away for a moment has not taken the nodes with it.
    if (found.some((nodes) => nodes.length > 0)) this.known = found.flat();
    return this.known;
  }

  private async resolveEntry(entry: string): Promise<CollabNode[]> {
    const [, entryRegion, isDns, address] = /^(?:(\w[\w-]*)=)?(dns:)?(.*)$/.exec(entry) ?? [];
    const { hostname, port } = new URL(`tcp://${address}`);
    const host = hostname.replace(/^\[|\]$/g, "");
    const { region } = this.options;
    const isNear = entryRegion === undefined || entryRegion === region;
    if (!isDns) return [{ host, port: Number(port), isNear }];
    const [addresses, near] = await Promise.all([this.namesOf(host), this.nearNames(host)]);
    return addresses.map((each) => ({
      host: each,
      port: Number(port),
      isNear: isNear && (!near || near.includes(each)),
    }));
  }

  /** On Fly a process group's name leads to all regions: those of ours are under `<region>.<app>.internal` too. */
  private async nearNames(host: string): Promise<string[] | undefined> {
    const app = /\.process\.([^.]+)\.internal$/.exec(host)?.[1];
    if (!app || !this.options.region) return undefined;
    return this.namesOf(`${this.options.region}.${app}.internal`);
  }

  private namesOf = (name: string) => this.options.resolve(name).catch(() => []);
}

const addressOf = ({ host, port }: CollabNode) => `${host}:${port}`;

const score = (node: CollabNode, sessionId: string) =>
  createHash("sha1")
    .update(`${sessionId} ${addressOf(node)}`)
    .digest("hex");

const lookUp: Resolve = async (name) => (await lookup(name, { all: true })).map(({ address }) => address);
