/** What `deploy` asks of an account in its region, and the one thing that it writes there beside the stack. What the SDK throws is thrown on. */
export interface Account {
  readonly region: string;
  /** Whose the credentials are. */
  whoAmI(): Promise<{ readonly account: string; readonly arn: string }>;
  /** How many runs at once Lambda lets the account have, and how many of them are kept for no function. */
  concurrency(): Promise<{ readonly limit: number; readonly unreserved: number }>;
  /** Runs kept for a function; 0 also where there is no such function. */
  reservedFor(functionName: string): Promise<number>;
  /** A variable of a function; null where there is no such function. */
  variableOf(functionName: string, variable: string): Promise<string | null>;
  hasBucket(name: string, account: string): Promise<boolean>;
  /** Whether SES sends to anyone, and not only to who was verified. */
  sendsToAnyone(): Promise<boolean>;
  /** Whether SES may send as this address or domain. */
  maySendAs(identity: string): Promise<boolean>;
  /** Whether a service has an endpoint there; throws where that can't be told. */
  hasEndpoint(service: string): Promise<boolean>;
  /** What a stage's secret says. Throws SettingsError where it is no object of words. */
  settings(secret: string): Promise<Readonly<Record<string, string>>>;
  putSettings(secret: string, settings: Readonly<Record<string, string>>): Promise<void>;
}
