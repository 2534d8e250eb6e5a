import type { AuditEntry } from '@loa/shared/api/logs';

/** "Nguyễn Thị Hoa sửa lịch phát “Bản tin chiều”": what the row says, in one line. Pure. */
export function sentenceOf({ actorName, what, subjectName }: AuditEntry): string {
  // Whoever signs in does it to themselves.
  const about = subjectName === null || subjectName === actorName ? '' : ` “${subjectName}”`;
  return `${actorName} ${what}${about}`;
}

/** Where a row's thing can be looked at; null: it has no page. Pure. */
export function pageOfSubject(subject: string): string | null {
  const kind = subject.slice(0, subject.indexOf('_'));
  switch (kind) {
    case 'bulletin':
      return `/ban-tin/${subject}`;
    case 'schedule':
      return `/lich-phat/${subject}`;
    case 'account':
      return `/tai-khoan/${subject}`;
    case 'box':
      return `/loa/${subject}`;
    case 'campaign':
      return `/dot-cao-diem/${subject}`;
    default:
      return null;
  }
}
