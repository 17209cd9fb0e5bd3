// Generated from openapi.json by `make generate`.

export interface paths {
    "/orgs/{org_id}/identifications/chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create an identification chain */
        post: operations["createChain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{org_id}/identifications/chain/{identification_chain_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel an identification chain */
        post: operations["cancelChain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{org_id}/identifications/chain/{identification_chain_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close an identification chain */
        post: operations["closeChain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{org_id}/identifications/chain/{identification_chain_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an identification chain */
        get: operations["getChain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{org_id}/identifications/chain/{identification_chain_id}/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Validate an identification chain */
        post: operations["validateChain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Who is identified, by which steps, and for how long. */
        CreateChainIdentificationRequest: {
            /** @description The person to identify. */
            actor: components["schemas"]["IdentificationActorChain"];
            /**
             * @description Validity duration time (ISO-8601 format) from now.
             * @example PT15M
             */
            expires_in: string;
            /** @description Ordered array defining the identification steps (each step should be unique). */
            sequence: components["schemas"]["ChainIdentificationStep"][];
        };
        /** @description The person to identify. */
        IdentificationActorChain: {
            /**
             * @description Given name.
             * @example James
             */
            name: string;
            /**
             * @description Family name.
             * @example Smith
             */
            last_name: string;
            /** @description The document that proves the identity. */
            identity_document: components["schemas"]["IdentityDocument"];
            /**
             * Format: email
             * @description E-mail address, as an HTML `<input type=email>` accepts it. Required if a step uses it.
             * @example example@email.com
             */
            email?: string | undefined;
            /** @description Mobile phone number. Required if a step uses it. */
            msisdn?: components["schemas"]["Msisdn"] | undefined;
            /**
             * @description ISO 639-1 code of the actor's language, in upper case.
             * @example ES
             */
            language?: string | undefined;
        };
        /** @description An identity document. */
        IdentityDocument: {
            /**
             * @description The number on the document, with its check letter.
             * @example 12345678A
             */
            document_number: string;
            /**
             * @description The kind of document.
             * @example IDENTITY_CARD
             */
            document_type: "IDENTITY_CARD" | "NIF" | "NIE" | "PASSPORT" | (string & Record<never, never>);
            /**
             * @description ISO 3166-1 alpha-2 code of the issuing country, in upper case.
             * @example ES
             */
            country: string;
        };
        /** @description A mobile phone number (ITU-T E.164). */
        Msisdn: {
            /**
             * Format: int64
             * @description The national number, as a JSON number.
             * @example 6123456789
             */
            phone_number: number;
            /**
             * @description The E.164 country code: 1 to 3 digits, without `+`.
             * @example 34
             */
            country_code: string;
        };
        /** @description One step of the chain. Each step has a different `identification_type`. */
        ChainIdentificationStep: {
            /**
             * @description How this step identifies the person.
             * @example OTP
             */
            identification_type: "OTP" | "AGENT" | "IDENTITY_DOCUMENT" | (string & Record<never, never>);
            /** @description The details of a step of type `OTP`, which requires them. */
            otp_step?: components["schemas"]["OtpStep"] | undefined;
            /** @description The details of a step of type `IDENTITY_DOCUMENT`, which requires them. */
            identity_document_step?: components["schemas"]["IdentityDocumentStep"] | undefined;
        };
        /** @description The details of a step with a one-time code. */
        OtpStep: {
            /**
             * @description What the step asks the actor for in addition to the code.
             * @example DOCUMENT_NUMBER
             */
            two_factor_type?: ("DOCUMENT_NUMBER" | "EMAIL" | "PERSONAL_DOCUMENT_IMAGE" | (string & Record<never, never>)) | undefined;
            /** @description How the code reaches the actor. */
            channel: components["schemas"]["OtpChannel"];
        };
        /** @description The channel of a one-time code. */
        OtpChannel: {
            /**
             * @description The medium.
             * @example SMS
             */
            type: "SMS" | "EMAIL" | "WHATSAPP" | (string & Record<never, never>);
            /**
             * @description Whether another system than the provider's sends the code. Default: false.
             * @example false
             */
            external?: boolean | undefined;
        };
        /** @description The details of a step with an identity document. */
        IdentityDocumentStep: {
            /**
             * @description Who checks the document.
             * @example INTERNAL
             */
            provider_type?: ("INTERNAL" | "EXTERNAL" | (string & Record<never, never>)) | undefined;
        };
        /** @description The chain that was created. The reference does not publish its fields. The id is the first of `identification_chain_id`, `id`, `identification_id`, `chain_id`, or the end of `Location`. */
        CreateChainIdentificationResponse: {
            [key: string]: unknown;
        };
        /** @description What went wrong. Inferred from other pages of the provider, so nothing in it is certain. */
        ErrorsResponse: {
            /** @description The errors. */
            errors?: components["schemas"]["ErrorItem"][] | undefined;
        };
        /** @description One error of the server. */
        ErrorItem: {
            /** @description The provider's code. */
            code?: string | undefined;
            /** @description A short description of the error. */
            title?: string | undefined;
            /** @description A reference to the error. */
            ref?: string | undefined;
            /** @description A long description of the error. */
            details?: string | undefined;
        };
        /** @description Why the chain is cancelled. */
        CancelIdentificationRequest: {
            /**
             * @description The reason why the process is going to be cancelled.
             * @example The client does not want to continue with the identification process.
             */
            reason?: string | undefined;
        };
        /** @description The current state of a chain. Its fields are not published. */
        GetChainIdentificationResponse: {
            [key: string]: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    createChain: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description information to identify the application, operating system, vendor, and/or version of the requester
                 * @example Mozilla/5.0 (Macintosh; Intel Mac OS X x.y; rv:42.0) Gecko/20100101 Firefox/42.0
                 */
                "User-Agent": string;
            };
            path: {
                /**
                 * @description Organization name
                 * @example acme
                 */
                org_id: string;
            };
            cookie?: never;
        };
        /** @description Data about actor and the identification chain process. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "actor": {
                 *         "name": "James",
                 *         "last_name": "Smith",
                 *         "identity_document": {
                 *           "document_number": "12345678A",
                 *           "document_type": "IDENTITY_CARD",
                 *           "country": "ES"
                 *         },
                 *         "email": "example@email.com",
                 *         "msisdn": {
                 *           "phone_number": 6123456789,
                 *           "country_code": "34"
                 *         },
                 *         "language": "ES"
                 *       },
                 *       "expires_in": "PT15M",
                 *       "sequence": [
                 *         {
                 *           "identification_type": "OTP",
                 *           "otp_step": {
                 *             "two_factor_type": "DOCUMENT_NUMBER",
                 *             "channel": {
                 *               "type": "SMS",
                 *               "external": false
                 *             }
                 *           }
                 *         },
                 *         {
                 *           "identification_type": "AGENT"
                 *         },
                 *         {
                 *           "identification_type": "IDENTITY_DOCUMENT",
                 *           "identity_document_step": {
                 *             "provider_type": "INTERNAL"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CreateChainIdentificationRequest"];
            };
        };
        responses: {
            /** @description New chain identification is created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateChainIdentificationResponse"];
                };
            };
            /** @description Request input is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized. AuthN and AuthZ validations have fail */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not found. Entity does not exist or can not be found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Conflict. Entity state has conflicts between its new state and the old one. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not expected error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorsResponse"];
                };
            };
        };
    };
    cancelChain: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description information to identify the application, operating system, vendor, and/or version of the requester
                 * @example Mozilla/5.0 (Macintosh; Intel Mac OS X x.y; rv:42.0) Gecko/20100101 Firefox/42.0
                 */
                "User-Agent": string;
            };
            path: {
                /**
                 * @description Organization name
                 * @example acme
                 */
                org_id: string;
                /**
                 * @description Unique identifier for the chained identification process
                 * @example 3f1b6c1e-8a52-4f0b-9a57-6d2f1c0a7e11
                 */
                identification_chain_id: string;
            };
            cookie?: never;
        };
        /** @description Optional reason for cancellation */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "The client does not want to continue with the identification process."
                 *     }
                 */
                "application/json": components["schemas"]["CancelIdentificationRequest"];
            };
        } | undefined;
        responses: {
            /** @description Action executed correctly */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Request input is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized. AuthN and AuthZ validations have fail */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not found. Entity does not exist or can not be found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Conflict. Entity state has conflicts between its new state and the old one. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not expected error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorsResponse"];
                };
            };
        };
    };
    closeChain: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description information to identify the application, operating system, vendor, and/or version of the requester
                 * @example Mozilla/5.0 (Macintosh; Intel Mac OS X x.y; rv:42.0) Gecko/20100101 Firefox/42.0
                 */
                "User-Agent": string;
            };
            path: {
                /**
                 * @description Organization name
                 * @example acme
                 */
                org_id: string;
                /**
                 * @description Unique identifier for the chained identification process
                 * @example 3f1b6c1e-8a52-4f0b-9a57-6d2f1c0a7e11
                 */
                identification_chain_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Action executed correctly */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Request input is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized. AuthN and AuthZ validations have fail */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not found. Entity does not exist or can not be found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Conflict. Entity state has conflicts between its new state and the old one. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not expected error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorsResponse"];
                };
            };
        };
    };
    getChain: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description information to identify the application, operating system, vendor, and/or version of the requester
                 * @example Mozilla/5.0 (Macintosh; Intel Mac OS X x.y; rv:42.0) Gecko/20100101 Firefox/42.0
                 */
                "User-Agent": string;
            };
            path: {
                /**
                 * @description Organization name
                 * @example acme
                 */
                org_id: string;
                /**
                 * @description Unique identifier for the chained identification process
                 * @example 3f1b6c1e-8a52-4f0b-9a57-6d2f1c0a7e11
                 */
                identification_chain_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state of the chain. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetChainIdentificationResponse"];
                };
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorsResponse"];
                };
            };
        };
    };
    validateChain: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description information to identify the application, operating system, vendor, and/or version of the requester
                 * @example Mozilla/5.0 (Macintosh; Intel Mac OS X x.y; rv:42.0) Gecko/20100101 Firefox/42.0
                 */
                "User-Agent": string;
                /**
                 * @description The id of the application's installation on the device.
                 * @example 5b0c8f3e-4b3a-4f5c-9d55-0a4f6f0f2d11
                 */
                "x-installation_id": string;
                /**
                 * @description The fingerprint of the device.
                 * @example a1b2c3d4
                 */
                "x-fingerprint": string;
                /**
                 * @description The IP address of the device.
                 * @example 203.0.113.7
                 */
                "x-forwarded-for": string;
                /**
                 * @description The location of the device.
                 * @example 40.4168,-3.7038
                 */
                "x-location"?: string | undefined;
            };
            path: {
                /**
                 * @description Organization name
                 * @example acme
                 */
                org_id: string;
                /**
                 * @description Unique identifier for the chained identification process
                 * @example 3f1b6c1e-8a52-4f0b-9a57-6d2f1c0a7e11
                 */
                identification_chain_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Action executed correctly */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Forbidden. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error response */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorsResponse"];
                };
            };
        };
    };
}
