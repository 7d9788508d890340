import { expect } from 'vitest';
import { type Contract, type Endpoint, type ErrorCode, errors } from '../../shared/contract';
import type { ContractPart } from '../../shared/contract/core';
import type { Ask, Client } from './client';

/**
 * Collects which refusals the endpoints of a part of the contract have been seen to give, so that a test can say at
 * its end that every declared one was.
 */
export class SeenCodes {
  /** `POST /appointments SLOT_TAKEN` */
  private readonly seen = new Set<string>();

  /** Expects a refusal with that code, and remembers that the endpoint gave it. */
  async gives<N extends keyof Contract>(client: Client, name: N, code: ErrorCode, given: Ask<N> = {}) {
    expect(await client.refused(name, given), name).toBe(code);
    this.note(name, code);
  }

  /** For what was seen in another way. */
  note(name: string, code: ErrorCode): void {
    this.seen.add(`${name} ${code}`);
  }

  /** The declared pairs that were not seen. */
  missing(part: ContractPart): string[] {
    return Object.entries(part)
      .flatMap(([name, endpoint]: [string, Endpoint]) => endpoint.errors.map((code) => `${name} ${code}`))
      .filter((pair) => !this.seen.has(pair));
  }

  has(code: ErrorCode): boolean {
    return [...this.seen].some((pair) => pair.endsWith(` ${code}`));
  }
}

/** The codes that some endpoint declares for itself: each is seen by the test of that endpoint's feature. */
export function declaredCodes(parts: ContractPart): Set<ErrorCode> {
  return new Set(Object.values(parts).flatMap(({ errors: codes }) => codes));
}

export const allCodes = Object.keys(errors) as ErrorCode[];
