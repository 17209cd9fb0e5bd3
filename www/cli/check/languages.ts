// The languages of the messages, with the words around them.

import { es } from 'identification-chain/messages/es';
import { english } from '../../client/generated/english.ts';
import type { IssueFacts } from '../../client/issues/issue.ts';
import { say } from '../../client/issues/message.ts';

/** The words of a language. */
export interface Language {
  readonly messages: (issue: IssueFacts) => string;
  /** What a message is about, if the path is empty. */
  readonly request: string;
  /** Marks an object that lacks a member, before the member's name. */
  readonly lacks: string;
  /** Comes before a suggestion. */
  readonly didYouMean: (name: string) => string;
}

export const languages = {
  en: {
    messages: (issue) => say(issue, english),
    request: 'the request',
    lacks: 'lacks',
    didYouMean: (name) => `did you mean ${name}?`,
  },
  es: {
    messages: es,
    request: 'la petición',
    lacks: 'le falta',
    didYouMean: (name) => `¿quería decir ${name}?`,
  },
} as const satisfies Readonly<Record<string, Language>>;

export const languageNames = Object.keys(languages) as (keyof typeof languages)[];
