import { addressesContract } from './addresses';
import { bookingContract } from './booking';
import { casesContract, handInContract } from './cases';
import { catalogueContract } from './catalogue';
import { complaintsContract } from './complaints';
import { deliveryContract } from './delivery';
import { deskContract } from './desk';
import { evaluationsContract, staffEvaluationsContract } from './evaluations';
import { integrationContract, integrationStaffContract } from './integration';
import { liveContract } from './live';
import { mandatesContract } from './mandates';
import { mattersContract } from './matters';
import { notificationsContract } from './notifications';
import { paymentsContract, staffPaymentsContract } from './payments';
import { publishedContract } from './published';
import { questionsContract } from './questions';
import { resultsContract } from './results';
import { sessionContract } from './session';
import { staffContract } from './staff';
import { staffCasesContract } from './staff-cases';
import { staffComplaintsContract } from './staff-complaints';
import { staffDeliveryContract } from './staff-delivery';
import { uploadsContract } from './uploads';
import { venuesContract } from './venues';
import { windowsContract } from './windows';

/** Every endpoint there is, by `METHOD /path`. */
export const contract = {
  ...sessionContract,
  ...catalogueContract,
  ...venuesContract,
  ...bookingContract,
  ...deskContract,
  ...liveContract,
  ...mattersContract,
  ...uploadsContract,
  ...mandatesContract,
  ...casesContract,
  ...handInContract,
  ...staffContract,
  ...staffCasesContract,
  ...notificationsContract,
  ...integrationContract,
  ...integrationStaffContract,
  ...addressesContract,
  ...deliveryContract,
  ...staffDeliveryContract,
  ...paymentsContract,
  ...staffPaymentsContract,
  ...resultsContract,
  ...complaintsContract,
  ...staffComplaintsContract,
  ...publishedContract,
  ...questionsContract,
  ...evaluationsContract,
  ...staffEvaluationsContract,
  ...windowsContract,
};
export type Contract = typeof contract;

export type { Appointment, AppointmentRow } from './booking';
export type { CaseDetail } from './cases';
export type { Guide, ItemRow, Material, PublicList } from './catalogue';
export * from './core';
export * from './errors';
export type { Matter } from './matters';
export type { OrderDetail, OrderRow } from './payments';
export type { Me } from './session';
export type { AuditEntry, StaffAccount, StaffMe } from './staff';
export type { StaffCase, StaffCaseAction } from './staff-cases';
export type { FreeTime, VenueDetail, VenueRow } from './venues';
