/** What one response of a skill may hold. Amazon: "Request and Response JSON Reference", "Best Practices for Text Responses". */
export const alexaLimits = {
  /** `outputSpeech` and `reprompt`, tags included, characters each. */
  speechChars: 8_000,
  /** All text of a card, with the addresses of its images, characters. */
  cardChars: 8_000,
  /** The address of an image, characters. */
  imageUrlChars: 2_000,
  /** The whole response. 120 KB in today's page, 24 KB in older ones: the smaller holds on both. */
  responseBytes: 24_000,
} as const;

/**
 * What the long parts may take of the response's bytes: all speech, the card with its pictures, and what the session remembers. With a reprompt and what is said last
 * (4,500 at most) and the envelope they stay below `responseBytes`.
 */
export const shares = { speechBytes: 5_500, cardBytes: 10_500, offersBytes: 2_000 } as const;

/** Bytes that a value takes as JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
