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

/** What the two long parts may take of the response's bytes. With a reprompt (3,600 at most) and the envelope they stay below `responseBytes`. */
export const shares = { speechBytes: 7_000, cardBytes: 12_000 } as const;

/** Bytes that a text takes in JSON. */
export function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
