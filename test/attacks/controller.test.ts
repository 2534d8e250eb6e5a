import './removed-rules.js';

import { topics } from '@loa/shared/topics';
import { signCompact } from '@loa/shared/trust/envelope';
import { generatePrivateJwk, importSigningKey } from '@loa/shared/trust/keys';
import { afterEach, describe, expect, it } from 'vitest';
import { findBox, revokeBox } from '../../controller/src/db/boxes.js';
import {
  type AgentHttpBench,
  createTestBox,
  proveToken,
  startAgentHttp,
} from '../support/agent-http-bench.js';
import { createBoxReporter } from '../support/box-reporter.js';
import { type DispatchBench, openDispatchBench } from '../support/dispatch-bench.js';
import { playedEntries, samplePlaybackId } from '../support/journal-entries.js';
import { rewritten } from './forge.js';
import { type Rule, removed } from './removed-rules.js';

const at = Date.UTC(2026, 10, 2, 10);
afterEach(() => {
  removed.rule = null;
});

/** Lives `attack` through over a controller's dispatch; returns what its log says of playbacks, and the incidents. */
async function reported(
  without: Rule | null,
  attack: (bench: DispatchBench) => Promise<void>,
): Promise<{ played: string[]; incidents: string[] }> {
  removed.rule = without;
  const bench = await openDispatchBench();
  try {
    await bench.start();
    await attack(bench);
    await bench.settle();
    const { db } = bench.database;
    const played = await db.selectFrom('playback').select(['box_id', 'state']).orderBy('num').execute();
    const incidents = await db.selectFrom('incident').select('kind').orderBy('id').execute();
    return {
      played: played.map(({ box_id, state }) => `${box_id} ${state}`),
      incidents: incidents.map(({ kind }) => kind),
    };
  } finally {
    await bench.close();
    removed.rule = null;
  }
}

const reporterOf = (bench: DispatchBench, key = bench.boxKey, journalId = 'journal_a') =>
  createBoxReporter({ boxId: 'box_a', journalId, key, issuedAt: at });
const played = (n = 1, firstSeq = 1) => playedEntries(samplePlaybackId(n), firstSeq, at);

describe('reports:', () => {
  it('forged by a stranger: nothing is believed, an incident tells; without the rule “signature” the log lies', async () => {
    const attack = async (bench: DispatchBench) => {
      const reporter = reporterOf(bench, await importSigningKey(generatePrivateJwk()));
      await reporter.send(bench.boxBus, await reporter.report(played()));
    };
    expect(await reported(null, attack)).toEqual({ played: [], incidents: ['report_unknown_key'] });
    expect((await reported('signature', attack)).played).toEqual(['box_a finished']);
  });

  it('rewritten on the way, from failed to finished: as forged', async () => {
    const attack = async (bench: DispatchBench) => {
      const [ready, claimed, , ended] = played();
      const reporter = reporterOf(bench);
      const honest = await reporter.report([ready, claimed]);
      const bytes = rewritten(honest.bytes, (said) => ({
        ...said,
        entries: [ready, claimed, { ...played()[2] }, ended],
      }));
      await bench.boxBus.publish(topics.report('box_a'), bytes, { qos: 1 });
    };
    expect(await reported(null, attack)).toEqual({ played: [], incidents: ['report_bad_signature'] });
    expect((await reported('signature', attack)).played).toEqual(['box_a finished']);
  });

  it('re-targeted to another box’s topic: an incident tells; without the rule “report audience” that box has played', async () => {
    const attack = async (bench: DispatchBench) => {
      // Both boxes of the bench have one key, as if it had been stolen from one for the other.
      const message = await reporterOf(bench).report(played());
      await bench.boxBus.publish(topics.report('box_b'), message.bytes, { qos: 1 });
    };
    expect(await reported(null, attack)).toEqual({ played: [], incidents: ['report_wrong_audience'] });
    expect((await reported('report audience', attack)).played).toEqual(['box_a finished']);
  });

  it('replayed: once in effect; replayed into another journal: refused, and without the rule “signature” heard twice', async () => {
    const replay = async (bench: DispatchBench, bend: (bytes: Uint8Array) => Uint8Array) => {
      const reporter = reporterOf(bench);
      const message = await reporter.report(played());
      await reporter.send(bench.boxBus, message);
      await bench.boxBus.publish(topics.report('box_a'), bend(message.bytes), { qos: 1 });
    };
    const same = (bench: DispatchBench) => replay(bench, (bytes) => bytes);
    const other = (bench: DispatchBench) =>
      replay(bench, (bytes) =>
        rewritten(bytes, (said) => ({ ...said, journalId: 'journal_x', entries: played(2) })),
      );
    expect(await reported(null, same)).toEqual({ played: ['box_a finished'], incidents: [] });
    expect(await reported(null, other)).toEqual({
      played: ['box_a finished'],
      incidents: ['report_bad_signature'],
    });
    expect((await reported('signature', other)).played).toHaveLength(2);
  });

  it('rolled back: a journal told anew says nothing else than it said, and an incident tells', async () => {
    const attack = async (bench: DispatchBench) => {
      const [first, second] = [reporterOf(bench), reporterOf(bench)];
      await first.send(bench.boxBus, await first.report(played(1)));
      await second.send(bench.boxBus, await second.report(played(2)));
    };
    expect(await reported(null, attack)).toEqual({ played: ['box_a finished'], incidents: ['box_copied'] });
    expect((await reported('copied box', attack)).incidents).toEqual([]);
  });

  it('of a revoked box: not heard, and an incident tells; without the rule “revoked box” they count', async () => {
    const attack = async (bench: DispatchBench) => {
      const reporter = reporterOf(bench);
      await reporter.send(bench.boxBus, await reporter.report(played(1)));
      await bench.settle();
      await revokeBox(bench.database.db, 'box_a', bench.clock.now());
      await reporter.send(bench.boxBus, await reporter.report(played(2, 5)));
    };
    expect(await reported(null, attack)).toEqual({
      played: ['box_a finished'],
      incidents: ['report_revoked_box'],
    });
    expect((await reported('revoked box', attack)).played).toHaveLength(2);
  });
});

describe('a cloned SD card:', () => {
  it('two that go on in one journal are noticed as soon as they say different things', async () => {
    const attack = async (bench: DispatchBench) => {
      const [box, clone] = [reporterOf(bench), reporterOf(bench)];
      const before = await box.report(played(1));
      await clone.report(played(1));
      await box.send(bench.boxBus, before);
      await box.send(bench.boxBus, await box.report(played(2, 5)));
      await clone.send(bench.boxBus, await clone.report(played(3, 5)));
    };
    // What came first stands; the clone adds nothing to the log.
    expect(await reported(null, attack)).toEqual({
      played: ['box_a finished', 'box_a finished'],
      incidents: ['box_copied'],
    });
    expect((await reported('copied box', attack)).incidents).toEqual([]);
  });

  it('two with journals of their own are noticed when they go on by turns', async () => {
    const turns = (names: readonly string[]) => async (bench: DispatchBench) => {
      const writers = new Map(
        names.map((name) => [name, reporterOf(bench, bench.boxKey, `journal_${name}`)]),
      );
      const next = new Map<string, number>();
      for (const [turn, name] of names.entries()) {
        const writer = writers.get(name);
        const seq = next.get(name) ?? 1;
        next.set(name, seq + 4);
        if (writer) await writer.send(bench.boxBus, await writer.report(played(turn, seq)));
        await bench.settle();
        await bench.clock.advance(60_000);
      }
    };
    expect((await reported(null, turns(['aa', 'bb', 'aa', 'bb']))).incidents).toEqual(['box_copied']);
    // A box whose card failed, came back and failed again has one writer.
    expect((await reported(null, turns(['aa', 'bb', 'aa', 'cc', 'aa', 'dd']))).incidents).toEqual([]);
  });
});

describe('a revoked box', () => {
  it('gets no token; nor does a stranger’s key', async () => {
    const bench = await startAgentHttp();
    try {
      const box = await createTestBox(bench, await bench.expectBox('box_aaa'));
      await box.enrol();
      const stranger = await importSigningKey(generatePrivateJwk());
      const proof = await proveToken(bench, 'box_aaa', stranger);
      expect(await bench.refusal('/token', { proof })).toMatch(/^40[13]/);
      await revokeBox(bench.db, 'box_aaa', bench.clock.now());
      expect(await bench.refusal('/token', { boxId: 'box_aaa' })).toBe('403 box_revoked');
    } finally {
      await bench.close();
    }
  });
});

describe('an enrolment', () => {
  async function raced(without: Rule | null): Promise<{ taken: boolean; incidents: string[] }> {
    const bench = await startAgentHttp();
    try {
      const code = await bench.expectBox('box_aaa');
      // Somebody who read the public half over a shoulder is faster.
      const stranger = await createTestBox(bench, { codeId: code.codeId, secret: 'GUESSEDGUESS' }, 23);
      const theirs = await stranger.begin();
      const box = await createTestBox(bench, code);
      const step = await box.begin();
      removed.rule = without;
      await bench.post('/enrol', stranger.confirmation(theirs));
      removed.rule = null;
      await bench.post('/enrol', box.confirmation(step));
      const { keyId } = (await findBox(bench.db, 'box_aaa')) ?? { keyId: null };
      const incidents = await bench.db.selectFrom('incident').select('kind').execute();
      return { taken: keyId !== box.key.kid, incidents: incidents.map(({ kind }) => kind) };
    } finally {
      await bench.close();
    }
  }

  it('raced by a stranger stays the box’s, and an incident tells; without the rule “enrolment proof” the stranger has it', async () => {
    expect(await raced(null)).toEqual({ taken: false, incidents: ['enrolment_refused'] });
    expect((await raced('enrolment proof')).taken).toBe(true);
  });

  async function answered(bench: AgentHttpBench, without: Rule | null): Promise<boolean> {
    const code = await bench.expectBox(`box_${without === null ? 'aaa' : 'bbb'}`);
    const box = await createTestBox(bench, code);
    const { request, answer } = await box.begin();
    const theirs = await importSigningKey(generatePrivateJwk());
    // A controller that does not know the secret puts its own root under the true one's proof.
    removed.rule = without;
    return box.believes({ request, answer: { ...answer, rootKey: theirs.publicJwk } });
  }

  it('answered by a stranger is broken off by the box; without the rule “enrolment proof” it pins their root', async () => {
    const bench = await startAgentHttp();
    try {
      expect(await answered(bench, null)).toBe(false);
      expect(await answered(bench, 'enrolment proof')).toBe(true);
    } finally {
      await bench.close();
    }
  });
});

it('a signature under another kind of document is none: a token’s proof is no report', async () => {
  const attack = async (bench: DispatchBench) => {
    const report = {
      boxId: 'box_a',
      journalId: 'journal_a',
      firstSeq: 1,
      prev: null,
      issuedAt: at,
      entries: played(),
    };
    const bytes = await signCompact('tokenProof', report, bench.boxKey);
    await bench.boxBus.publish(topics.report('box_a'), bytes, { qos: 1 });
  };
  expect(await reported(null, attack)).toEqual({ played: [], incidents: ['report_wrong_type'] });
  expect((await reported('type', attack)).played).toEqual(['box_a finished']);
});
