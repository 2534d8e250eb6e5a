import { API_TOKEN_DAYS } from '@loa/shared/api/session';
import { SettingError } from '@loa/shared/errors';
import { tokenByPassword } from '../client/sign-in.js';
import type { Command } from './command.js';
import { optional, required, serverOf } from './typed.js';

export const signIn: Command = {
  name: 'sign-in',
  summary: 'sign in with a password and get an API token for the other commands',
  help: `  --login NAME   your account, e.g. admin
  --label TEXT   what the token is for, as the list of tokens shows it (default: loa)
  --days N       until it must be made anew (default 365, at most 730)
  --server URL   the controller's address (or LOA_SERVER; default http://127.0.0.1:8080)

The password is asked for, or taken from LOA_PASSWORD. The answer is a line for your shell: eval "$(loa sign-in …)".`,
  options: {
    login: { type: 'string' },
    label: { type: 'string' },
    days: { type: 'string' },
    server: { type: 'string' },
  },
  async run(typed, { env, fetch, say, complain, askSecret }) {
    const server = serverOf(typed, env);
    const login = required(typed, 'login');
    const password = env.LOA_PASSWORD ?? (await askSecret(`Password of ${login}: `));
    if (password === null)
      throw new SettingError('There is no terminal to ask for the password at: set LOA_PASSWORD.');
    const { token, expiresAt } = await tokenByPassword(
      { fetch, server, askCode: () => askSecret('Code of the authenticator app: ') },
      { login, password },
      optional(typed, 'label') ?? 'loa',
      daysOf(optional(typed, 'days')),
    );
    // Not to the shell that reads the line below.
    complain(`The token ends on ${new Date(expiresAt).toISOString().slice(0, 10)}; sign in again then.`);
    say(`export LOA_SERVER=${server} LOA_TOKEN=${token}`);
    return 0;
  },
};

function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= API_TOKEN_DAYS.most) return days;
  throw new SettingError(`--days ${text}: write a whole number from 1 to ${API_TOKEN_DAYS.most}.`);
}
