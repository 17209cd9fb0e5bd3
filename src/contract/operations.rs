//! The operations: their methods, paths, parameters, headers and answers.

use super::objects::{
    CANCEL_REQUEST, CREATE_REQUEST, CREATE_RESPONSE, ERRORS_RESPONSE, GET_RESPONSE,
};
use super::shape::{Answer, Body, Operation, Parameter, Provenance};
use crate::platform::prose;

/// The provider's own server.
pub const BASE_URL: &str = "https://documents.masstack.com/v1";

/// The operations: those of the reference, in its order, then those of another page of the provider.
pub static OPERATIONS: [&Operation; 5] =
    [&CREATE_CHAIN, &CANCEL_CHAIN, &CLOSE_CHAIN, &GET_CHAIN, &VALIDATE_CHAIN];

/// Creates a chain. Not idempotent: two calls make two chains.
pub static CREATE_CHAIN: Operation = Operation {
    id: "createChain",
    method: "POST",
    path: "/orgs/{org_id}/identifications/chain",
    path_parameters: &[ORG_ID],
    headers: &[],
    summary: prose("Create an identification chain"),
    provenance: Provenance::Reference,
    body: Some(Body {
        object: &CREATE_REQUEST,
        required: true,
        description: prose("Data about actor and the identification chain process."),
        example: prose(CREATE_EXAMPLE),
    }),
    creates: true,
    repeatable: false,
    success: Answer {
        status: prose("201"),
        description: prose("New chain identification is created."),
        object: Some(&CREATE_RESPONSE),
    },
    failures: prose(FAILURES.as_slice()),
};

/// Cancels a chain, with or without a reason.
pub static CANCEL_CHAIN: Operation = Operation {
    id: "cancelChain",
    method: "POST",
    path: "/orgs/{org_id}/identifications/chain/{identification_chain_id}/cancel",
    path_parameters: &[ORG_ID, CHAIN_ID],
    headers: &[],
    summary: prose("Cancel an identification chain"),
    provenance: Provenance::Reference,
    body: Some(Body {
        object: &CANCEL_REQUEST,
        required: false,
        description: prose("Optional reason for cancellation"),
        example: prose(CANCEL_EXAMPLE),
    }),
    creates: false,
    repeatable: true,
    success: NO_CONTENT,
    failures: prose(FAILURES.as_slice()),
};

/// Closes a chain.
pub static CLOSE_CHAIN: Operation = Operation {
    id: "closeChain",
    method: "POST",
    path: "/orgs/{org_id}/identifications/chain/{identification_chain_id}/close",
    path_parameters: &[ORG_ID, CHAIN_ID],
    headers: &[],
    summary: prose("Close an identification chain"),
    provenance: Provenance::Reference,
    body: None,
    creates: false,
    repeatable: true,
    success: NO_CONTENT,
    failures: prose(FAILURES.as_slice()),
};

/// Reads a chain, on the end user's side.
pub static GET_CHAIN: Operation = Operation {
    id: "getChain",
    method: "GET",
    path: "/orgs/{org_id}/identifications/chain/{identification_chain_id}",
    path_parameters: &[ORG_ID, CHAIN_ID],
    headers: &[],
    summary: prose("Get an identification chain"),
    provenance: Provenance::Provider,
    body: None,
    creates: false,
    repeatable: true,
    success: Answer {
        status: prose("200"),
        description: prose("The current state of the chain."),
        object: Some(&GET_RESPONSE),
    },
    failures: prose(USER_FAILURES.as_slice()),
};

/// Validates a chain on the end user's device.
pub static VALIDATE_CHAIN: Operation = Operation {
    id: "validateChain",
    method: "POST",
    path: "/orgs/{org_id}/identifications/chain/{identification_chain_id}/validate",
    path_parameters: &[ORG_ID, CHAIN_ID],
    headers: &DEVICE,
    summary: prose("Validate an identification chain"),
    provenance: Provenance::Provider,
    body: None,
    creates: false,
    repeatable: false,
    success: NO_CONTENT,
    failures: prose(USER_FAILURES.as_slice()),
};

/// The headers that describe the end user's device.
pub static DEVICE: [Parameter; 4] = [
    Parameter {
        name: "x-installation_id",
        description: prose("The id of the application's installation on the device."),
        example: prose("5b0c8f3e-4b3a-4f5c-9d55-0a4f6f0f2d11"),
        required: true,
    },
    Parameter {
        name: "x-fingerprint",
        description: prose("The fingerprint of the device."),
        example: prose("a1b2c3d4"),
        required: true,
    },
    Parameter {
        name: "x-forwarded-for",
        description: prose("The IP address of the device."),
        example: prose("203.0.113.7"),
        required: true,
    },
    Parameter {
        name: "x-location",
        description: prose("The location of the device."),
        example: prose("40.4168,-3.7038"),
        required: false,
    },
];

const ORG_ID: Parameter = Parameter {
    name: "org_id",
    description: prose("Organization name"),
    example: prose("acme"),
    required: true,
};

const CHAIN_ID: Parameter = Parameter {
    name: "identification_chain_id",
    description: prose("Unique identifier for the chained identification process"),
    example: prose("3f1b6c1e-8a52-4f0b-9a57-6d2f1c0a7e11"),
    required: true,
};

/// The header that every operation requires.
pub const USER_AGENT: Parameter = Parameter {
    name: "User-Agent",
    description: prose(
        "information to identify the application, operating system, vendor, and/or version of the requester",
    ),
    example: prose(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X x.y; rv:42.0) Gecko/20100101 Firefox/42.0",
    ),
    required: true,
};

const NO_CONTENT: Answer =
    Answer { status: prose("204"), description: prose("Action executed correctly"), object: None };

/// The answers when an operation of the reference fails.
pub static FAILURES: [Answer; 6] = [
    Answer { status: prose("400"), description: prose("Request input is not valid"), object: None },
    Answer {
        status: prose("401"),
        description: prose("Unauthorized. AuthN and AuthZ validations have fail"),
        object: None,
    },
    Answer {
        status: prose("404"),
        description: prose("Not found. Entity does not exist or can not be found"),
        object: None,
    },
    Answer {
        status: prose("409"),
        description: prose(
            "Conflict. Entity state has conflicts between its new state and the old one.",
        ),
        object: None,
    },
    Answer { status: prose("500"), description: prose("Not expected error"), object: None },
    Answer {
        status: prose("default"),
        description: prose("Error response"),
        object: Some(&ERRORS_RESPONSE),
    },
];

/// The answers when an operation of the end user's side fails.
pub static USER_FAILURES: [Answer; 3] = [
    Answer { status: prose("403"), description: prose("Forbidden."), object: None },
    Answer { status: prose("404"), description: prose("Not found."), object: None },
    Answer {
        status: prose("default"),
        description: prose("Error response"),
        object: Some(&ERRORS_RESPONSE),
    },
];

/// The members of an answer that may have the chain's id, the likeliest first. The reference does not
/// publish the answer's fields.
pub const ID_FIELDS: [&str; 4] = ["identification_chain_id", "id", "identification_id", "chain_id"];

const CREATE_EXAMPLE: &str = r#"{
  "actor": {
    "name": "James",
    "last_name": "Smith",
    "identity_document": {
      "document_number": "12345678A",
      "document_type": "IDENTITY_CARD",
      "country": "ES"
    },
    "email": "example@email.com",
    "msisdn": {
      "phone_number": 6123456789,
      "country_code": "34"
    },
    "language": "ES"
  },
  "expires_in": "PT15M",
  "sequence": [
    {
      "identification_type": "OTP",
      "otp_step": {
        "two_factor_type": "DOCUMENT_NUMBER",
        "channel": {
          "type": "SMS",
          "external": false
        }
      }
    },
    {
      "identification_type": "AGENT"
    },
    {
      "identification_type": "IDENTITY_DOCUMENT",
      "identity_document_step": {
        "provider_type": "INTERNAL"
      }
    }
  ]
}"#;

const CANCEL_EXAMPLE: &str = r#"{
  "reason": "The client does not want to continue with the identification process."
}"#;
