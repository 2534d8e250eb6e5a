import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';

/** A browser with one page and an authenticator that says yes: finger, face and PIN are simulated by the browser itself. */
export interface BrowserBench {
  page: Page;
  /** Lets the authenticator verify its user, or not. */
  setVerified(verified: boolean): Promise<void>;
  stop(): Promise<void>;
}

export async function startChromium(executablePath: string, url: string): Promise<BrowserBench> {
  const browser: Browser = await chromium.launch({
    executablePath,
    // Root has no user namespaces to give up; the page is ours.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  const cdp: CDPSession = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(url);
  return {
    page,
    setVerified: async (isUserVerified) => {
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    stop: () => browser.close(),
  };
}

/** What the app's pages do, in as few lines: ask the API, give the browser what it answered, hand in what that made. */
export function asksApi(page: Page) {
  return (method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> =>
    page.evaluate(
      async ([verb, where, sent]) => {
        const answer = await fetch(`/api${where}`, {
          method: verb,
          ...(sent === null ? {} : { headers: { 'content-type': 'application/json' }, body: sent }),
        });
        const text = await answer.text();
        return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
      },
      [method, path, body === undefined ? null : JSON.stringify(body)] as const,
    );
}

/** `navigator.credentials.create` or `get` with options as the API gives them; the credential as JSON. */
export function usesPasskey(page: Page, kind: 'create' | 'get', options: object): Promise<unknown> {
  return page.evaluate(
    async ([how, json]) => {
      const given = JSON.parse(json) as never;
      const credential =
        how === 'create'
          ? await navigator.credentials.create({
              publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(given),
            })
          : await navigator.credentials.get({
              publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(given),
            });
      if (!(credential instanceof PublicKeyCredential)) throw new Error('no credential');
      return credential.toJSON() as unknown;
    },
    [kind, JSON.stringify(options)] as const,
  );
}
