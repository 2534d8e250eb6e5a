import type { Me } from '@loa/shared/api/session';
import { createStore, del, entries, set } from 'idb-keyval';
import { z } from 'zod';
import { problemWords } from './api.js';
import { isNoLine, mayPass } from './problem-error.js';
import { overtakenBy } from './use-version.js';

/**
 * Work that could not be sent for want of a line. It is kept on this machine and sent, oldest first, when the line is
 * back; what the controller could not do just then is tried again with it. A job may run twice (the answer to the first
 * may have been lost), so what it does must be safe to repeat.
 */
const store = createStore('loa-outbox', 'jobs');
/** Browsers do not tell reliably that the line is back, milliseconds. */
const TRY_EVERY_MS = 30_000;

export const Job = z.object({
  id: z.string(),
  accountId: z.string(),
  /** Which handler sends it. */
  kind: z.string(),
  /** For the person: the bulletin's title. */
  label: z.string(),
  createdAt: z.number(),
  payload: z.unknown(),
  /** The controller's words where it refused; the job then waits for the person. */
  refused: z.string().nullable(),
  /** It was refused for somebody else's change: when that was made. */
  overtakenBy: z.number().nullable().default(null),
  /** Why it was sent without a time on air; it then waits until the person has seen that. */
  unscheduled: z.string().nullable().default(null),
});
export type Job = z.infer<typeof Job>;

const NOT_REFUSED = { refused: null, overtakenBy: null } as const;

export interface JobHandler {
  /** Sends it; `progress` keeps how far it came, so that a repetition goes on from there. */
  send(payload: unknown, progress: (payload: unknown) => Promise<void>): Promise<SentWork>;
  /** The same, to take the place of the version of that moment. */
  inPlaceOf(payload: unknown, updatedAt: number): unknown;
  /** The page that shows what it is about; null: there is none yet. */
  pageOf(payload: unknown): string | null;
  /**
   * Makes a draft of it again, to be mended; answers the page on which that stands. Null: another draft is there, which it
   * would take the place of. Throws where it cannot be known what it belongs to, or nothing can be kept.
   */
  reopen(payload: unknown, who: Who): Promise<string | null>;
}

/** Whose outbox it is. */
export type Who = Pick<Me, 'accountId' | 'role'>;

export interface SentWork {
  /** Why it has no time on air though one was asked for; null: nothing is missing. */
  unscheduled: string | null;
}

export interface Outbox {
  add(job: Pick<Job, 'kind' | 'label' | 'payload'>): Promise<void>;
  jobs(): readonly Job[];
  /** Reads what an earlier page kept. */
  read(): Promise<void>;
  remove(id: string): Promise<void>;
  /** Sends what somebody else's change stood in the way of: it takes the place of that. */
  keepMine(id: string): Promise<void>;
  /** Makes a draft again of what was refused, as its handler does; it is no job then. */
  reopen(id: string): Promise<string | null>;
  /** Tries everything now, also what was refused. */
  sendNow(): Promise<void>;
  subscribe(listener: () => void): () => void;
  start(): () => void;
}

/** The outbox of one account. Handlers are given by the features whose work it carries (app/outbox-handlers.ts). */
export function createOutbox(ports: {
  who: Who;
  handlers: Readonly<Record<string, JobHandler>>;
  onSent: (job: Job) => void;
}): Outbox {
  let jobs: readonly Job[] = [];
  let sending: Promise<void> | null = null;
  const listeners = new Set<() => void>();
  const show = (next: readonly Job[]) => {
    jobs = next;
    for (const listener of listeners) listener();
  };
  const read = async () => {
    const rows = await entries(store).catch(() => []);
    const parsed = rows.flatMap(([, value]) => Job.safeParse(value).data ?? []);
    show(
      parsed
        .filter(({ accountId }) => accountId === ports.who.accountId)
        .sort((a, b) => a.createdAt - b.createdAt),
    );
  };
  const write = async (job: Job) => {
    await set(job.id, job, store);
    await read();
  };
  const remove = async (id: string) => {
    await del(id, store);
    await read();
  };
  /** True: the next may be tried. */
  const sendOne = async (job: Job): Promise<boolean> => {
    const handler = ports.handlers[job.kind];
    if (!handler) return true;
    let at = job;
    const keep = (part: Partial<Job>) => {
      at = { ...at, ...part };
      return write(at);
    };
    let sent: SentWork;
    try {
      sent = await handler.send(job.payload, (payload) => keep({ payload, ...NOT_REFUSED }));
    } catch (error) {
      const refused = mayPass(error) ? null : problemWords(error);
      const by = refused === null ? null : overtakenBy(error);
      if (refused !== at.refused || by !== at.overtakenBy) await keep({ refused, overtakenBy: by });
      return !isNoLine(error);
    }
    if (sent.unscheduled === null) await remove(job.id);
    else await keep({ ...sent, ...NOT_REFUSED });
    ports.onSent(at);
    return true;
  };
  /** Also what is added meanwhile; each once, and nothing that was sent. */
  const sendEach = async (which: (job: Job) => boolean) => {
    const tried = new Set<string>();
    for (;;) {
      const next = jobs.find((job) => job.unscheduled === null && which(job) && !tried.has(job.id));
      if (!next || !(await sendOne(next))) return;
      tried.add(next.id);
    }
  };
  const sendAll = async (which: (job: Job) => boolean) => {
    if (sending !== null) return;
    sending = alone(() => sendEach(which));
    try {
      await sending;
    } finally {
      sending = null;
    }
  };
  const sendNew = () => void sendAll(({ refused }) => refused === null);
  return {
    jobs: () => jobs,
    read,
    remove,
    sendNow: () => sendAll(() => true),
    async keepMine(id) {
      const job = jobs.find((each) => each.id === id);
      const handler = job && ports.handlers[job.kind];
      if (!handler || job.overtakenBy === null) return;
      await write({ ...job, payload: handler.inPlaceOf(job.payload, job.overtakenBy), ...NOT_REFUSED });
      sendNew();
    },
    async reopen(id) {
      // It may just be on its way, and would be both sent and a draft.
      await sending?.catch(() => {});
      const job = jobs.find((each) => each.id === id);
      const handler = job && ports.handlers[job.kind];
      if (!handler || job.refused === null) return null;
      const page = await handler.reopen(job.payload, ports.who);
      if (page !== null) await remove(id);
      return page;
    },
    async add({ kind, label, payload }) {
      const id = crypto.getRandomValues(new Uint32Array(3)).join('-');
      // Two in one millisecond keep their order.
      const createdAt = Math.max(Date.now(), (jobs.at(-1)?.createdAt ?? 0) + 1);
      const begun = { ...NOT_REFUSED, unscheduled: null };
      const { accountId } = ports.who;
      await write({ id, accountId, kind, label, createdAt, payload, ...begun });
      sendNew();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      void read().then(sendNew);
      const timer = setInterval(sendNew, TRY_EVERY_MS);
      window.addEventListener('online', sendNew);
      return () => {
        clearInterval(timer);
        window.removeEventListener('online', sendNew);
      };
    },
  };
}

/** In one tab at a time, where the browser can say so: two tabs would send the same twice. */
async function alone(work: () => Promise<void>): Promise<void> {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  if (!locks) return work();
  await locks.request('loa-outbox', { ifAvailable: true }, async (lock) => {
    if (lock) await work();
  });
}
