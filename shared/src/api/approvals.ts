import { z } from 'zod';
import { AreaId, Id, Language } from '../ids.js';
import { DurationMs, Instant } from '../instant.js';
import { BulletinKind, Variant } from './bulletins.js';
import { pageOf } from './page.js';

/** So many days before an approval ends it is given anew: as far as plans reach, so that no run goes without. */
export const RENEW_DAYS = 8;

/** Reasons for a return that a person picks from, before they write their own. */
export const RETURN_REASONS = [
  'Sai nội dung hoặc số liệu',
  'Đọc sai tên người, tên đất',
  'Tiếng nhỏ, rè hoặc có tạp âm',
  'Thiếu phần đầu hoặc phần cuối',
  'Lời đọc không khớp bản viết',
  'Chưa đúng thẩm quyền hoặc cần hỏi ý kiến',
  'Quá dài, cần rút gọn',
  'Chưa đến lúc phát',
] as const;

/** When an unapproved variant would first have sounded, and what happens there without it. */
export const FirstAir = z
  .object({
    at: Instant,
    scheduleId: Id,
    scheduleName: z.string(),
    clusterId: Id,
    village: z.string(),
    /** What sounds in its place, as a sentence. */
    instead: z.string(),
  })
  .meta({ id: 'FirstAir' });
export type FirstAir = z.infer<typeof FirstAir>;

/** What others have signed of something that several must sign. */
export const SignedSoFar = z
  .object({
    /** How many must sign. */
    needs: z.int(),
    /** Names of those who have. */
    by: z.array(z.string()),
    /** Whether the person who asks is one of them. */
    byYou: z.boolean(),
    /** Whom they named as having listened with them; null: nobody. One who is named later makes them sign again. */
    listener: z.string().nullable(),
  })
  .meta({ id: 'SignedSoFar' });
export type SignedSoFar = z.infer<typeof SignedSoFar>;

/** Something that waits for approval, with what decides how urgent it is. */
export const WaitingApproval = z
  .object({
    variant: Variant,
    language: Language,
    bulletinId: Id,
    title: z.string(),
    kind: BulletinKind,
    areaId: AreaId,
    areaName: z.string(),
    durationMs: DurationMs.nullable(),
    createdByName: z.string(),
    submittedByName: z.string().nullable(),
    submittedAt: Instant,
    /** Of what is approved already: until then, and it is to be approved again. Null: it waits for its first approval. */
    endsAt: Instant.nullable(),
    /** Set when this person may not approve it, and why, in words. */
    notByYou: z.string().nullable(),
    /** Null where nobody can approve yet. */
    signed: SignedSoFar.nullable(),
    /** late: it should have sounded already · now: within an hour · today · later · unscheduled. */
    urgency: z.enum(['late', 'now', 'today', 'later', 'unscheduled']),
    firstAir: FirstAir.nullable(),
    /** "phát 17:00 hôm nay · còn 50 phút". */
    text: z.string(),
  })
  .meta({ id: 'WaitingApproval' });
export type WaitingApproval = z.infer<typeof WaitingApproval>;

/** Most urgent first. */
export const ApprovalInbox = pageOf(WaitingApproval)
  .extend({ reasons: z.array(z.string()) })
  .meta({ id: 'ApprovalInbox' });
export type ApprovalInbox = z.infer<typeof ApprovalInbox>;
