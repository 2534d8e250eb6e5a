import { sha256Hex } from '@loa/shared/jcs';
import { OverrideDocument } from '@loa/shared/messages/override';
import { Plan } from '@loa/shared/messages/plan';
import type { Receipt } from '@loa/shared/messages/receipt';
import { Roster } from '@loa/shared/messages/roster';
import type { Logger } from '@loa/shared/ports/logger';
import { parseTopic } from '@loa/shared/topics';
import { checkOverride, checkPlan, checkReceipt, type DownContext } from '@loa/shared/trust/check-down';
import { checkRoster, type Pinned } from '@loa/shared/trust/check-roster';
import { type Refusal, refuse } from '@loa/shared/trust/refusal';
import type { AgentTime } from './clock-sync.js';
import type { DocumentName, DocumentStore } from './document-store.js';
import type { Journal } from './journal.js';
import { isOnlyRenumbered, listed } from './listing.js';
import { isRenewal, listedOverrides, overridesFor, type Place } from './override-listing.js';
import type { Refusals } from './refusals.js';
import type { OverrideInForce, PlaybackRecord, Stop } from './state.js';

/** What a document changed; a renewal is an override's that asks for nothing new of this box. */
export type Change = DocumentName | 'renewal';

export interface DocumentsPorts {
  boxId: string;
  pinned: Pinned;
  store: DocumentStore;
  journal: Journal;
  time: AgentTime;
  refusals: Refusals;
  /** Something in force changed. */
  onChange(what: Change): void;
  onReceipt(receipt: Receipt): void;
  /** The one in force was heard again. */
  onSameReceipt(): void;
  log: Logger;
}

/** The signed documents in force on this box, and the only door through which they come. */
export interface Documents {
  /** Verifies, keeps and puts in force what arrived on a topic; refuses it otherwise. Call one after the other. */
  offer(topic: string, bytes: Uint8Array): Promise<void>;
  plan(): Plan | null;
  roster(): Roster | null;
  stops(): readonly Stop[];
  /** What overrides ask of this box, by their ids, whether or not their documents have run out. */
  overrides(): ReadonlyMap<string, OverrideInForce>;
  /** From the outermost area to the village; only the home commune while there is no plan. */
  areaChain(): readonly string[];
}

interface Arrival {
  kind: DocumentName;
  audience: string;
  bytes: Uint8Array;
  sha256: string;
}

export function createDocuments(ports: DocumentsPorts): Documents {
  const { boxId, pinned, store, journal, time, log } = ports;
  let plan = recall('plan', boxId, Plan);
  let roster = recall('roster', pinned.communeId, Roster);
  let stops = store.stops();
  const overrideDocuments = recallOverrides();
  let overrides = meantForUs();
  /** Refused only for want of a key that a coming roster may name. */
  const waiting = new Map<string, Arrival>();

  function recall<T>(
    kind: DocumentName,
    audience: string,
    schema: Parameters<typeof store.inForce<T>>[2],
  ): T | null {
    const known = store.inForce(kind, audience, schema);
    if (known === null && store.counter(kind, audience) > 0) {
      log.error({ kind }, 'a kept document cannot be read; it is asked for again');
      store.forget(kind, audience);
    }
    return known;
  }

  function recallOverrides(): Map<string, OverrideDocument> {
    const areas = [...store.counters('override').keys()];
    return new Map(
      areas.flatMap((areaId): [string, OverrideDocument][] => {
        const known = recall('override', areaId, OverrideDocument);
        return known ? [[areaId, known]] : [];
      }),
    );
  }

  function areaChain(): readonly string[] {
    return plan?.areaChain ?? [pinned.communeId];
  }

  /** A newer plan may put the box elsewhere, a newer roster may merge areas, and overrides be meant for it or not. */
  function meantForUs(): Map<string, OverrideInForce> {
    return overridesFor(overrideDocuments.values(), place());
  }

  function place(): Place {
    return { boxId, areaChain: areaChain(), successors: roster?.successors ?? {} };
  }

  const acceptedAt = () => (time.trusted() ? time.now() : undefined);

  function keepAll(records: readonly PlaybackRecord[]): void {
    for (const record of records) if (!journal.spoiled.has(record.playbackId)) journal.keep(record);
  }

  /** Lists what a plan names; returns what is more than another number of the plan. */
  function renumber(named: Plan): PlaybackRecord[] {
    return listed(named, journal.playbacks, acceptedAt()).filter((record) => {
      const same = isOnlyRenumbered(journal.playbacks.get(record.playbackId), record);
      if (same) journal.renumber(record);
      return !same;
    });
  }

  /** Lists what overrides newly ask of this box. */
  function followOverrides(): void {
    overrides = meantForUs();
    const records = listedOverrides(overrides.values(), boxId, journal.playbacks, acceptedAt());
    if (records.length > 0) journal.commit(() => keepAll(records));
  }

  const context = (): DownContext => ({
    boxId,
    communeId: pinned.communeId,
    roster,
    accepted: {
      planRevision: store.counter('plan', boxId),
      receiptRevision: store.counter('receipt', boxId),
      overrideRevisions: store.counters('override'),
    },
  });

  /** The counter and what the document changes are one commit, and only then does it take effect. */
  function accept(
    arrival: Arrival,
    { counter, payload, news }: { counter: number; payload: unknown; news: boolean },
    effects: () => void = () => {},
  ): void {
    journal.commit(() => {
      store.accept({ ...arrival, counter, payload });
      if (news) journal.append({ kind: 'accepted', document: arrival.kind, counter });
      effects();
    });
    waiting.delete(`${arrival.kind} ${arrival.audience}`);
    const level = news ? 'info' : 'debug';
    log[level]({ document: arrival.kind, audience: arrival.audience, counter }, 'document accepted');
  }

  async function take(arrival: Arrival): Promise<Refusal | Change> {
    switch (arrival.kind) {
      case 'roster':
        return takeRoster(arrival);
      case 'plan':
        return takePlan(arrival);
      case 'override':
        return takeOverride(arrival);
      case 'receipt':
        return takeReceipt(arrival);
    }
  }

  function takeRoster(arrival: Arrival): Refusal | Change {
    const checked = checkRoster(arrival.bytes, pinned, roster);
    if (!checked.ok) return checked;
    const { version } = checked.roster;
    // The counter outlives a roster that could not be read any more.
    const last = store.counter('roster', pinned.communeId);
    if (version <= last) return refuse('rolled_back', `version ${version} after ${last}`);
    accept(arrival, { counter: version, payload: checked.roster, news: true });
    roster = checked.roster;
    followOverrides();
    return 'roster';
  }

  async function takePlan(arrival: Arrival): Promise<Refusal | Change> {
    const checked = await checkPlan(arrival.bytes, context());
    if (!checked.ok) return checked;
    accept(arrival, { counter: checked.plan.revision, payload: checked.plan, news: true }, () => {
      keepAll(renumber(checked.plan));
    });
    plan = checked.plan;
    followOverrides();
    return 'plan';
  }

  async function takeOverride(arrival: Arrival): Promise<Refusal | Change> {
    const checked = await checkOverride(arrival.bytes, arrival.audience, areaChain(), context());
    if (!checked.ok) return checked;
    const { document } = checked;
    const news = !isRenewal(overrideDocuments.get(document.areaId), document, place());
    accept(arrival, { counter: document.revision, payload: document, news }, () => {
      store.replaceStops(arrival.audience, stopsOf(document));
      // They came with it, so that an emergency waits for nothing but its audio.
      for (const text of document.grants) {
        const bytes = Buffer.from(text, 'utf8');
        store.keepGrant(sha256Hex(bytes), bytes, time.now());
      }
    });
    stops = store.stops();
    overrideDocuments.set(document.areaId, document);
    followOverrides();
    return news ? 'override' : 'renewal';
  }

  async function takeReceipt(arrival: Arrival): Promise<Refusal | Change> {
    const checked = await checkReceipt(arrival.bytes, context());
    if (!checked.ok) return checked;
    const { receipt } = checked;
    // They come with every report: journalling them would never come to rest.
    accept(arrival, { counter: receipt.revision, payload: receipt, news: false });
    ports.onReceipt(receipt);
    return 'receipt';
  }

  async function consider(arrival: Arrival): Promise<void> {
    if (store.hashInForce(arrival.kind, arrival.audience) === arrival.sha256) {
      if (arrival.kind === 'receipt') ports.onSameReceipt();
      return;
    }
    const refused = await take(arrival);
    if (typeof refused === 'string') return ports.onChange(refused);
    const early = refused.reason === 'no_roster' || refused.reason === 'unknown_key';
    if (early && arrival.kind !== 'roster') waiting.set(`${arrival.kind} ${arrival.audience}`, arrival);
    // Before the first roster nothing can be judged; retained documents may well arrive before it.
    if (refused.reason === 'no_roster') return;
    ports.refusals.report(arrival.kind, refused, arrival.sha256);
  }

  // The card's records may still bear the numbers of plans before the one in force.
  if (plan) renumber(plan);

  return {
    async offer(topic, bytes) {
      const parsed = parseTopic(topic);
      if (parsed?.way !== 'down' || bytes.byteLength === 0) return;
      await consider({ kind: parsed.kind, audience: parsed.id, bytes, sha256: sha256Hex(bytes) });
      if (parsed.kind !== 'roster') return;
      for (const arrival of [...waiting.values()]) await consider(arrival);
    },
    plan: () => plan,
    roster: () => roster,
    stops: () => stops,
    overrides: () => overrides,
    areaChain,
  };
}

function stopsOf(document: OverrideDocument): Stop[] {
  return document.overrides.flatMap((override) => {
    if (override.kind !== 'stop') return [];
    const { overrideId, createdAt, startsAt, until, areas, boxes } = override;
    const only = boxes === undefined ? {} : { boxes };
    return [{ overrideId, areaId: document.areaId, createdAt, startsAt, until, areas, ...only }];
  });
}
