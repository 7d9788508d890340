import { clockOf } from '../../../hooks/words';
import { serverNow } from '../../../platform/clock';
import type { Ticket } from './use-desk';

/** `等了 12 分钟`; under a minute `刚到`. */
export function waitedWords({ since }: Pick<Ticket, 'since'>): string {
  if (!since) return '';
  const minutes = Math.floor((serverNow() - Date.parse(since)) / 60_000);
  return minutes < 1 ? '刚到' : `等了 ${minutes} 分钟`;
}

/** `预约 9:30` or `现场取号`, and what else decides the order. */
export function kindWords({ walkIn, bookedFor, requeued, forWindow }: Ticket): string {
  const parts = [walkIn || !bookedFor ? '现场取号' : `预约 ${clockOf(bookedFor)}`];
  if (requeued) parts.push('过号重排');
  if (forWindow) parts.push(`等 ${forWindow}`);
  return parts.join(' · ');
}

/** Why somebody goes before others, to choose from. */
export const priorities = [
  { value: 'elder', title: '老年人' },
  { value: 'disabled', title: '残疾人' },
  { value: 'pregnant', title: '孕妇或带婴幼儿' },
  { value: 'military', title: '军人和优抚对象' },
  { value: 'urgent', title: '急事' },
] as const;
