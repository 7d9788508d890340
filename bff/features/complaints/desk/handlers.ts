import { complaintCategories } from '../../../../shared/domain/complaint';
import type { StaffRole } from '../../../../shared/domain/staff';
import { Problem } from '../../../problem';
import type { Officer } from '../../staff';
import type { ComplaintDoc } from '../model';
import type { DeskParts } from './parts';

/** Those who may be given a complaint. */
const handlerRoles: readonly StaffRole[] = ['window', 'reviewer', 'approver', 'dispatcher', 'supervisor'];
/** Who answers for a department, and who for the centre. */
const departmentRoles: readonly StaffRole[] = ['reviewer', 'approver'];
const centreRoles: readonly StaffRole[] = ['dispatcher', 'supervisor'];
/** As many as a screen shows. */
const MOST_PROPOSED = 20;

export interface Proposal {
  department: string | null;
  handlers: Officer[];
  /** In words for whoever dispatches. */
  why: string;
}

/** Staff who must never have a complaint, and why they are few enough to be read: it, and what is joined to it. */
interface Kept {
  barred: Set<string>;
  /** Had it in the first round. */
  before: Set<string>;
}

/**
 * Who is kept from a complaint: whoever it is about, whoever sits at the window now, the same of those joined to it, and in
 * the second round everybody who had it before.
 */
async function keptFrom(parts: DeskParts, doc: ComplaintDoc): Promise<Kept> {
  const members = await parts.complaints
    .find({ leadId: doc._id, open: true }, { barred: 1, barredWindowId: 1 })
    .lean<Pick<ComplaintDoc, 'barred' | 'barredWindowId'>[]>();
  const all = [doc, ...members];
  const windows = new Set(all.flatMap(({ barredWindowId }) => barredWindowId ?? []));
  const sitting = await Promise.all([...windows].map((windowId) => parts.officers.sittingAt(windowId)));
  return {
    barred: new Set([...all.flatMap(({ barred }) => barred), ...sitting.flat()]),
    before: new Set(doc.round === 2 ? doc.handledBy : []),
  };
}

/** Whom a complaint could be given to, by what it is about. Asked while it waits for somebody. */
export async function proposalFor(parts: DeskParts, doc: ComplaintDoc): Promise<Proposal> {
  const [{ barred, before }, officers] = await Promise.all([
    keptFrom(parts, doc),
    parts.officers.officersAt({ venueId: doc.deskVenueId, roles: handlerRoles }),
  ]);
  const { desk, words } = complaintCategories[doc.category];
  const byDepartment = desk === 'department' && doc.department !== null;
  const fitting = officers.filter((officer) =>
    byDepartment ? answersFor(officer, doc.department) : has(officer, centreRoles),
  );
  const left = fitting.filter(({ staffId }) => !barred.has(staffId) && !before.has(staffId));
  // The department's own people before those of every department.
  const own = ({ department }: Officer) => (department !== null && department === doc.department ? 0 : 1);
  const handlers = left.sort((a, b) => own(a) - own(b)).slice(0, MOST_PROPOSED);
  const out = fitting.length - left.length;
  const why = [
    byDepartment
      ? `“${words}”由${doc.department}的审查岗核查`
      : `“${words}”由大厅自己的投诉岗核查，不交给被投诉的部门`,
    out > 0 ? `和这件事有关或办过的 ${out} 人不在名单里` : '',
    handlers.length === 0 ? '名单里没有合适的人，由主管从其他岗位选' : '',
  ];
  return {
    department: byDepartment ? doc.department : null,
    handlers,
    why: `${why.filter(Boolean).join('；')}。`,
  };
}

const has = ({ roles }: Officer, wanted: readonly StaffRole[]) => roles.some((role) => wanted.includes(role));

function answersFor(officer: Officer, department: string | null): boolean {
  return has(officer, departmentRoles) && (officer.department === null || officer.department === department);
}

/**
 * Whoever a complaint is to be given to, looked at.
 * @throws Problem STAFF_UNKNOWN when nobody of that hall is so called, COMPLAINT_HANDLER_BARRED when they have to do with it
 */
export async function handlerFor(parts: DeskParts, doc: ComplaintDoc, staffId: string): Promise<Officer> {
  const [{ barred, before }, officers] = await Promise.all([
    keptFrom(parts, doc),
    parts.officers.officersAt({ venueId: doc.deskVenueId, roles: handlerRoles }),
  ]);
  const officer = officers.find((one) => one.staffId === staffId);
  if (!officer) throw new Problem('STAFF_UNKNOWN');
  if (barred.has(staffId) || before.has(staffId)) throw new Problem('COMPLAINT_HANDLER_BARRED');
  return officer;
}
