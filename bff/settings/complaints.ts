import { z } from 'zod';

/** A whole number; at least one. */
const count = (fallback: number) => z.coerce.number().int().min(1).default(fallback);

/** How long complaints may take, and how many are taken; spread into the environment's schema. Days are working days. */
export const complaintVariables = {
  /** Within so many days it is said whether a complaint is taken. */
  COMPLAINT_ACCEPT_DAYS: count(1),
  /** Days for the answer, by how hard it is. */
  COMPLAINT_SIMPLE_DAYS: count(3),
  COMPLAINT_GENERAL_DAYS: count(5),
  COMPLAINT_COMPLEX_DAYS: count(15),
  /** Within so many days of the answer whoever complained is called back. */
  COMPLAINT_CALL_BACK_DAYS: count(3),
  /** The one extension is so long at most. */
  COMPLAINT_EXTENSION_DAYS: z.coerce.number().int().min(1).max(7).default(7),
  /** Within so many days of the assignment it can be returned. */
  COMPLAINT_RETURN_DAYS: count(1),
  /** Overdue goes to the hall's supervisor at once, and after so many days more to the city's. */
  COMPLAINT_CITY_DAYS: count(2),
  /** So many times something can be added. */
  COMPLAINT_SUPPLEMENTS: count(10),
  /** The same person about the same thing within so many calendar days is a repeat, unless there are new facts. */
  COMPLAINT_REPEAT_DAYS: count(90),
  /** Of one person in a day. */
  COMPLAINTS_PER_PERSON_PER_DAY: count(10),
  /** Without a name from one address in a day: a hall's Wi-Fi is one. */
  COMPLAINTS_PER_ADDRESS_PER_DAY: count(50),
  /** Wrong query codes an hour. */
  COMPLAINT_LOOKUPS_PER_NUMBER: count(10),
  COMPLAINT_LOOKUPS_PER_ADDRESS: count(30),
} satisfies z.ZodRawShape;

/** The variables of complaints as features read them. */
export function complaintSettings(e: z.output<z.ZodObject<typeof complaintVariables>>) {
  return {
    acceptDays: e.COMPLAINT_ACCEPT_DAYS,
    replyDays: {
      simple: e.COMPLAINT_SIMPLE_DAYS,
      general: e.COMPLAINT_GENERAL_DAYS,
      complex: e.COMPLAINT_COMPLEX_DAYS,
    },
    callBackDays: e.COMPLAINT_CALL_BACK_DAYS,
    extensionDays: e.COMPLAINT_EXTENSION_DAYS,
    returnDays: e.COMPLAINT_RETURN_DAYS,
    cityDays: e.COMPLAINT_CITY_DAYS,
    supplements: e.COMPLAINT_SUPPLEMENTS,
    repeatDays: e.COMPLAINT_REPEAT_DAYS,
    perPersonPerDay: e.COMPLAINTS_PER_PERSON_PER_DAY,
    perAddressPerDay: e.COMPLAINTS_PER_ADDRESS_PER_DAY,
    lookupsPerNumber: e.COMPLAINT_LOOKUPS_PER_NUMBER,
    lookupsPerAddress: e.COMPLAINT_LOOKUPS_PER_ADDRESS,
  };
}
