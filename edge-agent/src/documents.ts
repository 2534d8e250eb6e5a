import { sha256Hex } from '@loa/shared/jcs';
import type { OverrideDocument } from '@loa/shared/messages/override';
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
import { listed } from './listing.js';
import type { Refusals } from './refusals.js';
import type { Stop } from './state.js';

export interface DocumentsPorts {
  boxId: string;
  pinned: Pinned;
  store: DocumentStore;
  journal: Journal;
  time: AgentTime;
  refusals: Refusals;
  /** Something in force changed. */
  onChange(kind: DocumentName): void;
  onReceipt(receipt: Receipt): void;
  log: Logger;
}

/** The signed documents in force on this box, and the only door through which they come. */
export interface Documents {
  /** Verifies, keeps and puts in force what arrived on a topic; refuses it otherwise. Call one after the other. */
  offer(topic: string, bytes: Uint8Array): Promise<void>;
  plan(): Plan | null;
  roster(): Roster | null;
  stops(): readonly Stop[];
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

  const areaChain = () => plan?.areaChain ?? [pinned.communeId];

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
  function accept(arrival: Arrival, counter: number, payload: unknown, effects: () => void): void {
    journal.commit(() => {
      store.accept({ ...arrival, counter, payload });
      // Receipts come with every report: journalling them would never come to rest.
      if (arrival.kind !== 'receipt') journal.append({ kind: 'accepted', document: arrival.kind, counter });
      effects();
    });
    waiting.delete(`${arrival.kind} ${arrival.audience}`);
    log.info({ document: arrival.kind, audience: arrival.audience, counter }, 'document accepted');
  }

  async function take(arrival: Arrival): Promise<Refusal | null> {
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

  function takeRoster(arrival: Arrival): Refusal | null {
    const checked = checkRoster(arrival.bytes, pinned, roster);
    if (!checked.ok) return checked;
    const { version } = checked.roster;
    // The counter outlives a roster that could not be read any more.
    const last = store.counter('roster', pinned.communeId);
    if (version <= last) return refuse('rolled_back', `version ${version} after ${last}`);
    accept(arrival, version, checked.roster, () => {});
    roster = checked.roster;
    return null;
  }

  async function takePlan(arrival: Arrival): Promise<Refusal | null> {
    const checked = await checkPlan(arrival.bytes, context());
    if (!checked.ok) return checked;
    const at = time.trusted() ? time.now() : undefined;
    accept(arrival, checked.plan.revision, checked.plan, () => {
      for (const record of listed(checked.plan, journal.playbacks, at)) {
        if (!journal.spoiled.has(record.playbackId)) journal.keep(record);
      }
    });
    plan = checked.plan;
    return null;
  }

  async function takeOverride(arrival: Arrival): Promise<Refusal | null> {
    const checked = await checkOverride(arrival.bytes, arrival.audience, areaChain(), context());
    if (!checked.ok) return checked;
    const named = stopsOf(checked.document);
    accept(arrival, checked.document.revision, checked.document, () => {
      store.replaceStops(arrival.audience, named);
    });
    stops = store.stops();
    return null;
  }

  async function takeReceipt(arrival: Arrival): Promise<Refusal | null> {
    const checked = await checkReceipt(arrival.bytes, context());
    if (!checked.ok) return checked;
    accept(arrival, checked.receipt.revision, checked.receipt, () => {});
    ports.onReceipt(checked.receipt);
    return null;
  }

  async function consider(arrival: Arrival): Promise<void> {
    if (store.hashInForce(arrival.kind, arrival.audience) === arrival.sha256) return;
    const refused = await take(arrival);
    if (!refused) {
      ports.onChange(arrival.kind);
      return;
    }
    const early = refused.reason === 'no_roster' || refused.reason === 'unknown_key';
    if (early && arrival.kind !== 'roster') waiting.set(`${arrival.kind} ${arrival.audience}`, arrival);
    // Before the first roster nothing can be judged; retained documents may well arrive before it.
    if (refused.reason === 'no_roster') return;
    ports.refusals.report(arrival.kind, refused, arrival.sha256);
  }

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
