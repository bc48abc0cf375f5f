/** "the cow", "eine Woche", as people say one of a list: without the article. */
export const withoutArticle = (said: string): string => said.replace(/^(?:the|an?|der|die|das|den|dem|ein|eine[mnrs]?)\s+(?=\S)/i, '');
