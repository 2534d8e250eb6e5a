import { sha256Hex } from '@loa/shared/jcs';
import { OverrideDocument } from '@loa/shared/messages/override';
import { type Item, Plan } from '@loa/shared/messages/plan';
import { Receipt } from '@loa/shared/messages/receipt';
import { JournalEntry } from '@loa/shared/messages/report';
import type { Sqlite } from '@loa/shared/node/sqlite';
import type { z } from 'zod';
import type { Box } from '../box/box.js';
import type { Heard } from '../box/loudspeaker.js';
import type { WatchedTable } from '../box/mortal-db.js';
import { readDocument } from '../box/read-document.js';
import type { Village } from './places.js';

/** What an onlooker has seen of one box, read from its card and its loudspeaker. */
export interface WatchedBox {
  id: string;
  box: Box;
  village: Village;
  /** The plan in force on the box, and the one before it with the true instant at which it was replaced. */
  plan: Plan | null;
  planBefore: { plan: Plan; until: number } | null;
  /** What was claimed, as the plan in force said then: a plan that comes after the claim does not move it any more. */
  claimed: Map<string, Item>;
  rosterVersion: number;
  /** The true instant at which it took that roster. */
  rosterSince: number;
  stops: ReadonlyMap<string, OverrideDocument>;
  counters: Map<string, number>;
  journalId: string;
  /** Everything ever written in the present journal. */
  entries: JournalEntry[];
  /** How far the newest receipt that it took reaches. */
  receipted: number;
  heard: Heard[];
  /** Which card this is, from 1. */
  cards: number;
}

/** What a rule may want to see. A rule that does not hold throws a `Violation`. */
export interface Rule {
  onEntry?(watched: WatchedBox, entry: JournalEntry): void;
  onCounter?(watched: WatchedBox, document: string, before: number, after: number): void;
  onPlan?(watched: WatchedBox, plan: Plan): void;
  onHeard?(watched: WatchedBox, heard: Heard): void;
  onSilent?(watched: WatchedBox, heard: Heard): void;
  /** The card was written to; its new entries and documents were shown before. */
  onCard?(watched: WatchedBox): void;
  /** An empty card was put in; `watched` still tells of the old one. */
  onSwap?(watched: WatchedBox): void;
  /** A message that the broker accepted. */
  onPublished?(topic: string, payload: Uint8Array): void;
  /** The controller went back to an older copy of its database. */
  onRestored?(): void;
  /** All is mended and has come to rest. */
  onHealed?(): Promise<void> | void;
}

export interface Witness {
  watched(boxId: string): WatchedBox;
  /** Those in use. */
  all(): Iterable<WatchedBox>;
  follow(rules: readonly Rule[]): void;
  wrote(boxId: string, table: WatchedTable): void;
  heard(boxId: string, heard: Heard): void;
  silent(boxId: string, heard: Heard): void;
  published(topic: string, payload: Uint8Array): void;
  /** Judged with the next look, after what happened until then was seen. */
  later(judge: () => void): void;
  /** Something was begun in the world; its failure ends the world with the next look. */
  begun(work: () => Promise<void>): void;
  /** The world itself broke. */
  failed(error: unknown): void;
  joined(box: Box, village: Village): void;
  /** It was taken away: it is still known, and no longer asked. */
  left(boxId: string): void;
  swapped(boxId: string): void;
  restored(): void;
  /** Looks at everything that happened since the last look, and shows it to the rules. */
  look(): void;
  healed(): Promise<void>;
}

interface DocumentRow {
  kind: string;
  audience: string;
  counter: number;
  sha256: string;
}

export function createWitness(ports: { now(): number }): Witness {
  const watchedBoxes = new Map<string, WatchedBox>();
  const gone = new Map<string, WatchedBox>();
  /** What was written to; `documents` stands for both tables. */
  const dirty = new Map<string, WatchedTable>();
  let sounds: { kind: 'onHeard' | 'onSilent'; boxId: string; heard: Heard }[] = [];
  /** What was sent down, by its hash: it is read once for all who watch, and not again from each card. */
  const sent = new Map<string, Uint8Array>();
  let messages: { topic: string; payload: Uint8Array }[] = [];
  let judgements: (() => void)[] = [];
  let failure: { error: unknown } | null = null;
  let rules: readonly Rule[] = [];

  const statements = new WeakMap<Sqlite, Statements>();
  function statementsOf(db: Sqlite) {
    const known = statements.get(db) ?? prepare(db);
    statements.set(db, known);
    return known;
  }

  function watched(boxId: string): WatchedBox {
    const found = watchedBoxes.get(boxId) ?? gone.get(boxId);
    if (!found) throw new Error(`no box ${boxId}`);
    return found;
  }

  function lookAtCard(seen: WatchedBox, table: WatchedTable): void {
    const sql = statementsOf(seen.box.db());
    seen.journalId ||= sql.journalId.get() ?? '';
    const documents = table === 'documents' ? sql.documents.all() : [];
    for (const row of documents) lookAtDocument(seen, row, sql);
    for (const body of sql.entries.all(seen.entries.at(-1)?.seq ?? 0)) {
      const entry = JournalEntry.parse(JSON.parse(body));
      seen.entries.push(entry);
      if (entry.kind === 'claimed') keepClaim(seen, entry);
      for (const rule of rules) rule.onEntry?.(seen, entry);
    }
    for (const rule of rules) rule.onCard?.(seen);
  }

  function contentOf<T>(row: DocumentRow, schema: z.ZodType<T>, sql: Statements): T {
    const bytes = sent.get(row.sha256);
    const known = bytes && readDocument(bytes, schema);
    return known ?? schema.parse(JSON.parse(sql.body.get(row.kind, row.audience) ?? 'null'));
  }

  function lookAtDocument(seen: WatchedBox, row: DocumentRow, sql: Statements): void {
    const { kind, audience, counter } = row;
    const name = `${kind} ${audience}`;
    const before = seen.counters.get(name) ?? 0;
    if (counter === before) return;
    for (const rule of rules) rule.onCounter?.(seen, name, before, counter);
    seen.counters.set(name, counter);
    if (kind === 'roster') Object.assign(seen, { rosterVersion: counter, rosterSince: ports.now() });
    if (kind === 'plan') {
      const plan = contentOf(row, Plan, sql);
      if (seen.plan) seen.planBefore = { plan: seen.plan, until: ports.now() };
      seen.plan = plan;
      for (const rule of rules) rule.onPlan?.(seen, plan);
    }
    if (kind === 'receipt') {
      const receipt = contentOf(row, Receipt, sql);
      if (receipt.journalId === seen.journalId) seen.receipted = receipt.storedThrough;
    }
    if (kind === 'override') {
      const document = contentOf(row, OverrideDocument, sql);
      seen.stops = new Map(seen.stops).set(audience, document);
    }
  }

  return {
    watched,
    all: () => watchedBoxes.values(),
    follow(chosen) {
      rules = chosen;
    },
    wrote(boxId, table) {
      dirty.set(boxId, dirty.get(boxId) === 'documents' ? 'documents' : table);
    },
    heard(boxId, heard) {
      watched(boxId).heard.push(heard);
      sounds.push({ kind: 'onHeard', boxId, heard });
    },
    silent: (boxId, heard) => void sounds.push({ kind: 'onSilent', boxId, heard }),
    published(topic, payload) {
      messages.push({ topic, payload });
      if (topic.includes('/down/')) sent.set(sha256Hex(payload), payload);
    },
    later: (judge) => void judgements.push(judge),
    begun(work) {
      work().catch((error: unknown) => {
        failure ??= { error };
      });
    },
    failed(error) {
      failure ??= { error };
    },
    joined: (box, village) => void watchedBoxes.set(box.id, fresh(box, village)),
    left(boxId) {
      gone.set(boxId, watched(boxId));
      watchedBoxes.delete(boxId);
    },
    swapped(boxId) {
      const old = watched(boxId);
      for (const rule of rules) rule.onSwap?.(old);
      watchedBoxes.set(boxId, { ...fresh(old.box, old.village), cards: old.cards + 1 });
    },
    restored() {
      for (const rule of rules) rule.onRestored?.();
    },
    look() {
      if (failure) throw failure.error;
      for (const [boxId, table] of dirty) lookAtCard(watched(boxId), table);
      dirty.clear();
      const heardNow = sounds;
      sounds = [];
      for (const { kind, boxId, heard } of heardNow) {
        for (const rule of rules) rule[kind]?.(watched(boxId), heard);
      }
      const published = messages;
      messages = [];
      for (const { topic, payload } of published)
        for (const rule of rules) rule.onPublished?.(topic, payload);
      const due = judgements;
      judgements = [];
      for (const judge of due) judge();
    },
    async healed() {
      for (const rule of rules) await rule.onHealed?.();
    },
  };
}

/** The card's documents are looked at before its entries, so the plan of a claim is the present one or the one before. */
function keepClaim(
  { claimed, plan, planBefore }: WatchedBox,
  { playbackId, planRevision }: { playbackId: string; planRevision: number },
): void {
  const of = [plan, planBefore?.plan].find((candidate) => candidate?.revision === planRevision);
  const items = of?.sessions.flatMap((session) => session.items) ?? [];
  const item = items.find((each) => each.playbackId === playbackId);
  if (item) claimed.set(playbackId, item);
}

function fresh(box: Box, village: Village): WatchedBox {
  return {
    ...{ id: box.id, box, village, plan: null, planBefore: null, rosterVersion: 0 },
    ...{ claimed: new Map(), rosterSince: 0, stops: new Map() },
    ...{ counters: new Map(), journalId: '', entries: [], receipted: 0, heard: [], cards: 1 },
  };
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: Sqlite) {
  return {
    journalId: db.prepare<[], string>("SELECT value FROM meta WHERE key = 'journalId'").pluck(),
    documents: db.prepare<[], DocumentRow>('SELECT kind, audience, counter, sha256 FROM documents'),
    body: db
      .prepare<[string, string], string>('SELECT body FROM documents WHERE kind = ? AND audience = ?')
      .pluck(),
    entries: db.prepare<[number], string>('SELECT body FROM entries WHERE seq > ? ORDER BY seq').pluck(),
  };
}
