import type { Contract } from '../../shared/contract';
import type { AnswerOf, BodyIn, ParamsIn, QueryIn } from '../../shared/contract/core';

// Types only: importing the contract itself would bring its schemas into the mini-program.

/** `METHOD /path/{param}` of every endpoint there is. */
export type Name = keyof Contract;
/** Those that only read. */
export type ReadName = Extract<Name, `GET ${string}`>;
/** Those that create or change something. */
export type ActionName = Exclude<Name, ReadName>;

/** What an endpoint answers; undefined where it answers nothing (204). */
export type Answer<N extends Name> = AnswerOf<Contract[N]>;

/** A part of the request: left out where the endpoint has none, optional where all of it is. */
type Part<K extends string, T> = [T] extends [undefined]
  ? { [P in K]?: undefined }
  : object extends T
    ? { [P in K]?: T }
    : { [P in K]: T };

/** What a caller has to give for an endpoint. */
export type Input<N extends Name> = Part<'params', ParamsIn<Contract[N]>> &
  Part<'query', QueryIn<Contract[N]>> &
  Part<'body', BodyIn<Contract[N]>>;

/** An input whose endpoint is not known here: what goes over the wire and into storage. */
export interface AnyInput {
  params?: object | undefined;
  query?: object | undefined;
  body?: object | undefined;
}

/** Forgets which endpoint an input is for. */
export function anyInput<N extends Name>(input: Input<N>): AnyInput {
  const { params, query, body }: AnyInput = input as AnyInput;
  return { ...(params && { params }), ...(query && { query }), ...(body && { body }) };
}
