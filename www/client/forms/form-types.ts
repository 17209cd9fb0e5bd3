// What a form has: the fields of a request as text, and each of them optional.

import type { CancelChainRequest, CreateChainRequest } from '../contract.ts';

/**
 * The value of a form for a value of a request. A text field has a text. A number or a checkbox may have
 * its value already. A phone is one text, or an object with two fields.
 */
type FormOf<Value> = Value extends string
  ? string
  : Value extends number
    ? string | number
    : Value extends boolean
      ? string | boolean
      : Value extends readonly (infer Item)[]
        ? FormOf<Item>[]
        : Value extends { readonly phone_number: number }
          ? string | FieldsOf<Value>
          : FieldsOf<Value>;

type FieldsOf<Value> = {
  [Name in keyof Value]?: FormOf<Exclude<Value[Name], undefined>> | undefined;
};

/** The values of a form that creates a chain. `actor.msisdn` is one field, or two. */
export type CreateChainForm = FieldsOf<CreateChainRequest>;

/** The values of a form that cancels a chain. */
export type CancelChainForm = FieldsOf<CancelChainRequest>;

/** The values of a form, by operation. */
export interface Forms {
  createChain: CreateChainForm;
  cancelChain: CancelChainForm;
}

/** The request that a form makes, by operation. */
export interface FormRequests {
  createChain: CreateChainRequest;
  cancelChain: CancelChainRequest;
}
