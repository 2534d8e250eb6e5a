import { open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SettingError } from '@loa/shared/errors';
import { Sha256 } from '@loa/shared/ids';
import { Ed25519Jwk } from '@loa/shared/messages/jwk';
import { keyId } from '@loa/shared/trust/keys';
import { CSV_HEAD, exportAudit, toCsv, toJsonLines } from '../db/audit-export.js';
import { auditHead } from '../db/audit-head.js';
import { type NotedHead, verifyAudit } from '../db/audit-verify.js';
import { readDatabase } from '../db/outlook-database.js';
import { CONTROLLER_KEY_FILE } from '../trust/controller-key.js';
import { readPublicKey } from '../trust/key-files.js';
import type { Command } from './command.js';
import { databaseOf } from './database-of.js';
import { optional, required, several } from './typed.js';

const DATA_HELP =
  "  --data FOLDER   the controller's data folder (or LOA_DATA; default ./data, else the demonstration in it)";

export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'whether the audit log stands as it was written; says where it does not',
  help: `  --head ROW:HASH   a head noted elsewhere (a report, paper, an older backup); may stand several times
  --controller-key FILE   a former public key of the controller (a JWK); may stand several times
${DATA_HELP}

Reads the database, also while the controller runs, or a backup of it. Exit code 1 when the log was changed.
Someone who holds the controller's key can rewrite the log and sign it anew: only a head noted elsewhere tells of that.`,
  options: {
    head: { type: 'string', multiple: true },
    'controller-key': { type: 'string', multiple: true },
    data: { type: 'string' },
  },
  async run(typed, { env, say, complain }) {
    const path = databaseOf(typed, env);
    const noted = several(typed, 'head').map(notedHead);
    const keys = await Promise.all([
      readPublicKey(join(dirname(path), 'keys', CONTROLLER_KEY_FILE)),
      ...several(typed, 'controller-key').map(readJwk),
    ]);
    const byId = new Map(keys.map((key) => [keyId(key), key]));
    const found = await readDatabase(path, (db) => verifyAudit(db, { keys: byId, noted }));
    if (!found.ok) {
      complain(`The audit log of ${path} was changed, from row ${found.row} on. ${found.why}`);
      return 1;
    }
    const { rows, signedHeads, head } = found;
    say(`The audit log stands as it was written: ${rows} rows, ${signedHeads} signed heads.`);
    if (head) say(`Head  ${head.id}:${head.hash}`);
    return 0;
  },
};

export const auditHeadShown: Command = {
  name: 'audit head',
  summary: 'the newest row of the audit log, to note down elsewhere',
  help: DATA_HELP,
  options: { data: { type: 'string' } },
  async run(typed, { env, say }) {
    const head = await readDatabase(databaseOf(typed, env), auditHead);
    if (!head) {
      say('The audit log is empty.');
      return 0;
    }
    say(`Head    ${head.id}:${head.hash}  (${new Date(head.at).toISOString()})`);
    if (head.signed) {
      const { auditId, signedAt, jws } = head.signed;
      say(`Signed  row ${auditId} on ${new Date(signedAt).toISOString()}\n${jws}`);
    }
    return 0;
  },
};

export const auditExport: Command = {
  name: 'audit export',
  summary: 'the audit log as CSV or JSON lines, oldest first',
  help: `  --out FILE      where to; it must not exist yet
  --format NAME   csv (default) or jsonl
${DATA_HELP}

Names what people did: keep the file as safe as the controller. It is made with mode 0600.`,
  options: { out: { type: 'string' }, format: { type: 'string' }, data: { type: 'string' } },
  async run(typed, { env, say }) {
    const format = optional(typed, 'format') ?? 'csv';
    if (format !== 'csv' && format !== 'jsonl') throw new SettingError('--format is csv or jsonl.');
    const path = databaseOf(typed, env);
    const out = required(typed, 'out');
    const file = await open(out, 'wx', 0o600).catch((error: unknown) => {
      throw new SettingError(`${out} cannot be made: ${error instanceof Error ? error.message : error}`);
    });
    let rows = 0;
    try {
      if (format === 'csv') await file.write(CSV_HEAD);
      await readDatabase(path, async (db) => {
        const everything = { root: null, from: 0, to: Number.MAX_SAFE_INTEGER };
        for await (const page of exportAudit(db, everything)) {
          rows += page.length;
          await file.write(format === 'csv' ? toCsv(page) : toJsonLines(page));
        }
      });
    } finally {
      await file.close();
    }
    say(`Wrote ${rows} rows to ${out}.`);
    return 0;
  },
};

function notedHead(text: string): NotedHead {
  const [id = '', hash] = text.split(':');
  const known = Sha256.safeParse(hash);
  if (!/^[1-9]\d{0,14}$/.test(id) || !known.success) {
    throw new SettingError(`--head ${text} is not a head: ROW:HASH, as loa audit head prints it.`);
  }
  return { id: Number(id), hash: known.data };
}

async function readJwk(path: string): Promise<Ed25519Jwk> {
  const key = Ed25519Jwk.safeParse(JSON.parse(await readFile(path, 'utf8').catch(() => 'null')));
  if (!key.success) throw new SettingError(`${path} is not a public key (JWK, Ed25519).`);
  return key.data;
}
