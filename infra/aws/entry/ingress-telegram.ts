import { telegramDoor } from '../doors/telegram.ts';
import { ingressFunction } from '../world/ingress.ts';

/** Takes what Telegram sends, and acknowledges it once it is kept. */
export const handler = ingressFunction([telegramDoor]);
