import { bookingContract } from './booking';
import { catalogueContract } from './catalogue';
import { mattersContract } from './matters';
import { sessionContract } from './session';
import { venuesContract } from './venues';

/** Every endpoint there is, by `METHOD /path`. */
export const contract = {
  ...sessionContract,
  ...catalogueContract,
  ...venuesContract,
  ...bookingContract,
  ...mattersContract,
};
export type Contract = typeof contract;

export type { Appointment, AppointmentRow } from './booking';
export type { Guide, ItemRow, Material, PublicList } from './catalogue';
export * from './core';
export * from './errors';
export type { Matter } from './matters';
export type { Me } from './session';
export type { FreeTime, VenueDetail, VenueRow } from './venues';
