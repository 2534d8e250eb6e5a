import { readFileSync } from 'node:fs';
import { sha256Hex } from '@loa/shared/jcs';
import * as http from '@loa/shared/messages/agent-http';
import { Grant } from '@loa/shared/messages/grant';
import { OverrideDocument } from '@loa/shared/messages/override';
import { Plan } from '@loa/shared/messages/plan';
import { Receipt } from '@loa/shared/messages/receipt';
import { JournalEntry, Report } from '@loa/shared/messages/report';
import { Roster } from '@loa/shared/messages/roster';
import { Status } from '@loa/shared/messages/status';
import { checkGrant, grantAllows } from '@loa/shared/trust/check-grant';
import { checkRoster } from '@loa/shared/trust/check-roster';
import { boxProof, controllerProof, parseCode } from '@loa/shared/trust/enrolment';
import { type CompactKind, openCompact, signCompact } from '@loa/shared/trust/envelope';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  AUDIO,
  COMMUNE,
  type GoldenActors,
  goldenActors,
  PROVINCE,
  T0,
  VILLAGE,
} from '../../fixtures/golden-documents.js';

const read = (name: string) => readFileSync(new URL(`../../fixtures/messages/v1/${name}`, import.meta.url));
const readJson = (name: string): unknown => JSON.parse(read(name).toString('utf8'));

const chain = [PROVINCE, COMMUNE, VILLAGE];
let actors: GoldenActors;
let roster: Roster;

beforeAll(async () => {
  actors = await goldenActors();
  roster = Roster.parse(readJson('roster.json'));
});

describe('golden payloads of protocol v1', () => {
  const payloads: [string, z.ZodType][] = [
    ['roster.json', Roster],
    ['grant.json', Grant],
    ['plan.json', Plan],
    ['plan-empty.json', Plan],
    ['override.json', OverrideDocument],
    ['override-test.json', OverrideDocument],
    ['receipt.json', Receipt],
    ['report-1.json', Report],
    ['report-2.json', Report],
    ['report-3.json', Report],
    ['status.json', Status],
    ['status-live.json', Status],
    ['status-will.json', Status],
    ['time.json', http.TimeAnswer],
    ['token-challenge.json', http.TokenChallenge],
    ['token-proof.json', http.TokenProof],
  ];

  it.each(payloads)('%s parses and loses nothing', (name, schema) => {
    expect(schema.parse(readJson(name))).toEqual(readJson(name));
  });

  it('ignores fields that a later minor version adds', () => {
    const later = { ...(readJson('plan.json') as object), addedLater: { anything: true } };
    expect(Plan.parse(later)).toEqual(readJson('plan.json'));
  });

  it('reads every journal entry of the reports by itself', () => {
    for (const name of ['report-1.json', 'report-2.json', 'report-3.json']) {
      const report = Report.parse(readJson(name));
      report.entries.forEach((entry, index) => {
        expect(JournalEntry.parse(entry).seq).toBe(report.firstSeq + index);
      });
    }
  });
});

describe('golden compact documents', () => {
  const documents: [string, CompactKind, z.ZodType, 'controller' | 'box'][] = [
    ['plan', 'plan', Plan, 'controller'],
    ['plan-empty', 'plan', Plan, 'controller'],
    ['override', 'override', OverrideDocument, 'controller'],
    ['override-test', 'override', OverrideDocument, 'controller'],
    ['receipt', 'receipt', Receipt, 'controller'],
    ['report-1', 'report', Report, 'box'],
    ['report-2', 'report', Report, 'box'],
    ['report-3', 'report', Report, 'box'],
    ['time', 'time', http.TimeAnswer, 'controller'],
    ['token-challenge', 'tokenChallenge', http.TokenChallenge, 'controller'],
    ['token-proof', 'tokenProof', http.TokenProof, 'box'],
  ];

  it.each(documents)(
    '%s.jws opens with its signer’s key and holds its payload',
    async (name, kind, schema, signer) => {
      const { kid, publicJwk } = actors[signer];
      const opened = await openCompact(kind, read(`${name}.jws`), schema, (id) =>
        id === kid ? publicJwk : undefined,
      );
      expect(opened).toEqual({ ok: true, kid, payload: readJson(`${name}.json`) });
    },
  );

  it('signs small documents to the very same bytes again', async () => {
    const again = await signCompact('receipt', readJson('receipt.json'), actors.controller);
    expect(Buffer.from(again).toString()).toBe(read('receipt.jws').toString());
  });

  it('chains each report to the bytes of the one before', () => {
    expect(Report.parse(readJson('report-2.json')).prev).toBe(sha256Hex(read('report-1.jws')));
    expect(Report.parse(readJson('report-3.json')).prev).toBe(sha256Hex(read('report-2.jws')));
  });
});

describe('golden rosters and grants', () => {
  const pinned = () => ({ rootKey: actors.root.publicJwk, communeId: COMMUNE });

  it('accepts the roster that the root signed', () => {
    expect(checkRoster(read('roster.jws.json'), pinned(), null)).toEqual({ ok: true, roster });
  });

  it('accepts the next version signed by two people, one of them with a passkey', () => {
    const outcome = checkRoster(read('roster-two-people.jws.json'), pinned(), roster);
    expect(outcome).toMatchObject({ ok: true, roster: { version: 4 } });
  });

  it.each(['grant.jws.json', 'grant-passkey.jws.json', 'grant-two-signatures.jws.json'])(
    'accepts %s',
    (name) => {
      const checked = checkGrant(read(name), roster, chain);
      expect(checked).toMatchObject({
        ok: true,
        grant: readJson('grant.json'),
        grantId: sha256Hex(read(name)),
      });
      if (!checked.ok) return;
      expect(checked.people).toHaveLength(name === 'grant-two-signatures.jws.json' ? 2 : 1);
      expect(grantAllows(checked.grant, { use: 'scheduled', sha256: AUDIO, at: T0 })).toEqual({ ok: true });
    },
  );

  it('accepts every grant that the override carries', () => {
    const document = OverrideDocument.parse(readJson('override.json'));
    for (const text of document.grants) {
      expect(checkGrant(Buffer.from(text), roster, chain)).toMatchObject({ ok: true });
    }
  });
});

it('proves the golden enrolment on both sides', () => {
  const golden = readJson('enrolment.json') as Record<string, unknown>;
  const code = parseCode(String(golden.code));
  const request = http.EnrolRequest.parse(golden.request);
  const answer = http.EnrolAnswer.parse(golden.answer);
  const { proof, ...unproved } = answer;
  expect(code).toEqual({ codeId: 'K7QM', secret: golden.secret });
  expect(controllerProof(code?.secret ?? '', request, unproved)).toBe(proof);
  expect({ codeId: 'K7QM', proof: boxProof(code?.secret ?? '', request, answer) }).toEqual(
    http.EnrolConfirm.parse(golden.confirm),
  );
});
