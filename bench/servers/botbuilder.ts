import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { serve } from './serve.ts';
import { settings } from './settings.ts';

/** botbuilder's own handler: checks the token against the keys of this run, builds a turn, and runs a bot that does nothing. */
const authentication = new ConfigurationBotFrameworkAuthentication({
  MicrosoftAppId: settings.keys.teams.appId,
  MicrosoftAppPassword: 'bench',
  MicrosoftAppType: 'MultiTenant',
  // One address of one's own makes the others one's own too: these are its usual ones.
  ToBotFromChannelOpenIdMetadataUrl: settings.openIdUrl,
  ToBotFromEmulatorOpenIdMetadataUrl: settings.openIdUrl,
  ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
  ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
  ToChannelFromBotOAuthScope: 'https://api.botframework.com',
  OAuthUrl: 'https://api.botframework.com',
});
const adapter = new CloudAdapter(authentication);

await serve((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const answer = {
      socket: response.socket,
      header: (name: string, value: unknown) => response.setHeader(name, String(value)),
      status: (status: number) => {
        response.statusCode = status;
      },
      send: (body: unknown) => response.write(JSON.stringify(body)),
      end: () => response.end(),
    };
    // Its type wants no undefined values; node's headers have none either.
    const headers = request.headers as Record<string, string | string[]>;
    const parsed = { body: JSON.parse(Buffer.concat(chunks).toString()), headers, method: request.method ?? '' };
    void adapter.process(parsed, answer, async () => {});
  });
});
