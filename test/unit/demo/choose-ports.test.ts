import { expect, it } from 'vitest';
import { choosePort } from '../../../controller/src/demo/choose-ports.js';

const name = 'LOA_HTTP_PORT';
const taken =
  (...ports: number[]) =>
  async (port: number) =>
    !ports.includes(port);

it('takes the usual port, or the next free one', async () => {
  expect(await choosePort({ name, asked: undefined, usual: 8080 }, taken())).toBe(8080);
  expect(await choosePort({ name, asked: undefined, usual: 8080 }, taken(8080, 8081))).toBe(8082);
});

it('does not move from a port that somebody asked for, and names the setting', async () => {
  expect(await choosePort({ name, asked: '9000', usual: 8080 }, taken(8080))).toBe(9000);
  await expect(choosePort({ name, asked: '9000', usual: 8080 }, taken(9000))).rejects.toThrow(
    /Port 9000 is taken.*LOA_HTTP_PORT=9001/,
  );
});

it.each(['abc', '-1', '70000', '80.5'])('refuses %s as a port', async (asked) => {
  await expect(choosePort({ name, asked, usual: 8080 }, taken())).rejects.toThrow(
    /LOA_HTTP_PORT must be a port/,
  );
});

it('says so when all are taken', async () => {
  await expect(choosePort({ name, asked: undefined, usual: 8080 }, async () => false)).rejects.toThrow(
    /8080 to 8099.*LOA_HTTP_PORT/,
  );
});
