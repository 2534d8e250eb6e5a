import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../../controller/src/cli/commands.js';
import { runCli } from '../../../controller/src/cli/run.js';
import { auditWriter, writeAudit } from '../../../controller/src/db/audit.js';
import { auditHash, CHAIN_START } from '../../../controller/src/db/audit-chain.js';
import { CSV_HEAD, exportAudit, toCsv, toJsonLines } from '../../../controller/src/db/audit-export.js';
import { auditHead, signAuditHead } from '../../../controller/src/db/audit-head.js';
import { verifyAudit } from '../../../controller/src/db/audit-verify.js';
import { createAuditWatch } from '../../../controller/src/db/audit-watch.js';
import { type OpenDatabase, openDatabase } from '../../../controller/src/db/database.js';
import { inTransaction } from '../../../controller/src/db/sqlite-turn.js';
import { createKeyFile, type LoadedKey } from '../../../controller/src/trust/key-files.js';
import { systemClock } from '../../../shared/src/node/system-clock.js';
import { createFakeClock } from '../../support/fake-clock.js';

const AT = Date.UTC(2026, 10, 2);
let folder: string;
let database: OpenDatabase;
let signer: LoadedKey;
let keys: Map<string, LoadedKey['publicJwk']>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-audit-'));
  database = await openDatabase({ path: join(folder, 'loa.db') });
  signer = await createKeyFile(join(folder, 'keys', 'controller.jwk'), 'controller');
  keys = new Map([[signer.kid, signer.publicJwk]]);
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

async function write(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const entry = { at: AT + n, actor: 'account_hoa', action: 'bulletin.approve', areaId: 'area_xa' };
    await writeAudit(database.db, { ...entry, subject: `bulletin_${n}`, detail: { tên: 'Họp thôn', n } });
  }
}

const verify = (noted: { id: number; hash: string }[] = []) => verifyAudit(database.db, { keys, noted });

/** Someone with the file in hand: no trigger stands in the way. */
function byHand(...statements: string[]): void {
  for (const name of [
    'audit_no_update',
    'audit_no_delete',
    'audit_chained',
    'audit_head_no_update',
    'audit_head_no_delete',
  ])
    database.sqlite.exec(`drop trigger if exists ${name}`);
  for (const statement of statements) database.sqlite.exec(statement);
}

describe('the audit log', () => {
  it('is a chain: each row names the one before it, from a fixed start', async () => {
    await write(3);
    const rows = await database.db.selectFrom('audit').selectAll().orderBy('id').execute();
    expect(rows.map(({ id, prev }) => [id, prev])).toEqual([
      [1, CHAIN_START],
      [2, rows[0]?.hash],
      [3, rows[1]?.hash],
    ]);
    const head = rows[2]?.hash;
    expect(await verify()).toEqual({ ok: true, rows: 3, signedHeads: 0, head: { id: 3, hash: head } });
  });

  it('hashes as it did when the first row was written: what is on paper somewhere stays true', () => {
    const row = {
      id: 1,
      at: AT,
      actor: 'cli',
      action: 'account.create',
      areaId: null,
      subject: 'account_hoa',
    };
    expect(auditHash({ ...row, detail: { b: [1, 2.5], a: 'Ô' }, prev: CHAIN_START })).toBe(
      'df29e59d24ba78189ce15ee7503a07c095a3336e56a53cfb277a6900b9740d93',
    );
  });

  it('takes no row with its transaction when that fails, and goes on without a gap', async () => {
    await write(1);
    const failed = database.db.transaction().execute(async (trx) => {
      await writeAudit(trx, { at: AT, actor: 'a', action: 'x', areaId: null, subject: 's' });
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await write(1);
    expect(await verify()).toMatchObject({ ok: true, rows: 2 });
  });

  it('stays one chain when many write at once, in transactions, outside of them, and in batches', async () => {
    const entry = { at: AT, actor: 'a', action: 'x', areaId: null, subject: 's' };
    await Promise.all([
      ...Array.from({ length: 20 }, () => writeAudit(database.db, entry)),
      ...Array.from({ length: 20 }, () =>
        database.db.transaction().execute(async (trx) => {
          await writeAudit(trx, entry);
          await writeAudit(trx, entry);
        }),
      ),
      ...Array.from({ length: 20 }, () => inTransaction(database, () => auditWriter(database.sqlite)(entry))),
    ]);
    expect(await verify()).toMatchObject({ ok: true, rows: 80 });
  });

  it('refuses every change, deletion and row out of the chain, whichever code asks', async () => {
    await write(2);
    await signAuditHead(database.db, { signer, now: AT });
    for (const statement of [
      "update audit set actor = 'x' where id = 1",
      'delete from audit where id = 2',
      "insert into audit (id, at, actor, action, subject, detail) values (3, 1, 'a', 'b', 'c', '{}')",
      `insert into audit (id, at, actor, action, subject, detail, prev, hash) values (3, 1, 'a', 'b', 'c', '{}', '${CHAIN_START}', 'f')`,
      "update audit_head set hash = 'x'",
      'delete from audit_head',
    ])
      expect(() => database.sqlite.exec(statement)).toThrow(/audit log/);
    expect(await verify()).toMatchObject({ ok: true, rows: 2, signedHeads: 1 });
  });
});

describe('a log that was edited by hand', () => {
  const cases: [string, string[], number, RegExp][] = [
    [
      'a row says something else',
      ["update audit set actor = 'account_x' where id = 2"],
      2,
      /changed after it was written/,
    ],
    ['a row’s place is another', ['update audit set area_id = null where id = 3'], 3, /changed/],
    ['a row’s detail is no JSON any more', ["update audit set detail = '{' where id = 4"], 4, /changed/],
    ['a row is gone', ['delete from audit where id = 3'], 4, /Row 3 is missing/],
    ['three rows are gone', ['delete from audit where id between 2 and 4'], 5, /Rows 2 to 4 are missing/],
    [
      'two rows changed places',
      [
        'update audit set id = 90 where id = 2',
        'update audit set id = 2 where id = 3',
        'update audit set id = 3 where id = 90',
      ],
      2,
      /does not follow/,
    ],
    ['its end was cut off before the head that was signed', ['delete from audit where id > 4'], 5, /was cut/],
    ['a signed head was forged', ["update audit_head set bytes = x'61'"], 5, /not signed by the controller/],
  ];
  for (const [what, statements, row, why] of cases) {
    it(`is found out: ${what}`, async () => {
      await write(5);
      await signAuditHead(database.db, { signer, now: AT });
      await write(1);
      byHand('pragma foreign_keys = off', ...statements);
      expect(await verify()).toMatchObject({ ok: false, row, why: expect.stringMatching(why) });
    });
  }

  it('is found out when everything was hashed anew: the signed head names another row', async () => {
    await write(3);
    await signAuditHead(database.db, { signer, now: AT });
    const noted = await auditHead(database.db);
    byHand("update audit set actor = 'account_x' where id = 1");
    await rehash();
    expect(await verify()).toMatchObject({
      ok: false,
      row: 3,
      why: expect.stringMatching(/up to 3 were rewritten.*signed on/),
    });
    // Who stole the controller's key signs it anew: only what was noted elsewhere tells.
    byHand('delete from audit_head');
    await signAuditHead(database.db, { signer, now: AT });
    expect(await verify()).toMatchObject({ ok: true });
    expect(await verify(noted ? [noted] : [])).toMatchObject({
      ok: false,
      row: 3,
      why: expect.stringMatching(/noted elsewhere/),
    });
  });

  async function rehash(): Promise<void> {
    let prev = CHAIN_START;
    for (const { area_id: areaId, ...row } of await database.db
      .selectFrom('audit')
      .selectAll()
      .orderBy('id')
      .execute()) {
      const hash = auditHash({ ...row, areaId, detail: JSON.parse(row.detail), prev });
      await sql`update audit set prev = ${prev}, hash = ${hash} where id = ${row.id}`.execute(database.db);
      prev = hash;
    }
  }
});

describe('its head', () => {
  it('is signed once for what was written, and again after more was written', async () => {
    expect(await signAuditHead(database.db, { signer, now: AT })).toBeNull();
    await write(2);
    expect(await signAuditHead(database.db, { signer, now: AT })).toMatchObject({ auditId: 2 });
    expect(await signAuditHead(database.db, { signer, now: AT + 1 })).toBeNull();
    await write(1);
    expect(await signAuditHead(database.db, { signer, now: AT + 2 })).toMatchObject({ auditId: 3 });
    expect(await auditHead(database.db)).toMatchObject({ id: 3, signed: { auditId: 3, signedAt: AT + 2 } });
  });
});

describe('loa audit', () => {
  const said: string[] = [];
  beforeEach(() => {
    said.length = 0;
  });
  const loa = (...argv: string[]) =>
    runCli(argv, commands, {
      ...{ fetch, clock: systemClock, env: { LOA_DATA: folder }, signal: new AbortController().signal },
      ...{ say: (line) => said.push(line), complain: (line) => said.push(line) },
      ...{ confirm: async () => false, askSecret: async () => null },
    });

  it('verifies, names the head, and says in words where the log breaks', async () => {
    await write(3);
    await signAuditHead(database.db, { signer, now: AT });
    expect(await loa('audit', 'verify')).toBe(0);
    expect(said[0]).toContain('3 rows, 1 signed heads');
    const head = said[1]?.replace('Head  ', '') ?? '';
    expect(await loa('audit', 'head')).toBe(0);
    expect(said[2]).toContain(head);
    expect(await loa('audit', 'verify', '--head', head)).toBe(0);
    expect(await loa('audit', 'verify', '--head', `3:${'0'.repeat(64)}`)).toBe(1);
    byHand("update audit set action = 'bulletin.edit' where id = 2");
    expect(await loa('audit', 'verify')).toBe(1);
    expect(said.at(-1)).toMatch(/from row 2 on\. Row 2 .* was changed/);
    expect(await loa('audit', 'verify', '--head', 'nonsense')).toBe(1);
  });

  it('believes a head that a former key signed only when it is named', async () => {
    const former = await createKeyFile(join(folder, 'former.jwk'), 'controller');
    await write(1);
    await signAuditHead(database.db, { signer: former, now: AT });
    expect(await loa('audit', 'verify')).toBe(1);
    expect(said.at(-1)).toContain('--controller-key');
    const file = join(folder, 'public.jwk');
    await writeFile(file, JSON.stringify(former.publicJwk));
    expect(await loa('audit', 'verify', '--controller-key', file)).toBe(0);
  });

  it('exports what can be verified without us, to a file that only its owner may read', async () => {
    await write(2);
    const out = join(folder, 'out.jsonl');
    expect(await loa('audit', 'export', '--format', 'jsonl', '--out', out)).toBe(0);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    const rows = (await readFile(out, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const row of rows) expect(auditHash(row)).toBe(row.hash);
    expect(await loa('audit', 'export', '--format', 'jsonl', '--out', out)).toBe(1);
  });
});

it('is exported for a spreadsheet without formulas in it', async () => {
  const entry = { at: AT, actor: '=cmd()', action: 'x', areaId: null };
  await writeAudit(database.db, { ...entry, subject: 'a "b", c', detail: { x: 'dòng\nmới' } });
  for await (const rows of exportAudit(database.db, { root: null, from: 0, to: AT + 1 })) {
    expect(CSV_HEAD.startsWith('\uFEFF')).toBe(true);
    expect(toCsv(rows)).toContain(
      `1,2026-11-02T00:00:00.000Z,'=cmd(),'=cmd(),x,,"a ""b"", c","{""x"":""dòng\\nmới""}",`,
    );
    expect(toJsonLines(rows).split('\n')).toHaveLength(2);
  }
});

describe('the watch over the chain', () => {
  const MINUTE = 60_000;
  const DAY = 24 * 60 * MINUTE;
  const watched = () => {
    const clock = createFakeClock(AT + DAY);
    return { clock, watch: createAuditWatch({ db: database.db, clock, keys: () => keys }) };
  };

  it('says up to when the log stands, and goes on with rows that came since', async () => {
    await write(3);
    await signAuditHead(database.db, { signer, now: AT + 10 });
    const { watch } = watched();
    expect(await watch.status()).toMatchObject({ state: 'whole', rows: 3, until: AT + 2, signedAt: AT + 10 });
    await write(2);
    expect(await watch.status()).toMatchObject({ state: 'whole', rows: 5 });
  });

  it('walks a long log by parts, so that nobody waits for it', async () => {
    const insert = auditWriter(database.sqlite);
    await inTransaction(database, () => {
      for (let n = 0; n < 9_000; n++)
        insert({ at: AT + n, actor: 'a', action: 'x', areaId: null, subject: 's' });
    });
    const { watch } = watched();
    const states = [await watch.status(), await watch.status(), await watch.status()];
    expect(states.map(({ state }) => state)).toEqual(['checking', 'checking', 'whole']);
    expect(states[0]).toMatchObject({ rows: 4_000, total: 9_000 });
  });

  it('lets others in while it walks, and walks once for all who ask', async () => {
    await write(500);
    const { watch } = watched();
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const [one, two] = await Promise.all([watch.status(), watch.status()]);
    clearInterval(timer);
    expect(one).toBe(two);
    expect(turns).toBeGreaterThan(0);
  });

  it('names the row where it breaks, and looks again when it may have been mended', async () => {
    await write(4);
    byHand("update audit set subject = 'bulletin_other' where id = 3");
    const { clock, watch } = watched();
    expect(await watch.status()).toMatchObject({ state: 'broken', kind: 'changed', row: 3, until: AT + 1 });
    byHand("update audit set subject = 'bulletin_2' where id = 3");
    expect(await watch.status()).toMatchObject({ state: 'broken' });
    await clock.advance(6 * MINUTE);
    expect(await watch.status()).toMatchObject({ state: 'whole', rows: 4 });
  });

  it('finds by the next day what was changed behind it', async () => {
    await write(4);
    const { clock, watch } = watched();
    expect(await watch.status()).toMatchObject({ state: 'whole' });
    byHand('update audit set at = 1 where id = 2');
    await clock.advance(DAY + MINUTE);
    expect(await watch.status()).toMatchObject({ state: 'broken', row: 2 });
  });
});
