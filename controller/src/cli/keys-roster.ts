import { ControllerKeys } from '@loa/shared/api/rosters';
import { SettingError } from '@loa/shared/errors';
import { keyId } from '@loa/shared/trust/keys';
import { createApiClient } from '../client/api-client.js';
import type { Command } from './command.js';
import { openKey } from './open-key.js';
import { ROOT_HELP, rootOptions, signNextRoster } from './roster-sign.js';
import { required, SERVER_HELP, serverOf, serverOptions, tokenOf } from './typed.js';

export const keysSignRoster: Command = {
  name: 'keys sign-roster',
  summary: "sign a commune's roster anew with the root: once a year, and after changes that people signed",
  help: `${ROOT_HELP}
${SERVER_HELP}

Nothing in it changes but its version. Boxes that are enrolled from now on need none of the versions before.`,
  options: { ...rootOptions, ...serverOptions },
  run: (typed, ports) => signNextRoster(typed, ports, (roster) => roster),
};

export const keysRotateRoot: Command = {
  name: 'keys rotate-root',
  summary: 'put another root in the place of the one that boxes pinned; no box is enrolled again',
  help: `${ROOT_HELP}
  --new FILE     the new root's key file (loa key new); it signs too, to show that it exists
${SERVER_HELP}

For every commune of this controller. Then put the new file in the place of the old one (LOA_ROOT_KEY, or keys/root.jwk)
and restart. Boxes that are off take it when they come back; keep the old root until all of them have reported.`,
  options: { new: { type: 'string' }, ...rootOptions, ...serverOptions },
  async run(typed, ports) {
    const fresh = await openKey(required(typed, 'new'), ports);
    return signNextRoster(typed, ports, (roster) => ({ ...roster, rootKey: fresh.publicJwk }), {
      alsoSign: [fresh],
    });
  },
};

export const keysController: Command = {
  name: 'keys controller',
  summary: "name the controller's own key in a commune's roster, in place of the former one",
  help: `${ROOT_HELP}
${SERVER_HELP}

To rotate: stop the controller, move keys/controller.jwk away, start it (it makes another), then run this for every
commune. Boxes believe the new key with the new roster; what the former one signed counts no more.`,
  options: { ...rootOptions, ...serverOptions },
  async run(typed, ports) {
    const { env, fetch, signal } = ports;
    const api = createApiClient({ fetch, server: serverOf(typed, env), token: tokenOf(typed, env), signal });
    const { controllerKey } = await api.get('/keys', ControllerKeys);
    return signNextRoster(typed, ports, (roster) => {
      const kid = keyId(controllerKey);
      if (roster.controllerKeys.every((known) => known.kid === kid)) {
        throw new SettingError('The roster names this very key already.');
      }
      return { ...roster, controllerKeys: [{ kid, key: controllerKey }] };
    });
  },
};
