import { type Drawn, h, object, picture, words } from './drawn.ts';
import { unescaped } from './inline.ts';

/** What Alexa says, and the card in its app. */
export function alexa(message: unknown): Drawn[] {
  const { speech, next, reprompt, card, endSession } = object(message);
  const { title, text, imageUrl } = object(card);
  return [
    h('p', 'speech', heard(`${words(speech)} ${words(next)}`)),
    ...(reprompt === undefined ? [] : [h('p', 'note', `If you say nothing: ${heard(words(reprompt))}`)]),
    h('p', 'note', endSession === false ? 'Keeps listening' : 'The session ends'),
    ...(card === undefined
      ? []
      : [
          h(
            'div',
            'card',
            h('h4', '', words(title)),
            h('div', 'text', words(text)),
            ...(imageUrl === undefined ? [] : [picture(words(imageUrl), 'Picture on the card')]),
          ),
        ]),
  ];
}

/** SSML as it is heard: without its tags. */
function heard(ssml: string): string {
  return unescaped(
    ssml
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}
