import { checkRoster } from '@loa/shared/trust/check-roster';
import { generatePrivateJwk, importSigningKey, keyId } from '@loa/shared/trust/keys';
import { describe, expect, it } from 'vitest';
import {
  buildRoster,
  nextVersion,
  personWithKeyFile,
  type RosterFields,
  signRoster,
} from '../../../controller/src/trust/roster.js';

const NOW = Date.UTC(2026, 10, 2);
const newKey = () => importSigningKey(generatePrivateJwk());

async function commune() {
  const [root, controller, approver] = await Promise.all([newKey(), newKey(), newKey()]);
  const fields: RosterFields = {
    communeId: 'area_commune',
    version: nextVersion(0, NOW),
    issuedAt: NOW,
    demo: true,
    controllerKeys: [controller.publicJwk],
    people: [
      personWithKeyFile(
        { personId: 'person_an', name: 'An', rights: [{ use: 'scheduled', areas: ['area_commune'] }] },
        approver.publicJwk,
      ),
    ],
    zone: 'Asia/Ho_Chi_Minh',
    limits: [{ areas: ['area_commune'], windows: [{ from: '05:30', to: '21:00', maxGainDb: 0 }] }],
  };
  return {
    root,
    controller,
    approver,
    fields,
    pinned: { rootKey: root.publicJwk, communeId: 'area_commune' },
  };
}

describe('a roster', () => {
  it('signed by the root is what a box accepts, with every key under its thumbprint', async () => {
    const { root, controller, approver, fields, pinned } = await commune();
    const roster = buildRoster(fields);
    expect(roster.controllerKeys).toEqual([{ kid: keyId(controller.publicJwk), key: controller.publicJwk }]);
    expect(roster.people[0]?.keys).toMatchObject([{ kid: approver.kid, alg: 'EdDSA' }]);
    const bytes = await signRoster(roster, [root], pinned, null);
    expect(checkRoster(bytes, pinned, null)).toEqual({ ok: true, roster });
  });

  it('is not signed when boxes would refuse it: by no root, or not newer', async () => {
    const { root, controller, fields, pinned } = await commune();
    const roster = buildRoster(fields);
    await expect(signRoster(roster, [controller], pinned, null)).rejects.toThrow('unknown_key');
    await expect(signRoster(roster, [root], pinned, roster)).rejects.toThrow('rolled_back');
    const next = buildRoster({ ...fields, version: nextVersion(roster.version, NOW) });
    expect(next.version).toBe(roster.version + 1);
    await signRoster(next, [root], pinned, roster);
  });

  it('of a controller restored from an old backup is still newer than what boxes hold', () => {
    const lastIssued = nextVersion(NOW, NOW + 86_400_000);
    const restored = nextVersion(NOW - 86_400_000, NOW + 2 * 86_400_000);
    expect(restored).toBeGreaterThan(lastIssued);
  });

  it('must be whole', async () => {
    const { fields } = await commune();
    expect(() => buildRoster({ ...fields, controllerKeys: [] })).toThrow();
    expect(() => buildRoster({ ...fields, zone: 'Mars/Olympus' })).toThrow();
  });
});
