/** Words around what something is in words. */
export const explanationTexts = {
  title: 'In words',
  ask: 'Ask the model',
  asks: 'Asks the language model to say it in its words: by tokens of the team. The same facts are asked about once.',
  asked: 'The model was asked',
  said: (model: string) => `In the words of ${model}`,
  checked: 'Each number in it stands in the facts. It is a text and changes nothing.',
  notSaid: (why: string) => `There are no words of a model: ${why}.`,
} as const
