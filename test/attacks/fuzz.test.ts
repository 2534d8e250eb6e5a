import './removed-rules.js';

import { afterEach, expect, it } from 'vitest';
import { fuzzDocuments } from '../proofs/fuzz/run-documents.js';
import { fuzzHttp } from '../proofs/fuzz/run-http.js';
import { removed } from './removed-rules.js';

/* The small siblings of `npm run prove -- fuzz`. */

afterEach(() => {
  removed.rule = null;
});

it('2,000 bent documents: none is believed, none throws', async () => {
  const { tried, accepted, crashes, byKind } = await fuzzDocuments({ count: 2_000, seed: 20_261_102 });
  expect(tried).toBe(2_000);
  expect(byKind.size).toBe(18);
  expect({ accepted, crashes }).toEqual({ accepted: [], crashes: [] });
});

it('the fuzzing finds what it looks for: without the rule “signature” many are believed', async () => {
  removed.rule = 'signature';
  expect((await fuzzDocuments({ count: 1_000, seed: 3 })).accepted.length).toBeGreaterThan(20);
});

it('500 requests made from the OpenAPI document: none is answered with 500', async () => {
  const { sent, broken, byStatus } = await fuzzHttp({ count: 500, seed: 20_261_102 });
  expect(sent).toBe(500);
  expect(broken).toEqual([]);
  const done = (byStatus.get(200) ?? 0) + (byStatus.get(201) ?? 0) + (byStatus.get(204) ?? 0);
  // Most of the others ask for what is not theirs or not there.
  expect(done).toBeGreaterThan(25);
});
