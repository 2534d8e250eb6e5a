import { Role } from '@loa/shared/api/role';
import { describe, expect, it } from 'vitest';
import {
  type Action,
  type Actor,
  ANONYMOUS,
  authorise,
  isActing,
} from '../../../controller/src/http/authorise.js';

const actor = (role: Role): Actor => ({ accountId: 'account_me', role, areaId: 'area_commune' });
const inside = { places: [['area_province', 'area_commune', 'area_village']] };

describe('authorise', () => {
  it('lets a role act in its own area and below, never above or beside', () => {
    const me = actor('broadcaster');
    expect(authorise(me, 'schedule.write', inside)).toEqual({ ok: true });
    const above = { places: [['area_province']] };
    expect(authorise(me, 'schedule.write', above)).toEqual({ ok: false, why: 'area' });
    const beside = { places: [['area_province', 'area_other']] };
    expect(authorise(me, 'schedule.write', beside)).toEqual({ ok: false, why: 'area' });
  });

  it('denies when only one of several places is outside', () => {
    const mixed = { places: [...inside.places, ['area_province', 'area_other']] };
    expect(authorise(actor('admin'), 'schedule.write', mixed)).toEqual({ ok: false, why: 'area' });
  });

  it('denies by default: an action without a place, and one that nobody named', () => {
    expect(authorise(actor('admin'), 'schedule.write', { places: [] })).toEqual({ ok: false, why: 'area' });
    const unknown = 'toString' as Action;
    for (const role of Role.options) {
      expect(authorise(actor(role), unknown, inside)).toEqual({ ok: false, why: 'role' });
    }
  });

  it('asks somebody without a sign-in to sign in, except where all may come', () => {
    expect(authorise(ANONYMOUS, 'box.read', inside)).toEqual({ ok: false, why: 'not_signed_in' });
    expect(authorise(ANONYMOUS, 'own.session', { places: [] })).toEqual({ ok: false, why: 'not_signed_in' });
    expect(authorise(ANONYMOUS, 'public.read', { places: [] })).toEqual({ ok: true });
  });

  it('lets nobody but an approver approve, not even an admin', () => {
    for (const role of Role.options) {
      expect(authorise(actor(role), 'bulletin.approve', inside).ok).toBe(role === 'approver');
    }
  });

  it('keeps contributors to their own work', () => {
    const others = { ...inside, createdBy: 'account_other' };
    expect(authorise(actor('contributor'), 'bulletin.write', others)).toEqual({ ok: false, why: 'not_own' });
    const own = { ...inside, createdBy: 'account_me' };
    expect(authorise(actor('contributor'), 'bulletin.write', own)).toEqual({ ok: true });
    expect(authorise(actor('broadcaster'), 'bulletin.write', others)).toEqual({ ok: true });
  });

  it('opens to a sign-in that is too weak for its role nothing but the way to a second factor', () => {
    const limited = { ...actor('admin'), limited: true };
    for (const action of ['area.read', 'own.token', 'own.password', 'account.write'] as const) {
      expect(authorise(limited, action, inside)).toEqual({ ok: false, why: 'second_factor' });
    }
    for (const action of ['own.session', 'own.secondFactor', 'public.read'] as const) {
      expect(authorise(limited, action, { places: [] })).toEqual({ ok: true });
    }
  });

  it('lets a deputy outside the days of acting look, and do nothing', () => {
    const dormant = { ...actor('approver'), dormant: true };
    for (const action of ['bulletin.approve', 'station.approve', 'stop.write', 'recording.write'] as const) {
      expect(authorise(dormant, action, inside)).toEqual({ ok: false, why: 'not_acting' });
    }
    expect(authorise(dormant, 'bulletin.read', inside)).toEqual({ ok: true });
    // What the role never had is refused as ever.
    expect(authorise(dormant, 'schedule.write', inside)).toEqual({ ok: false, why: 'role' });
  });

  it('counts a deputy’s days from their first instant until before their last', () => {
    const days = { deputyFor: 'account_chief', actingFrom: 1000, actingUntil: 2000 };
    expect([999, 1000, 1999, 2000].map((now) => isActing(days, now))).toEqual([false, true, true, false]);
  });

  it('lets a village head silence the village', () => {
    expect(authorise(actor('villageHead'), 'stop.write', inside)).toEqual({ ok: true });
    expect(authorise(actor('villageHead'), 'schedule.write', inside)).toEqual({ ok: false, why: 'role' });
  });
});
