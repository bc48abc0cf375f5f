/** An error as the service answers it: its name stands in the header `x-amzn-errortype`, its status is the model's. */
export class SchedulerError extends Error {
  readonly status: number;

  constructor(name: keyof typeof statuses, message: string) {
    super(message);
    this.name = name;
    this.status = statuses[name];
  }
}

const statuses = {
  ValidationException: 400,
  ServiceQuotaExceededException: 402,
  ResourceNotFoundException: 404,
  UnknownOperationException: 404,
  ConflictException: 409,
  ThrottlingException: 429,
  InternalServerException: 500,
} as const;

export const invalid = (message: string) => new SchedulerError('ValidationException', message);
/** It is not known to be wrong; this stand-in doesn't do it. */
export const notModelled = (what: string) => invalid(`The stand-in models no ${what}.`);
export const notFound = (what: string) => new SchedulerError('ResourceNotFoundException', `${what} does not exist.`);
export const conflict = (what: string) => new SchedulerError('ConflictException', `${what} already exists.`);
