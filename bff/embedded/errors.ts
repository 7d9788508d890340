/**
 * Errors the endpoint answers with: the code and codeName of the real server
 * (https://www.mongodb.com/docs/manual/reference/error-codes/), so that the driver reacts as it would there.
 */
const CODE_NAMES = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  TypeMismatch: 14,
  InvalidLength: 16,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  InvalidPipelineOperator: 168,
  CannotIndexParallelArrays: 171,
  InvalidIndexSpecificationOption: 197,
  NotImplemented: 238,
  QueryExceededMemoryLimitNoDiskUseAllowed: 292,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
} as const;

export type ErrorName = keyof typeof CODE_NAMES;

/** An error that reaches the client as `{ ok: 0, code, codeName, errmsg }` or as one entry of `writeErrors`. */
export class MongoError extends Error {
  readonly code: number;

  constructor(
    readonly codeName: ErrorName,
    message: string,
    /** Further fields of the answer, such as keyPattern and keyValue of a duplicate key. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'MongoError';
    this.code = CODE_NAMES[codeName];
  }
}

/** A request that MongoDB would take and this endpoint does not: refused, so that it is never answered wrongly. */
export function notImplemented(what: string): MongoError {
  return new MongoError('NotImplemented', `${what} is not supported by the embedded server`);
}
