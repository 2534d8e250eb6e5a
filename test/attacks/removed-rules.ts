import { gunzipSync } from 'node:zlib';
import { vi } from 'vitest';

/**
 * The rules that protect a loudspeaker, each of which a test can take out of the product as if nobody had written it: what
 * an attack does then proves that it is this rule that stops it. Import this file before anything of the product.
 */
export type Rule =
  /** Signatures are verified, by a key that may sign this. */
  | 'signature'
  /** A signature is for one kind of document. */
  | 'type'
  /** A document names whom it is for. */
  | 'audience'
  /** Counters only grow. */
  | 'counter'
  /** Documents end. */
  | 'expiry'
  /** A roster is signed by the root or by two people. */
  | 'roster signers'
  /** Only the controllers that the roster names are heard. */
  | 'controller keys'
  /** A person's signature stands under a grant. */
  | 'grant signature'
  /** A grant allows its own recording, use and time. */
  | 'grant subject'
  /** What a revoked person signed falls, and what a person or key signed after being retired. */
  | 'revocation'
  /** The roster's hours and loudness bind. */
  | 'limits'
  /** Both sides of an enrolment prove that they know the secret. */
  | 'enrolment proof'
  /** A box speaks for itself alone. */
  | 'report audience'
  /** A revoked box is not heard. */
  | 'revoked box'
  /** Two that write in one box's name are noticed. */
  | 'copied box'
  /** A card that was put back begins another journal. */
  | 'card put back'
  /** A grant for a stream allows its own station or speech, and time. */
  | 'stream subject'
  /** A station is carried in the hours that people signed. */
  | 'station hours'
  /** Live speech lasts no longer than was granted. */
  | 'stream length'
  /** A stream is over at its end, whatever still comes. */
  | 'stream end'
  /** A server answers soon, or counts as away. */
  | 'stream opening'
  /** What has no length comes no faster than time. */
  | 'stream pace'
  /** What waits to be heard is bounded. */
  | 'stream memory'
  /** What breaks again and again is opened ever more rarely. */
  | 'stream backoff'
  /** A station elsewhere does not redirect into this network. */
  | 'own network';

const state = vi.hoisted(() => ({ rule: null as string | null }));

/** Which rule is out; none by default. */
export const removed: { rule: string | null } = state;

function without(rule: Rule): boolean {
  return state.rule === rule;
}

/** Also without a rule nothing that cannot be read is believed. */
const NOT_READ = { ok: false, reason: 'malformed', detail: 'a rule is out' } as const;

function safely<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function readJson(encoded: string): unknown {
  const raw = Buffer.from(encoded, 'base64url');
  return JSON.parse((raw[0] === 0x1f ? gunzipSync(raw) : raw).toString('utf8'));
}

type Json = Record<string, unknown>;

vi.mock('@loa/shared/trust/envelope', async (original) => {
  const real = await original<typeof import('@loa/shared/trust/envelope')>();
  type Open = typeof real.openCompact;
  const openCompact: Open = async (kind, bytes, schema, keyOf) => {
    const [head = '', payload = ''] = Buffer.from(bytes).toString('latin1').split('.');
    const header = real.parseHeader(head);
    if (header && without('signature'))
      return real.parsePayload(Buffer.from(payload, 'base64url'), header.cty, schema, header.kid);
    const other = Object.entries(real.documentTypes).find(([, typ]) => typ === header?.typ)?.[0];
    const asked = without('type') && other ? (other as Parameters<Open>[0]) : kind;
    return real.openCompact(asked, bytes, schema, keyOf);
  };
  return { ...real, openCompact };
});

vi.mock('@loa/shared/trust/general', async (original) => {
  const real = await original<typeof import('@loa/shared/trust/general')>();
  const { parsePayload, parseHeader } = await import('@loa/shared/trust/envelope');
  const openGeneral: typeof real.openGeneral = (kind, bytes, schema, keyOf) => {
    if (!without('signature')) return real.openGeneral(kind, bytes, schema, keyOf);
    const jws = safely(() => real.GeneralJws.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))));
    if (!jws) return NOT_READ;
    const headers = jws.signatures.flatMap((entry) => parseHeader(entry.protected) ?? []);
    const kids = headers.map(({ kid }) => kid);
    const cty = headers[0]?.cty ?? 'json';
    const opened = parsePayload(Buffer.from(jws.payload, 'base64url'), cty, schema, kids[0] ?? '');
    return opened.ok ? { ...opened, kids } : opened;
  };
  return { ...real, openGeneral };
});

/** What a document says, unverified. */
async function unverified(bytes: Uint8Array): Promise<Json> {
  const { parsePayload, parseHeader } = await import('@loa/shared/trust/envelope');
  const { z } = await import('zod');
  const text = Buffer.from(bytes).toString('utf8');
  const general = z.object({ payload: z.string(), signatures: z.array(z.object({ protected: z.string() })) });
  const jws = text.startsWith('{') ? general.parse(JSON.parse(text)) : null;
  const [head = '', payload = ''] = jws ? [jws.signatures[0]?.protected, jws.payload] : text.split('.');
  const cty = parseHeader(head ?? '')?.cty ?? 'json';
  const opened = parsePayload(Buffer.from(payload, 'base64url'), cty, z.record(z.string(), z.unknown()), '');
  return opened.ok ? opened.payload : {};
}

vi.mock('@loa/shared/trust/check-down', async (original) => {
  const real = await original<typeof import('@loa/shared/trust/check-down')>();
  type Context = Parameters<typeof real.checkPlan>[1];
  const FAR = 8_000_000_000_000;
  const lax = async (context: Context, bytes: Uint8Array): Promise<Context> => {
    const none = { planRevision: 0, receiptRevision: 0, overrideRevisions: new Map() };
    const said = without('audience') || without('controller keys') ? await unverified(bytes) : {};
    const chain = Array.isArray(said.areaChain) ? said.areaChain.map(String) : [];
    return {
      ...context,
      accepted: without('counter') ? none : context.accepted,
      boxId: without('audience') && typeof said.boxId === 'string' ? said.boxId : context.boxId,
      communeId: without('audience') && chain.length > 0 ? String(chain.at(-1)) : context.communeId,
      roster:
        without('controller keys') && context.roster
          ? { ...context.roster, controllerKeys: [...context.roster.controllerKeys, ...formerKeys] }
          : context.roster,
    };
  };
  return {
    ...real,
    async checkPlan(bytes: Uint8Array, context: Context) {
      const checked = await real.checkPlan(bytes, await lax(context, bytes));
      if (!checked.ok || !without('expiry')) return checked;
      return { ok: true as const, plan: { ...checked.plan, expiresAt: FAR, coversUntil: FAR } };
    },
    async checkOverride(bytes: Uint8Array, area: string, chain: readonly string[], context: Context) {
      const said = without('audience') ? String((await unverified(bytes)).areaId) : area;
      const chained = without('audience') ? [...chain, said] : chain;
      const checked = await real.checkOverride(bytes, said, chained, await lax(context, bytes));
      if (!checked.ok || !without('expiry')) return checked;
      return { ok: true as const, document: { ...checked.document, expiresAt: FAR } };
    },
    checkReceipt: async (bytes: Uint8Array, context: Context) =>
      real.checkReceipt(bytes, await lax(context, bytes)),
  };
});

/** Controllers' keys that no roster names any more. */
export const formerKeys: { kid: string; key: { kty: 'OKP'; crv: 'Ed25519'; x: string } }[] = [];

vi.mock('@loa/shared/trust/check-roster', async (original) => {
  const real = await original<typeof import('@loa/shared/trust/check-roster')>();
  const { Roster } = await import('@loa/shared/messages/roster');
  const { GeneralJws } = await import('@loa/shared/trust/general');
  const believed = (bytes: Uint8Array) =>
    safely(() => {
      const jws = GeneralJws.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
      return Roster.parse(readJson(jws.payload));
    });
  const checkRoster: typeof real.checkRoster = (bytes, pinned, current) => {
    if (without('roster signers') || without('signature')) {
      const roster = believed(bytes);
      return roster ? { ok: true, roster } : NOT_READ;
    }
    const communeId = (without('audience') && believed(bytes)?.communeId) || pinned.communeId;
    return real.checkRoster(bytes, { ...pinned, communeId }, without('counter') ? null : current);
  };
  return { ...real, checkRoster };
});

vi.mock('../../edge-agent/src/document-store.js', async (original) => {
  const real = await original<typeof import('../../edge-agent/src/document-store.js')>();
  return {
    ...real,
    createDocumentStore(ports: Parameters<typeof real.createDocumentStore>[0]) {
      const store = real.createDocumentStore(ports);
      return {
        ...store,
        counter: (...args: Parameters<typeof store.counter>) =>
          without('counter') ? 0 : store.counter(...args),
      };
    },
  };
});

vi.mock('../../edge-agent/src/override-listing.js', async (original) => {
  const real = await original<typeof import('../../edge-agent/src/override-listing.js')>();
  const overridesFor: typeof real.overridesFor = (given, place) => {
    if (!without('audience')) return real.overridesFor(given, place);
    const documents = [...given].map((document) => ({
      ...document,
      overrides: document.overrides.map(({ boxes: _, ...override }) => override),
    }));
    const chain = documents.map(({ areaId }) => areaId);
    return real.overridesFor(documents, { ...place, areaChain: [...place.areaChain, ...chain] });
  };
  return { ...real, overridesFor };
});

vi.mock('@loa/shared/trust/areas', async (original) => {
  const real = await original<typeof import('@loa/shared/trust/areas')>();
  return {
    ...real,
    coversChain: (...args: Parameters<typeof real.coversChain>) =>
      without('audience') || real.coversChain(...args),
  };
});

vi.mock('@loa/shared/trust/check-grant', async (original) => {
  const real = await original<typeof import('@loa/shared/trust/check-grant')>();
  const { Grant } = await import('@loa/shared/messages/grant');
  const { GeneralJws } = await import('@loa/shared/trust/general');
  const { sha256Hex } = await import('@loa/shared/jcs');
  const checkGrant: typeof real.checkGrant = (bytes, roster, chain) => {
    if (without('grant signature') || without('signature')) {
      const grant = safely(() => {
        const jws = GeneralJws.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
        return Grant.parse(readJson(jws.payload));
      });
      return grant ? { ok: true, grant, grantId: sha256Hex(bytes), people: [] } : NOT_READ;
    }
    const forgiving = roster.people.map(({ revokedAt: _, retiredAt: __, ...person }) => ({
      ...person,
      keys: person.keys.map(({ retiredAt: ___, ...key }) => key),
    }));
    return real.checkGrant(bytes, without('revocation') ? { ...roster, people: forgiving } : roster, chain);
  };
  const grantAllows: typeof real.grantAllows = (...args) =>
    without('grant subject') ? { ok: true } : real.grantAllows(...args);
  return { ...real, checkGrant, grantAllows };
});

vi.mock('../../edge-agent/src/report-store.js', async (original) => {
  const real = await original<typeof import('../../edge-agent/src/report-store.js')>();
  const createReportStore: typeof real.createReportStore = (ports) => {
    const store = real.createReportStore(ports);
    return {
      ...store,
      formedThrough: () => (without('card put back') ? Number.POSITIVE_INFINITY : store.formedThrough()),
    };
  };
  return { ...real, createReportStore };
});

vi.mock('@loa/shared/trust/stream-grants', async (original) => {
  const real = await original<typeof import('@loa/shared/trust/stream-grants')>();
  const FOR_EVER = 8_000_000_000_000;
  const grantAllowsLive: typeof real.grantAllowsLive = (grant, wanted) => {
    const allowed = without('stream subject')
      ? { ok: true as const, maxMs: FOR_EVER }
      : real.grantAllowsLive(grant, wanted);
    return allowed.ok && without('stream length') ? { ok: true, maxMs: FOR_EVER } : allowed;
  };
  const grantAllowsRelay: typeof real.grantAllowsRelay = (grant, wanted) => {
    if (!without('stream subject')) return real.grantAllowsRelay(grant, wanted);
    const hours = [{ from: '00:00', to: '24:00' }];
    return { ok: true, grant: { ...grant, use: 'relay', subject: { url: wanted.url, hours } } };
  };
  const relayHoursAllow: typeof real.relayHoursAllow = (...args) =>
    without('station hours') || real.relayHoursAllow(...args);
  return { ...real, grantAllowsLive, grantAllowsRelay, relayHoursAllow };
});

/** The address of a station that somebody swapped in the database; without the rule any grant is for it. */
export const swapped = { url: '' };

vi.mock('../../controller/src/db/planning-grants.js', async (original) => {
  const real = await original<typeof import('../../controller/src/db/planning-grants.js')>();
  const readGrant: typeof real.readGrant = (...args) => {
    const grant = real.readGrant(...args);
    if (without('stream subject') && grant.use === 'relay')
      return { ...grant, subject: { ...grant.subject, url: swapped.url } };
    if (!without('grant subject') || grant.use !== 'scheduled') return grant;
    // As if it covered whatever one asks for.
    const everything = Object.assign([grant.subject.sha256], { includes: () => true });
    return { ...grant, use: 'set', subject: { sha256: everything } };
  };
  return { ...real, readGrant };
});

vi.mock('@loa/shared/trust/limits', async (original) => {
  const real = await original<typeof import('@loa/shared/trust/limits')>();
  return {
    ...real,
    allowanceAt: (...args: Parameters<typeof real.allowanceAt>) =>
      without('limits') ? { allowed: true as const, maxGainDb: 99 } : real.allowanceAt(...args),
  };
});

vi.mock('@loa/shared/trust/enrolment', async (original) => {
  const real = await original<typeof import('@loa/shared/trust/enrolment')>();
  const sameProof: typeof real.sameProof = (...args) => without('enrolment proof') || real.sameProof(...args);
  return { ...real, sameProof };
});

vi.mock('../../controller/src/dispatch/open-report.js', async (original) => {
  const real = await original<typeof import('../../controller/src/dispatch/open-report.js')>();
  const openReport: typeof real.openReport = async (boxId, bytes, key, at) => {
    const said = without('report audience') ? String((await unverified(bytes)).boxId) : boxId;
    return real.openReport(said, bytes, key, at);
  };
  return { ...real, openReport };
});

vi.mock('../../controller/src/db/report-store.js', async (original) => {
  const real = await original<typeof import('../../controller/src/db/report-store.js')>();
  return {
    ...real,
    createReportStore(ports: Parameters<typeof real.createReportStore>[0]) {
      const store = real.createReportStore(ports);
      type Key = ReturnType<typeof store.keyOf>;
      const known = new Map<string, Key>();
      return {
        ...store,
        keyOf(boxId: string): Key {
          const key = store.keyOf(boxId);
          if (key.kind === 'enrolled') known.set(boxId, key);
          return key.kind === 'revoked' && without('revoked box') ? (known.get(boxId) ?? key) : key;
        },
        async commit(...args: Parameters<typeof store.commit>) {
          const stored = await store.commit(...args);
          return without('copied box') ? { ...stored, forked: [] } : stored;
        },
      };
    },
  };
});

vi.mock('../../edge-agent/src/player/sources/stream-bounds.js', async (original) => {
  const real = await original<typeof import('../../edge-agent/src/player/sources/stream-bounds.js')>();
  return {
    get OPENING_MS() {
      return without('stream opening') ? 1e9 : real.OPENING_MS;
    },
    waitFor: (...args: Parameters<typeof real.waitFor>) =>
      without('stream pace') ? 0 : real.waitFor(...args),
    hasStood: (openMs: number) => without('stream backoff') || real.hasStood(openMs),
  };
});

vi.mock('../../edge-agent/src/player/sources/own-network.js', async (original) => {
  const real = await original<typeof import('../../edge-agent/src/player/sources/own-network.js')>();
  // Of this machine's addresses one stands for the world, another for what is beside the box.
  const isOwnNetwork = (address: string) => address === '127.0.0.2' && !without('own network');
  return { ...real, isOwnNetwork };
});

vi.mock('../../edge-agent/src/player/sources/jitter-buffer.js', async (original) => {
  const real = await original<typeof import('../../edge-agent/src/player/sources/jitter-buffer.js')>();
  const createJitterBuffer: typeof real.createJitterBuffer = () => {
    const buffer = real.createJitterBuffer();
    const SMALL = 100_000;
    return {
      ...buffer,
      size: () => (without('stream memory') ? Math.min(SMALL, buffer.size()) : buffer.size()),
    };
  };
  return { ...real, createJitterBuffer };
});

vi.mock('../../edge-agent/src/player/voice.js', async (original) => {
  const real = await original<typeof import('../../edge-agent/src/player/voice.js')>();
  const createVoice: typeof real.createVoice = (given, ...rest) => {
    if (!without('stream end')) return real.createVoice(given, ...rest);
    const { endByMonotonic: _, ...request } = given.request;
    return real.createVoice({ ...given, request }, ...rest);
  };
  return { ...real, createVoice };
});
