import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { forgetDraft, keepDraft, readDraft } from '../../controller/web/src/lib/drafts.js';
import { createOutbox, type JobHandler } from '../../controller/web/src/lib/outbox.js';
import { NO_LINE, ProblemError } from '../../controller/web/src/lib/problem-error.js';

const Text = z.object({ title: z.string(), text: z.string() });
const KEY = 'account_hoa/bulletin/new';

describe('a draft', () => {
  it('outlives the tab that it was typed in', async () => {
    expect(await keepDraft(KEY, { title: 'Tiêm phòng', text: 'Bà con' })).toBe(true);
    expect((await readDraft(KEY, Text))?.value).toEqual({ title: 'Tiêm phòng', text: 'Bà con' });
  });

  it('of an older page that this one cannot read is let go instead of breaking it', async () => {
    await keepDraft(KEY, { title: 'no text yet' });
    expect(await readDraft(KEY, Text)).toBeNull();
  });

  it('is gone once it was sent', async () => {
    await keepDraft(KEY, { title: 'a', text: 'b' });
    await forgetDraft(KEY);
    expect(await readDraft(KEY, Text)).toBeNull();
  });

  it('of another month is nobody’s work any more', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 8, 1) });
    await keepDraft(KEY, { title: 'a', text: 'b' });
    vi.setSystemTime(Date.UTC(2026, 10, 1));
    expect(await readDraft(KEY, Text)).toBeNull();
    vi.useRealTimers();
  });
});

describe('the outbox', () => {
  let line: 'up' | 'down' | 'refuses' | 'invalid' | 'restarts' | 'tooLate' | 'overtaken';
  let sent: unknown[];
  const Payload = z.object({ label: z.string(), readAt: z.number().optional() });
  const handler: JobHandler = {
    async send(payload, progress) {
      if (line === 'down') throw new ProblemError(0, NO_LINE, 'Mất mạng.');
      await progress({ ...Payload.parse(payload), begun: true });
      if (line === 'refuses') throw new ProblemError(409, 'taken', 'Bài này đã có.');
      if (line === 'invalid') {
        throw new ProblemError(400, 'invalid_request', 'Dữ liệu gửi lên chưa đúng.', [
          { field: 'title', name: 'Tiêu đề', message: 'Chưa ghi gì' },
          { field: '', message: 'Chọn bản tin hoặc chương trình' },
        ]);
      }
      if (line === 'restarts' && Payload.parse(payload).label !== 'hai') {
        throw new ProblemError(502, 'http', 'Máy chủ không trả lời được.');
      }
      if (line === 'overtaken' && Payload.parse(payload).readAt !== 7) {
        throw new ProblemError(412, 'changed_meanwhile', 'Người khác đã sửa.', { updatedAt: 7 });
      }
      sent.push(Payload.parse(payload));
      return { unscheduled: line === 'tooLate' ? 'Giờ này đã qua.' : null };
    },
    inPlaceOf: (payload, updatedAt) => ({ ...Payload.parse(payload), readAt: updatedAt }),
    pageOf: () => null,
    async reopen(payload) {
      if (line === 'down') throw new ProblemError(0, NO_LINE, 'Mất mạng.');
      return Payload.parse(payload).label === 'hai' ? null : '/phat-moi';
    },
  };
  const outboxOf = (accountId: string) =>
    createOutbox({
      who: { accountId, role: 'broadcaster' },
      handlers: { bulletin: handler },
      onSent: () => {},
    });
  const job = (label: string) => ({ kind: 'bulletin', label, payload: { label } });

  beforeEach(async () => {
    line = 'up';
    sent = [];
    const old = outboxOf('account_hoa');
    await old.read();
    for (const { id } of old.jobs()) await old.remove(id);
  });

  it('keeps work while the line is down, also for the next page, and sends it in order when it is back', async () => {
    line = 'down';
    const before = outboxOf('account_hoa');
    await before.add(job('một'));
    await before.add(job('hai'));
    expect(before.jobs().map(({ label }) => label)).toEqual(['một', 'hai']);
    const after = outboxOf('account_hoa');
    await after.read();
    line = 'up';
    await after.sendNow();
    expect(sent).toEqual([{ label: 'một' }, { label: 'hai' }]);
    expect(after.jobs()).toEqual([]);
  });

  it('tells of what the controller could not use which field, and why', async () => {
    line = 'invalid';
    const outbox = outboxOf('account_hoa');
    await outbox.add(job('một'));
    await vi.waitUntil(() => outbox.jobs()[0]?.refused !== null);
    expect(outbox.jobs()[0]?.refused).toBe(
      'Dữ liệu gửi lên chưa đúng. Tiêu đề – Chưa ghi gì. Chọn bản tin hoặc chương trình.',
    );
  });

  it('keeps what the controller refused with its words, and lets later work pass it', async () => {
    line = 'refuses';
    const outbox = outboxOf('account_hoa');
    await outbox.add(job('một'));
    await vi.waitUntil(() => outbox.jobs()[0]?.refused !== null);
    expect(outbox.jobs()).toMatchObject([{ label: 'một', refused: 'Bài này đã có.' }]);
    line = 'up';
    await outbox.add(job('hai'));
    await vi.waitUntil(() => sent.length === 1);
    expect(sent).toEqual([{ label: 'hai' }]);
    await outbox.remove(outbox.jobs()[0]?.id ?? '');
    expect(outbox.jobs()).toEqual([]);
  });

  it('lets go of what was refused only once it is a draft again', async () => {
    line = 'refuses';
    const outbox = outboxOf('account_hoa');
    await outbox.add(job('một'));
    await outbox.add(job('hai'));
    await vi.waitUntil(() => outbox.jobs().every(({ refused }) => refused !== null));
    const [first = '', second = ''] = outbox.jobs().map(({ id }) => id);
    line = 'down';
    await expect(outbox.reopen(first)).rejects.toThrow('Mất mạng.');
    line = 'up';
    expect(await outbox.reopen(second)).toBeNull();
    expect(outbox.jobs()).toHaveLength(2);
    expect(await outbox.reopen(first)).toBe('/phat-moi');
    expect(outbox.jobs()).toMatchObject([{ label: 'hai' }]);
  });

  it('makes no draft of what goes through after all while the person asks for one', async () => {
    line = 'refuses';
    const outbox = outboxOf('account_hoa');
    await outbox.add(job('một'));
    await vi.waitUntil(() => outbox.jobs()[0]?.refused !== null);
    line = 'up';
    const sending = outbox.sendNow();
    expect(await outbox.reopen(outbox.jobs()[0]?.id ?? '')).toBeNull();
    await sending;
    expect(sent).toEqual([{ label: 'một' }]);
    expect(outbox.jobs()).toEqual([]);
  });

  it('goes on from where it came to before it was refused', async () => {
    line = 'refuses';
    const outbox = outboxOf('account_hoa');
    await outbox.add(job('một'));
    await vi.waitUntil(() => outbox.jobs()[0]?.refused !== null);
    expect(outbox.jobs()).toMatchObject([{ payload: { label: 'một', begun: true } }]);
  });

  it('tries again by itself what a controller that was starting again did not do, and lets later work pass', async () => {
    line = 'restarts';
    const outbox = outboxOf('account_hoa');
    await outbox.add(job('một'));
    await outbox.add(job('hai'));
    await vi.waitUntil(() => sent.length === 1);
    await vi.waitUntil(() => outbox.jobs().length === 1);
    expect(outbox.jobs()).toMatchObject([{ label: 'một', refused: null }]);
    line = 'up';
    await outbox.add(job('ba'));
    await vi.waitUntil(() => outbox.jobs().length === 0);
    expect(sent).toEqual([{ label: 'hai' }, { label: 'một' }, { label: 'ba' }]);
  });

  it('sends nothing in place of somebody else’s change until the person says so', async () => {
    line = 'overtaken';
    const outbox = outboxOf('account_hoa');
    await outbox.add(job('một'));
    await vi.waitUntil(() => outbox.jobs()[0]?.refused !== null);
    expect(outbox.jobs()).toMatchObject([{ refused: 'Người khác đã sửa.', overtakenBy: 7 }]);
    await outbox.sendNow();
    expect(sent).toEqual([]);
    await outbox.keepMine(outbox.jobs()[0]?.id ?? '');
    await vi.waitUntil(() => outbox.jobs().length === 0);
    expect(sent).toEqual([{ label: 'một', readAt: 7 }]);
  });

  it('keeps saying that something was sent without its time until the person has seen it, and sends it once', async () => {
    line = 'tooLate';
    await outboxOf('account_hoa').add(job('một'));
    const after = outboxOf('account_hoa');
    await vi.waitUntil(async () => {
      await after.read();
      return after.jobs()[0]?.unscheduled === 'Giờ này đã qua.';
    });
    line = 'up';
    await after.sendNow();
    expect(sent).toEqual([{ label: 'một' }]);
    expect(after.jobs()).toHaveLength(1);
    await after.remove(after.jobs()[0]?.id ?? '');
    await after.read();
    expect(after.jobs()).toEqual([]);
  });

  it('never sends one person’s work under another’s name', async () => {
    line = 'down';
    await outboxOf('account_hoa').add(job('của Hoa'));
    line = 'up';
    const other = outboxOf('account_nam');
    await other.read();
    await other.sendNow();
    expect(sent).toEqual([]);
  });
});
