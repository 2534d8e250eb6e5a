import { LinkOffer, ReadLink, UsedLink, UseLink } from '@loa/shared/api/accounts';
import { endAccess, setPassword } from '../../db/accounts.js';
import { findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { type FoundLink, findLink, spendLink } from '../../db/one-time-links.js';
import { json, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { weakPassword } from '../password-rules.js';
import { defineRoute, type Route, target } from '../route.js';
import { tokenHash } from '../tokens.js';

/** What an invitation or a reset opens; whoever holds the link is let in by it, once. */
export function createLinkRoutes(ports: ApiPorts): Route[] {
  return [read(ports), use(ports)];
}

function read({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/links/read',
    tag: 'session',
    summary: 'What a one-time link is for; reading does not use it up',
    action: 'public.link',
    body: ReadLink,
    response: { status: 200, schema: LinkOffer },
    target: () => target([], null),
    async handle({ body }) {
      const link = await findLink(db, tokenHash(body.token), clock.now());
      if (link.state !== 'good') return refusedLink(link);
      const { name, login, role, areaId } = link.account;
      const area = await findArea(db, areaId);
      const { kind, expiresAt } = link;
      return json({ kind, name, login, role, areaName: area?.name ?? '', expiresAt });
    },
  });
}

function use({ db, clock, passwords }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/links/use',
    tag: 'session',
    summary: 'Choose a password by a one-time link; then sign in with it',
    action: 'public.link',
    body: UseLink,
    response: { status: 200, schema: UsedLink },
    target: () => target([], null),
    async handle({ body }) {
      const hash = tokenHash(body.token);
      const link = await findLink(db, hash, clock.now());
      if (link.state !== 'good') return refusedLink(link);
      const { account } = link;
      const weak = weakPassword(body.password, [account.login, account.name]);
      if (weak) return weak;
      const passwordHash = await passwords.hash(body.password);
      const now = clock.now();
      const done = await db.transaction().execute(async (trx) => {
        if (!(await spendLink(trx, hash, now))) return false;
        // Whoever had the old password is out, programs too.
        await endAccess(trx, account.id, now);
        await setPassword(trx, account.id, passwordHash);
        await writeAudit(trx, {
          ...{ at: now, actor: account.id, action: 'account.link', areaId: account.areaId },
          ...{ subject: account.id, detail: { kind: link.kind } },
        });
        return true;
      });
      return done ? json({ login: account.login }) : refusedLink({ state: 'used' });
    },
  });
}

function refusedLink({ state }: Exclude<FoundLink, { state: 'good' }>): ProblemAnswer {
  switch (state) {
    case 'expired':
      return problem(
        409,
        'link_expired',
        'Đường dẫn này đã quá hạn. Hãy nhờ người quản trị gửi đường dẫn mới.',
      );
    case 'used':
      return problem(
        409,
        'link_used',
        'Đường dẫn này đã dùng rồi. Nếu không phải bạn dùng, hãy báo ngay cho người quản trị.',
      );
    case 'unknown':
      return problem(
        404,
        'link_unknown',
        'Đường dẫn này không đúng hoặc đã có đường dẫn mới hơn. Hãy mở đường dẫn mới nhất được gửi.',
      );
  }
}
