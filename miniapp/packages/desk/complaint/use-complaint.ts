import type { StaffComplaint, StaffComplaintAction } from '../../../../shared/contract/staff-complaints';
import { act } from '../api/client';
import { useRead } from '../api/use-read';
import { type ActBody, useWork, type Work } from '../parts/use-work';

export type ComplaintWork = Work<StaffComplaint, StaffComplaintAction>;

/** All acts have the same shape of request; what each wants in its body is checked by the server. */
function post(
  action: StaffComplaintAction,
  { id, version }: StaffComplaint,
  body: ActBody,
): Promise<StaffComplaint> {
  const name = `POST /staff/complaints/{id}/${action}` as 'POST /staff/complaints/{id}/take-up';
  return act(name, { params: { id }, body: { version, ...body } });
}

/** One complaint as an officer works on it. */
export function useComplaint(id: string): ComplaintWork {
  return useWork(useRead('GET /staff/complaints/{id}', id ? { params: { id } } : null), post);
}
