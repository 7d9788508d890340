import type { AnswerOf, BodyIn, ParamsIn, QueryIn } from '../../../../shared/contract/core';
import type { deskContract } from '../../../../shared/contract/desk';
import type { staffEvaluationsContract } from '../../../../shared/contract/evaluations';
import type { notificationsContract } from '../../../../shared/contract/notifications';
import type { staffPaymentsContract } from '../../../../shared/contract/payments';
import type { questionsContract } from '../../../../shared/contract/questions';
import type { staffContract } from '../../../../shared/contract/staff';
import type { staffCasesContract } from '../../../../shared/contract/staff-cases';
import type { staffComplaintsContract } from '../../../../shared/contract/staff-complaints';
import type { staffDeliveryContract } from '../../../../shared/contract/staff-delivery';
import type { uploadsContract } from '../../../../shared/contract/uploads';
import type { venuesContract } from '../../../../shared/contract/venues';
import type { windowsContract } from '../../../../shared/contract/windows';

// Types only: importing the contract itself would bring its schemas into the package.

/** What the desk may ask for: the staff's own endpoints, and the guide and the hall as everyone sees them. */
type DeskEndpoints = typeof staffContract &
  typeof staffCasesContract &
  typeof staffDeliveryContract &
  typeof staffPaymentsContract &
  typeof staffComplaintsContract &
  typeof staffEvaluationsContract &
  typeof questionsContract &
  typeof windowsContract &
  typeof deskContract &
  typeof notificationsContract &
  typeof uploadsContract &
  Pick<typeof venuesContract, 'GET /venues/{id}' | 'GET /venues'>;

/** `METHOD /path/{param}` of everything the desk may ask for. */
export type StaffName = Extract<keyof DeskEndpoints, `${string} /staff/${string}` | `GET /venues${string}`>;
export type StaffReadName = Extract<StaffName, `GET ${string}`>;
export type StaffActName = Exclude<StaffName, StaffReadName>;

/** What an endpoint answers; undefined where it answers nothing (204). */
export type StaffAnswer<N extends StaffName> = AnswerOf<DeskEndpoints[N]>;

type Part<K extends string, T> = [T] extends [undefined]
  ? { [P in K]?: undefined }
  : object extends T
    ? { [P in K]?: T }
    : { [P in K]: T };

/** What a caller has to give for an endpoint. */
export type StaffInput<N extends StaffName> = Part<'params', ParamsIn<DeskEndpoints[N]>> &
  Part<'query', QueryIn<DeskEndpoints[N]>> &
  Part<'body', BodyIn<DeskEndpoints[N]>>;
