import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { actionsOf, auditKind } from '../../../../controller/src/planning/answers/audit-kinds.js';
import { auditActions, auditText, hasWords } from '../../../../controller/src/planning/answers/audit-text.js';

it('has words for every action that the code writes into the audit log', () => {
  const folder = join(import.meta.dirname, '../../../../controller/src');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .filter((source) => source.includes('writeAudit'));
  // Routes name their permission by `action` too: what is read or written, never what was done.
  const named = sources
    .flatMap((source) => [...source.matchAll(/action: .*/g)].map(([line]) => line))
    .flatMap((line) => [...line.matchAll(/'([a-zA-Z]+\.[a-zA-Z]+)'/g)]);
  const actions = [...new Set(named.map(([, action = '']) => action))].filter(
    (action) =>
      !/\.(read|write|signIn|session|token|plan|withdraw|sound|link|secondFactor|password)$|^bulletin\.approve$/.test(
        action,
      ),
  );
  expect(actions.length).toBeGreaterThan(15);
  expect(actions.filter((action) => !hasWords(action))).toEqual([]);
  expect(auditText('schedule.cancel')).toBe('hủy lịch phát');
});

it('sorts every action into the one kind that people look under', () => {
  // A new action that nobody sorted would stand under rules.
  const rules = auditActions().filter((action) => auditKind(action) === 'rules');
  expect(rules).toEqual(['clock.right', 'signInPolicy.put']);
  expect(actionsOf('approval')).toEqual(expect.arrayContaining(['variant.approve', 'roster.store']));
  expect(actionsOf('bulletin')).not.toContain('variant.approve');
});
