//! The OpenAPI 3.1 document of the contract.

use identification_chain::contract::{
    Answer, BASE_URL, FAILURES, Format, ID_FIELDS, Kind, OPERATIONS, Object, Operation, Parameter,
    Presence, Provenance, USER_AGENT,
};
use serde_json::{Map, Value, json};

/// The document, as `openapi.json` holds it.
pub(crate) fn document() -> String {
    let mut schemas = Map::new();
    let mut paths = Map::new();
    for operation in &OPERATIONS {
        paths.insert(operation.path.into(), json!({ "post": operation_item(operation) }));
        if let Some(body) = &operation.body {
            add(body.object, &mut schemas);
        }
        for object in
            [&operation.success].into_iter().chain(&FAILURES).filter_map(|answer| answer.object)
        {
            add(object, &mut schemas);
        }
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Identification Chain Admin",
            "version": "1.0.0",
            "summary": "Create, cancel and close identification chains.",
            "description": "An identification chain is the ordered steps by which a person proves who they are.\n\nThis document is generated from the constant tables of the identification-chain project. Each field says in `x-provenance` how sure it is: `reference` (the published reference), `provider` (another page of the same provider), `standard` (ISO, ITU, IETF, WHATWG) or `logic`. Lists of values are open: the server may know more of them.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": BASE_URL }],
        "security": [{ "bearer": [] }],
        "tags": [{
            "name": "Identification Chain Admin",
            "description": "The operations of an organization's administrator.",
        }],
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
        "tags": ["Identification Chain Admin"],
        "parameters": operation
            .path_parameters
            .iter()
            .map(|parameter| parameter_item(parameter, "path"))
            .chain([parameter_item(&USER_AGENT, "header")])
            .collect::<Vec<_>>(),
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
    for answer in [&operation.success].into_iter().chain(&FAILURES) {
        responses.insert(answer.status.into(), response(answer));
    }
    set(&mut value, "responses", responses.into());
    value
}

fn parameter_item(parameter: &Parameter, place: &str) -> Value {
    json!({
        "name": parameter.name,
        "in": place,
        "required": true,
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

/// Adds an object's schema and those of the objects in it.
fn add(object: &'static Object, schemas: &mut Map<String, Value>) {
    if schemas.contains_key(object.name) {
        return;
    }
    schemas.insert(object.name.into(), Value::Null);
    let mut properties = Map::new();
    for field in object.fields {
        let mut schema = match &field.kind {
            Kind::Object(inner) => {
                add(inner, schemas);
                reference(inner)
            }
            Kind::Array { items, filled } => {
                add(items, schemas);
                let mut array = json!({ "type": "array", "items": reference(items) });
                if *filled {
                    set(&mut array, "minItems", 1.into());
                }
                array
            }
            Kind::Text(format) => text(*format),
            Kind::Integer => json!({ "type": "integer", "format": "int64", "minimum": 1 }),
            Kind::Boolean => json!({ "type": "boolean" }),
        };
        set(&mut schema, "description", field.description.into());
        if !field.example.is_empty() {
            set(&mut schema, "examples", json!([parsed(field.example)]));
        }
        set(&mut schema, "x-provenance", provenance(field.provenance).into());
        properties.insert(field.name.into(), schema);
    }
    let required: Vec<_> = object
        .fields
        .iter()
        .filter(|field| field.presence == Presence::Required)
        .map(|field| field.name)
        .collect();
    let mut schema = json!({ "type": "object", "description": object.description });
    if !required.is_empty() {
        set(&mut schema, "required", json!(required));
    }
    if properties.is_empty() {
        // Nothing is published of it but that it holds an id, in one of these.
        set(&mut schema, "additionalProperties", true.into());
        set(&mut schema, "x-id-fields", json!(ID_FIELDS));
    } else {
        set(&mut schema, "properties", properties.into());
    }
    schemas.insert(object.name.into(), schema);
}

/// The schema of a string. A list is open: any other string is valid too.
fn text(format: Format) -> Value {
    match format {
        Format::Any => json!({ "type": "string" }),
        Format::Filled => json!({ "type": "string", "minLength": 1, "pattern": "\\S" }),
        Format::OpenList(values) => json!({
            "anyOf": [{ "enum": values }, { "type": "string", "pattern": "\\S" }],
            "x-open-list": true,
        }),
        Format::Duration => json!({
            "type": "string",
            "pattern": "^P(?!$)(?:\\d+(?:[.,]\\d+)?W|(?:\\d+(?:[.,]\\d+(?=Y$))?Y)?(?:\\d+(?:[.,]\\d+(?=M$))?M)?(?:\\d+(?:[.,]\\d+(?=D$))?D)?(?:T(?=\\d)(?:\\d+(?:[.,]\\d+(?=H$))?H)?(?:\\d+(?:[.,]\\d+(?=M$))?M)?(?:\\d+(?:[.,]\\d+)?S)?)?)$",
        }),
        Format::Email => json!({ "type": "string", "format": "email", "maxLength": 254 }),
        Format::Country | Format::Language => json!({ "type": "string", "pattern": "^[A-Z]{2}$" }),
        Format::CallingCode => json!({ "type": "string", "pattern": "^[1-9][0-9]{0,2}$" }),
    }
}

fn reference(object: &Object) -> Value {
    json!({ "$ref": format!("#/components/schemas/{}", object.name) })
}

const fn provenance(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Reference => "reference",
        Provenance::Provider => "provider",
        Provenance::Logic => "logic",
        Provenance::Standard => "standard",
    }
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(members) = object {
        members.insert(name.into(), value);
    }
}

/// An example of the contract. The tests of the contract see that it is JSON.
fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}
