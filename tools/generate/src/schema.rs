//! Writes the JSON Schemas (draft 2020-12) of the contract's objects. They have every rule that blocks
//! and that a schema can express: [`InSchema`](identification_chain::contract::InSchema).

use identification_chain::contract::{
    Closing, EMAIL_CHANNEL, EMAIL_FACTOR, Format, ID_FIELDS, Kind, OPERATIONS, Object,
    PHONE_CHANNELS, Presence, STEP_DETAILS,
};
use identification_chain::format::phone::MAX_DIGITS;
use identification_chain::format::text::BLANK;
use serde_json::{Map, Value, json};

/// ISO 8601-1:2019 §5.5.2, with at least one digit above 0.
const DURATION: &str = r"^(?=.*[1-9])P(?:\d+(?:[.,]\d+)?W|(?:\d+(?:[.,]\d+(?=Y$))?Y)?(?:\d+(?:[.,]\d+(?=M$))?M)?(?:\d+(?:[.,]\d+(?=D$))?D)?(?:T(?=\d)(?:\d+(?:[.,]\d+(?=H$))?H)?(?:\d+(?:[.,]\d+(?=M$))?M)?(?:\d+(?:[.,]\d+)?S)?)?)$";

/// HTML §4.10.5.1.5, with the lengths of RFC 5321 §4.5.3.1.
const EMAIL: &str = r"^(?=.{1,254}$)(?=[^@]{1,64}@)[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$";

/// The module `www/client/generated/schema.ts`: a self-contained schema for each request body.
pub(crate) fn module() -> String {
    let schemas: Vec<_> = OPERATIONS
        .iter()
        .filter_map(|operation| {
            let body = operation.body.as_ref()?;
            Some(format!("  {}: {:#},\n", operation.id, alone(body.object)))
        })
        .collect();
    format!(
        "// Generated from src/contract/ by `make generate`.

/** The JSON Schemas (draft 2020-12) of the request bodies, by operation. */
export const jsonSchemas = {{
{}}} as const;
",
        schemas.concat(),
    )
}

/// The schema of an object, with the schemas of its objects.
fn alone(object: &'static Object) -> Value {
    let mut definitions = Map::new();
    add(object, "#/$defs/", &mut definitions);
    let root = definitions.shift_remove(object.name).unwrap_or_default();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": object.name,
    });
    for (name, value) in root.as_object().into_iter().flatten() {
        set(&mut schema, name, value.clone());
    }
    if !definitions.is_empty() {
        set(&mut schema, "$defs", definitions.into());
    }
    strip(&mut schema);
    schema
}

/// Drops the keywords of OpenAPI, because validators refuse unknown keywords.
fn strip(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, value| {
                // A property can have the name `format`; its schema is not a string.
                let annotates = name.starts_with("x-") || (name == "format" && value.is_string());
                !annotates
            });
            members.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

/// Adds the schemas of an object and of its objects. References are `prefix` and a name.
pub(crate) fn add(object: &'static Object, prefix: &str, schemas: &mut Map<String, Value>) {
    if schemas.contains_key(object.name) {
        return;
    }
    schemas.insert(object.name.into(), Value::Null);
    let mut properties = Map::new();
    for field in object.fields {
        let mut schema = match &field.kind {
            Kind::Object(inner) => {
                add(inner, prefix, schemas);
                json!({ "$ref": format!("{prefix}{}", inner.name) })
            }
            Kind::Array { items, filled } => {
                add(items, prefix, schemas);
                array(items, *filled, prefix)
            }
            Kind::Text(format) => text(*format),
            Kind::Integer => json!({ "type": "integer", "format": "int64", "minimum": 1 }),
            Kind::Boolean => json!({ "type": "boolean" }),
        };
        set(&mut schema, "description", field.description.into());
        if !field.example.is_empty() {
            set(&mut schema, "examples", json!([parsed(field.example)]));
        }
        set(&mut schema, "x-provenance", field.provenance.name().into());
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
        // The fields are not published. One of these has the id.
        set(&mut schema, "additionalProperties", true.into());
        set(&mut schema, "x-id-fields", json!(ID_FIELDS));
    } else {
        set(&mut schema, "properties", properties.into());
    }
    let conditions = closing(object.closing);
    if !conditions.is_empty() {
        set(&mut schema, "allOf", conditions.into());
    }
    schemas.insert(object.name.into(), schema);
}

fn array(items: &Object, filled: bool, prefix: &str) -> Value {
    let mut array =
        json!({ "type": "array", "items": { "$ref": format!("{prefix}{}", items.name) } });
    if filled {
        set(&mut array, "minItems", 1.into());
    }
    if items.closing == Closing::Step {
        // Each step is unique. A schema can express that for listed types only.
        let listed = items.fields.iter().filter_map(|field| match field.kind {
            Kind::Text(Format::OpenList(values)) => Some(values),
            _ => None,
        });
        let once: Vec<_> = listed
            .flatten()
            .map(|value| {
                let step = having("identification_type", &json!({ "const": value }));
                json!({ "contains": step, "minContains": 0, "maxContains": 1 })
            })
            .collect();
        set(&mut array, "allOf", once.into());
    }
    array
}

/// The conditions for the rule over several members of an object.
fn closing(closing: Closing) -> Vec<Value> {
    match closing {
        Closing::None | Closing::IdentityDocument => Vec::new(),
        Closing::Msisdn => ["^.$", "^..$", "^...$"]
            .into_iter()
            .zip((1..=MAX_DIGITS).rev().skip(1))
            .map(|(code, digits)| {
                let maximum = parsed(&"9".repeat(digits));
                when(
                    &having("country_code", &json!({ "type": "string", "pattern": code })),
                    &json!({ "properties": { "phone_number": { "type": "integer", "maximum": maximum } } }),
                )
            })
            .collect(),
        Closing::Step => STEP_DETAILS
            .iter()
            .map(|(step_type, _, details)| {
                when(
                    &having("identification_type", &json!({ "const": step_type })),
                    &having(details, &json!({})),
                )
            })
            .collect(),
        Closing::Request => {
            let by_channel = |value: &Value| {
                let ours = json!({ "not": { "const": true } });
                let channel = json!({
                    "type": "object",
                    "properties": { "type": value, "external": ours },
                    "required": ["type"],
                });
                having("channel", &channel)
            };
            let by_factor = json!({
                "type": "object",
                "properties": {
                    "two_factor_type": { "const": EMAIL_FACTOR },
                    "channel": {
                        "type": "object",
                        "properties": { "external": { "not": { "const": true } } },
                    },
                },
                "required": ["two_factor_type"],
            });
            [
                (by_channel(&json!({ "enum": PHONE_CHANNELS })), "msisdn"),
                (by_channel(&json!({ "const": EMAIL_CHANNEL })), "email"),
                (by_factor, "email"),
            ]
            .map(|(otp_step, needed)| {
                let step = json!({
                    "type": "object",
                    "properties": {
                        "identification_type": { "const": "OTP" },
                        "otp_step": otp_step,
                    },
                    "required": ["identification_type", "otp_step"],
                });
                when(
                    &having("sequence", &json!({ "type": "array", "contains": step })),
                    &json!({ "properties": { "actor": having(needed, &json!({})) } }),
                )
            })
            .into()
        }
    }
}

fn when(condition: &Value, consequence: &Value) -> Value {
    json!({ "if": condition, "then": consequence })
}

/// An object that has a member with a schema.
fn having(name: &str, schema: &Value) -> Value {
    json!({ "type": "object", "properties": { name: schema }, "required": [name] })
}

/// The schema of a string. Lists are open: any other string is valid too.
fn text(format: Format) -> Value {
    match format {
        Format::Any => json!({ "type": "string" }),
        Format::Filled => json!({ "type": "string", "pattern": filled() }),
        Format::OpenList(values) => json!({
            "anyOf": [{ "enum": values }, { "type": "string", "pattern": filled() }],
            "x-open-list": true,
        }),
        Format::Duration => json!({ "type": "string", "pattern": DURATION }),
        Format::Email => json!({ "type": "string", "format": "email", "pattern": EMAIL }),
        Format::Country | Format::Language => json!({ "type": "string", "pattern": "^[A-Z]{2}$" }),
        Format::CallingCode => json!({ "type": "string", "pattern": "^[1-9][0-9]{0,2}$" }),
    }
}

/// The pattern of a text with a visible character: one that is not in [`BLANK`].
///
/// It means the same with and without the flag `u` of ECMAScript, and in Java, .NET and Python. A
/// pattern for characters above U+FFFF does not, so all of these count as visible.
fn filled() -> String {
    let ranges = BLANK.iter().filter(|(first, _)| *first <= '\u{FFFF}').map(|(first, last)| {
        let [first, last] = [first, last].map(|end| format!("\\u{:04X}", u32::from(*end)));
        if first == last { first } else { format!("{first}-{last}") }
    });
    format!("[^{}]", ranges.collect::<String>())
}

pub(crate) fn set(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(members) = object {
        members.insert(name.into(), value);
    }
}

/// An example of the contract. The tests of the contract check that it is JSON.
pub(crate) fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}
