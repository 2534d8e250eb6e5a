import { describe, expect, it } from 'vitest';
import { changedFields } from '../../controller/web/src/lib/changed-fields.js';

describe('what a form changes of what it was opened with', () => {
  const opened = { name: 'Thôn 1', languages: ['vi', 'jra'], households: null as number | null };

  it('is only what says something else', () => {
    expect(changedFields(opened, { ...opened, name: 'Thôn 1A' })).toEqual({ name: 'Thôn 1A' });
    expect(changedFields(opened, { ...opened, languages: ['jra', 'vi'] })).toEqual({
      languages: ['jra', 'vi'],
    });
  });

  it('is nothing where the same was typed again', () => {
    expect(changedFields(opened, { ...opened, languages: ['vi', 'jra'] })).toEqual({});
  });

  it('is nothing where the same comes in another order of its names', () => {
    expect(
      changedFields({ quotas: { plays: 3, minutes: null } }, { quotas: { minutes: null, plays: 3 } }),
    ).toEqual({});
  });

  it('is null where something was taken away', () => {
    const counted = { ...opened, households: 120 };
    expect(changedFields(counted, opened)).toEqual({ households: null });
  });
});
