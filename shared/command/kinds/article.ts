/** "the cow", "eine Woche", as people say one of a list: without the article. */
export const withoutArticle = (said: string): string => said.replace(/^(?:the|an?|der|die|das|den|dem|ein|eine[mnrs]?)\s+(?=\S)/i, '');

/** Of a single word only its place tells whether it is one of a list or a word of the text beside it: the `alone` of such a kind. */
export const neverAlone = /(?!)/;
