import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signCompact } from '@loa/shared/trust/envelope';
import { generatePrivateJwk, importSigningKey, PrivateJwk, type SigningKey } from '@loa/shared/trust/keys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { revokeBox } from '../../../controller/src/db/boxes.js';
import { createReportStore } from '../../../controller/src/db/report-store.js';
import { openReport } from '../../../controller/src/dispatch/open-report.js';
import type { Http } from '../../../edge-agent/src/http.js';
import { rotateKey } from '../../../edge-agent/src/rotate-key.js';
import {
  type AgentHttpBench,
  createTestBox,
  proveToken,
  startAgentHttp,
} from '../../support/agent-http-bench.js';

const BOX = 'box_aaa';
let bench: AgentHttpBench;
let dataDir: string;
let former: SigningKey;
beforeEach(async () => {
  bench = await startAgentHttp();
  const box = await createTestBox(bench, await bench.expectBox(BOX));
  await box.enrol();
  former = box.key;
  dataDir = mkdtempSync(join(tmpdir(), 'loa-box-key-'));
  writeFileSync(join(dataDir, 'box-key.json'), JSON.stringify(box.jwk), { mode: 0o600 });
});
afterEach(async () => {
  rmSync(dataDir, { recursive: true });
  await bench.close();
});

const http: Http = {
  get: () => Promise.reject(new Error('nothing is fetched')),
  async post(url, json) {
    const body = JSON.stringify(json);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body });
    return { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()) };
  },
};
const server = () => bench.url('').replace(/\/agent$/, '');
const rotate = (through: Http = http) =>
  rotateKey({ dataDir, boxId: BOX, server: server(), http: through }, new AbortController().signal);
const keyOnCard = async () =>
  importSigningKey(PrivateJwk.parse(JSON.parse(readFileSync(join(dataDir, 'box-key.json'), 'utf8'))));
const change = async (newKey: SigningKey, by: SigningKey, boxId = BOX) =>
  Buffer.from(await signCompact('boxKey', { boxId, newKey: newKey.publicJwk }, by)).toString('ascii');

describe('a box that changes its key', () => {
  it('is known by the new one from then on; what it had formed before is still taken', async () => {
    await rotate();
    const fresh = await keyOnCard();
    expect(fresh.kid).not.toBe(former.kid);
    expect(existsSync(join(dataDir, 'box-key-next.json'))).toBe(false);
    expect((await bench.post('/token', { proof: await proveToken(bench, BOX, fresh) })).status).toBe(200);
    expect(await bench.refusal('/token', { proof: await proveToken(bench, BOX, former) })).toBe(
      '403 box_not_enrolled',
    );

    const key = createReportStore(bench).keyOf(BOX);
    const report = {
      boxId: BOX,
      journalId: 'journal_one',
      issuedAt: 1,
      firstSeq: 1,
      prev: null,
      entries: [{ odd: true }],
    };
    const opened = async (signer: SigningKey, at: number) =>
      (await openReport(BOX, await signCompact('report', report, signer), key, at)).ok;
    const now = bench.clock.now();
    expect(await opened(fresh, now)).toBe(true);
    expect(await opened(former, now)).toBe(true);
    expect(await opened(former, now + 32 * 86_400_000)).toBe(false);
    expect(await opened(await importSigningKey(generatePrivateJwk()), now)).toBe(false);
  });

  it('ends alike when the answer was lost or the power was cut', async () => {
    const lost: Http = {
      ...http,
      async post(...asked) {
        await http.post(...asked);
        throw new Error('cut');
      },
    };
    await expect(rotate(lost)).rejects.toThrow(/cannot be reached/);
    expect((await keyOnCard()).kid).toBe(former.kid);
    const { keyId } = await rotate();
    expect((await keyOnCard()).kid).toBe(keyId);
    const { length } = await bench.db.selectFrom('box_former_key').selectAll().execute();
    expect(length).toBe(1);
  });

  it('is not taken from a stranger, for another box, nor without the new key’s own word', async () => {
    const stranger = await importSigningKey(generatePrivateJwk());
    const fresh = await importSigningKey(generatePrivateJwk());
    const both = async (by: SigningKey, boxId = BOX) => ({
      byFormer: await change(fresh, by, boxId),
      byNew: await change(fresh, fresh, boxId),
    });
    expect(await bench.refusal('/key', await both(stranger))).toBe('403 box_not_enrolled');
    expect(await bench.refusal('/key', await both(former, 'box_bbb'))).toBe('403 bad_proof');
    const unproven = { byFormer: await change(fresh, former), byNew: await change(fresh, former) };
    expect(await bench.refusal('/key', unproven)).toBe('403 bad_proof');
    await rotate();
    // The former key, found on a thrown-away card, changes nothing any more.
    expect(await bench.refusal('/key', await both(former))).toBe('403 bad_proof');
    await revokeBox(bench.db, BOX, bench.clock.now());
    expect(await bench.refusal('/key', await both(await keyOnCard()))).toBe('403 box_not_enrolled');
  });
});
