//! Writes the OpenAPI 3.1 document of the contract.

use identification_chain::contract::{
    Answer, BASE_URL, OPERATIONS, Object, Operation, Parameter, Provenance, USER_AGENT,
};
use serde_json::{Map, Value, json};

use crate::schema::{add, parsed, set};

const SCHEMAS: &str = "#/components/schemas/";

const ADMIN: &str = "Identification Chain Admin";
const USER: &str = "Identification Chain User";

fn tag(operation: &Operation) -> &'static str {
    if operation.provenance == Provenance::Reference { ADMIN } else { USER }
}

/// The document, as `openapi.json` holds it.
pub(crate) fn document() -> String {
    let mut schemas = Map::new();
    let mut paths = Map::new();
    for operation in &OPERATIONS {
        let method = operation.method.to_ascii_lowercase();
        paths.insert(operation.path.into(), json!({ method: operation_item(operation) }));
        if let Some(body) = &operation.body {
            add(body.object, SCHEMAS, &mut schemas);
        }
        for object in [&operation.success]
            .into_iter()
            .chain(operation.failures)
            .filter_map(|answer| answer.object)
        {
            add(object, SCHEMAS, &mut schemas);
        }
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Identification Chain Admin",
            "version": "1.0.0",
            "summary": "Create, cancel and close identification chains.",
            "description": "An identification chain is a sequence of steps by which a person proves their identity.\n\nThis document is generated from the constant tables of the identification-chain project. `x-provenance` says where each field comes from: `reference` (the published reference), `provider` (another page of the same provider), `standard` (ISO, ITU, IETF, WHATWG) or `logic`. Lists of values are open: the server may know more values. The schemas of requests have every rule that blocks and that a schema can express; docs/rules.md lists the other rules.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": BASE_URL }],
        "security": [{ "bearer": [] }],
        "tags": [
            {
                "name": ADMIN,
                "description": "The operations of an organization's administrator.",
            },
            {
                "name": USER,
                "description": "The operations of the end user's side, which another page of the provider documents.",
            },
        ],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
            },
        },
    });
    format!("{document:#}\n")
}

fn operation_item(operation: &Operation) -> Value {
    let mut value = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [tag(operation)],
        "parameters": operation
            .path_parameters
            .iter()
            .map(|parameter| parameter_item(parameter, "path"))
            .chain([&USER_AGENT].into_iter().chain(operation.headers).map(|parameter| parameter_item(parameter, "header")))
            .collect::<Vec<_>>(),
        "x-provenance": operation.provenance.name(),
    });
    if let Some(body) = &operation.body {
        set(
            &mut value,
            "requestBody",
            json!({
                "description": body.description,
                "required": body.required,
                "content": {
                    "application/json": {
                        "schema": reference(body.object),
                        "example": parsed(body.example),
                    },
                },
            }),
        );
    }
    let mut responses = Map::new();
    for answer in [&operation.success].into_iter().chain(operation.failures) {
        responses.insert(answer.status.into(), response(answer));
    }
    set(&mut value, "responses", responses.into());
    value
}

fn parameter_item(parameter: &Parameter, place: &str) -> Value {
    json!({
        "name": parameter.name,
        "in": place,
        "required": parameter.required,
        "description": parameter.description,
        "schema": { "type": "string", "minLength": 1 },
        "example": parameter.example,
    })
}

fn response(answer: &Answer) -> Value {
    let mut value = json!({ "description": answer.description });
    if let Some(object) = answer.object {
        set(&mut value, "content", json!({ "application/json": { "schema": reference(object) } }));
    }
    value
}

fn reference(object: &Object) -> Value {
    json!({ "$ref": format!("{SCHEMAS}{}", object.name) })
}
