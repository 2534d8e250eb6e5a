import { Role } from '@loa/shared/api/role';
import { expect, it } from 'vitest';
import { roleMay as controllerSays } from '../../controller/src/http/authorise.js';
import { ALL_RIGHTS, roleMay } from '../../controller/web/src/lib/rights.js';

it.each(Role.options)('pages offer the role %s exactly what the controller lets it do', (role) => {
  const actor = { accountId: 'account_one', role, areaId: 'area_one' };
  for (const right of ALL_RIGHTS) {
    expect({ right, may: roleMay(role, right) }).toEqual({ right, may: controllerSays(actor, right).ok });
  }
});
