import { Role } from '@loa/shared/api/role';
import { describe, expect, it } from 'vitest';
import { menuPath } from '../../controller/web/src/app/menu.js';
import vi from '../../controller/web/src/features/tour/texts.vi.js';
import { readPlace, stepsFor, TOUR_NAMES } from '../../controller/web/src/features/tour/tour-steps.js';

describe('the guided look', () => {
  it.each(Role.options)('leads %s through three to five pages that this role may open', (role) => {
    const steps = stepsFor(role, (name) => menuPath(role, name));
    expect(steps.length).toBeGreaterThanOrEqual(3);
    expect(steps.length).toBeLessThanOrEqual(5);
    expect(new Set(steps.map(({ path }) => path)).size).toBe(steps.length);
  });

  it('leaves out a page that this role has not', () => {
    const steps = stepsFor('broadcaster', (name) => (name === 'schedule' ? null : `/${name}`));
    expect(steps.map(({ name }) => name)).toEqual(['today', 'newBulletin', 'bulletins', 'history']);
  });

  it('has words for every page that it may show', () => {
    expect(Object.keys(vi.say).toSorted()).toEqual([...TOUR_NAMES].toSorted());
  });

  it('goes on where it was, and never again once it was closed', () => {
    expect([null, '2', 'closed', '9', 'x'].map((text) => readPlace(text, 5))).toEqual([
      ...[null, 2, 'closed', 'closed', 'closed'],
    ]);
  });
});
