import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAccountForTest } from '../../support/account-with-password.js';
import { runLoa } from '../../support/cli-bench.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { PLACES, seedPlaces } from '../../support/controller-world.js';

let app: ControllerApp;
beforeEach(async () => {
  app = await startControllerApp();
  await seedPlaces(app);
  await createAccountForTest(app, { login: 'admin', password: 'mat-khau-dai', areaId: PLACES.province });
});
afterEach(() => app.stop());

const env = () => ({ LOA_SERVER: app.url, LOA_PASSWORD: 'mat-khau-dai' });

async function tokenOf(): Promise<string> {
  const { output } = await runLoa(['sign-in', '--login', 'admin'], { env: env() });
  return /LOA_TOKEN=(\S+)$/.exec(output)?.[1] ?? '';
}

it('an administrator signs in, creates a commune, a village, its loudspeakers and a box, and gets a code', async () => {
  const signedIn = { env: { ...env(), LOA_TOKEN: await tokenOf() } };
  const idOf = async (...argv: string[]) => {
    const { code, output } = await runLoa(argv, signedIn);
    expect({ code, output }).toMatchObject({ code: 0 });
    return /^(?:Box {2})?(\S+)/.exec(output)?.[1] ?? '';
  };
  await idOf('area', 'rename', '--area', PLACES.province, '--kind', 'tỉnh', '--name', 'Gia Lai');
  const commune = await idOf('area', 'add', '--in', PLACES.province, '--kind', 'xã', '--name', 'Ia Mới');
  const languages = ['--language', 'jra', '--language', 'vi', '--population', '960'];
  const village = await idOf('area', 'add', '--in', commune, '--kind', 'làng', '--name', 'Ơi', ...languages);
  const cluster = await idOf(
    'cluster',
    'add',
    '--area',
    village,
    '--name',
    'Nhà rông',
    ...languages.slice(0, 4),
  );
  const added = await runLoa(['box', 'add', '--cluster', cluster, '--name', 'Bộ thu 1'], signedIn);
  expect(added.output).toMatch(/^Code [0-9A-Z]{4}(-[0-9A-Z]{4}){3} {2}\(once/m);
  expect((await runLoa(['box', 'list'], signedIn)).output).toContain('notEnrolled');
  expect((await runLoa(['area', 'list'], signedIn)).output).toContain('tỉnh Gia Lai');
});

it('a wrong password is said plainly, and no token is shown', async () => {
  const { code, output } = await runLoa(['sign-in', '--login', 'admin'], {
    env: { ...env(), LOA_PASSWORD: 'sai-mat-khau' },
  });
  expect(code).toBe(1);
  expect(output).toContain('Signing in as admin failed');
});

it('nothing lies below a village', async () => {
  const signedIn = { env: { ...env(), LOA_TOKEN: await tokenOf() } };
  const argv = ['area', 'add', '--in', PLACES.village, '--kind', 'làng', '--name', 'x'];
  expect(await runLoa(argv, signedIn)).toMatchObject({
    code: 1,
    output: expect.stringContaining('is a village'),
  });
});
