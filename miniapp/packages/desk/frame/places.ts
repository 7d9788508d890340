import type { StaffRole } from '../../../../shared/domain/staff';
import type { IconName } from '../../../components/icon';

/** A page of the staff and who may open it; whether a call is allowed is the server's to say. */
export interface Place {
  path: string;
  title: string;
  icon: IconName;
  /** Any one of these; empty for everyone. */
  roles: readonly StaffRole[];
}

/** Whoever answers for something, to citizens or within. */
const answering: readonly StaffRole[] = ['window', 'reviewer', 'approver', 'dispatcher', 'supervisor'];

/** In the order of the bar; the first that is mine is where I begin. */
export const places: readonly Place[] = [
  { path: '/packages/desk/queue/index', title: '叫号', icon: 'people', roles: ['window'] },
  {
    path: '/packages/desk/cases/index',
    title: '办件',
    icon: 'document',
    roles: answering,
  },
  {
    path: '/packages/desk/parcels/index',
    title: '寄件',
    icon: 'parcel',
    roles: ['window', 'dispatcher', 'supervisor'],
  },
  { path: '/packages/desk/complaints/index', title: '投诉', icon: 'message', roles: answering },
  { path: '/packages/desk/questions/index', title: '提问', icon: 'info', roles: answering },
  { path: '/packages/desk/ratings/index', title: '评价', icon: 'done', roles: answering },
  { path: '/packages/desk/hall/index', title: '大厅', icon: 'hall', roles: ['supervisor'] },
  { path: '/packages/desk/money/index', title: '收费', icon: 'money', roles: ['supervisor'] },
  { path: '/packages/desk/letters/index', title: '没送到的消息', icon: 'warning', roles: ['supervisor'] },
  { path: '/packages/desk/accounts/index', title: '账号', icon: 'devices', roles: ['administrator'] },
  { path: '/packages/desk/audit/index', title: '审计', icon: 'shield', roles: ['auditor'] },
  {
    path: '/packages/desk/notices/index',
    title: '提醒',
    icon: 'clock',
    roles: answering,
  },
  { path: '/packages/desk/me/index', title: '我', icon: 'me', roles: [] },
];

/** Where somebody with these roles may go. */
export function placesFor(roles: readonly StaffRole[]): Place[] {
  return places.filter(
    (place) => place.roles.length === 0 || place.roles.some((role) => roles.includes(role)),
  );
}
