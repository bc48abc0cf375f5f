import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

export { handler } from './floor.ts';

/** What hands a spoken command to its function needs this one too. */
export const lambda = new LambdaClient({});
export const invoke = (name: string) => lambda.send(new InvokeCommand({ FunctionName: name, InvocationType: 'Event' }));
