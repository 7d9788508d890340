import { bookingContract } from './booking';
import { catalogueContract } from './catalogue';
import { mattersContract } from './matters';
import { sessionContract } from './session';
import { staffContract } from './staff';
import { uploadsContract } from './uploads';
import { venuesContract } from './venues';

/** Every endpoint there is, by `METHOD /path`. */
export const contract = {
  ...sessionContract,
  ...catalogueContract,
  ...venuesContract,
  ...bookingContract,
  ...mattersContract,
  ...uploadsContract,
  ...staffContract,
};
export type Contract = typeof contract;

export type { Appointment, AppointmentRow } from './booking';
export type { Guide, ItemRow, Material, PublicList } from './catalogue';
export * from './core';
export * from './errors';
export type { Matter } from './matters';
export type { Me } from './session';
export type { AuditEntry, StaffAccount, StaffMe } from './staff';
export type { FileLink, Upload, UploadState, UploadType } from './uploads';
export type { FreeTime, VenueDetail, VenueRow } from './venues';
